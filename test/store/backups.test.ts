import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { backupFolder, listBackups, newestGoodBackup } from '../../src/store/backups.ts';
import { SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { Store } from '../../src/store/store.ts';
import { at, place, shift } from '../support/calendar.ts';
import fc from '../support/property.ts';
import { newId, thing } from '../support/records.ts';
import { runs } from '../support/scale.ts';
import { bytes, dump, expectWhole, makeOldStore, modeOf, QUICK, Script, withDatabase } from '../support/stores.ts';

const TODAY = '2026-11-23' as Day;

let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(QUICK, 'fourthings-'));
  file = path.join(folder, 'four.db');
});

afterEach(() => {
  // Some tests take permissions away.
  if (fs.existsSync(backupFolder(file)) && fs.statSync(backupFolder(file)).isDirectory())
    fs.chmodSync(backupFolder(file), 0o700);
  fs.rmSync(folder, { recursive: true });
});

/** Runs one command at local noon of a day. */
function on<Result>(day: Day, work: (store: Store) => Result): Result {
  const store = new Store(file, new Date(`${day}T12:00`).toISOString(), 'four test');
  try {
    return work(store);
  } finally {
    store.close();
  }
}

/** Changes something on a day. */
function change(day: Day): void {
  on(day, (store) =>
    store.change(() => {
      const before = store.days.load(day);
      store.days.save(before, {
        ...before,
        things: [...before.things, thing({ slot: null, doneAt: '2026-11-23T12:00:00.000Z' })],
      });
    }),
  );
}

function names(): string[] {
  return listBackups(file).map((backup) => path.basename(backup));
}

describe('the daily backup', () => {
  test("is the store as it was before the day's first change", () => {
    change(TODAY);
    expect(names()).toEqual([]);
    const yesterday = dump(file);
    change(shift(TODAY, 1));
    expect(names()).toEqual(['2026-11-24.db']);
    const [backup = ''] = listBackups(file);
    expect(dump(backup)).toEqual(yesterday);
    expectWhole(backup);
    const made = bytes(backupFolder(file));
    change(shift(TODAY, 1));
    on(shift(TODAY, 1), (store) => store.undo(1));
    expect(bytes(backupFolder(file))).toEqual(made);
    change(shift(TODAY, 2));
    expect(names()).toEqual(['2026-11-25.db', '2026-11-24.db']);
  });

  test('is made neither by a command that only reads nor of an empty store', () => {
    change(TODAY);
    on(shift(TODAY, 1), (store) => [store.days.load(TODAY), store.totals.days(), store.settings.load()]);
    expect(names()).toEqual([]);
    fs.rmSync(file);
    on(TODAY, (store) => store.change(() => store.settings.save('minimum', '3')));
    on(TODAY, (store) => store.change(() => store.settings.save('minimum', '2')));
    expect(names()).toEqual([]);
  });

  test('is kept for 7 days, and the last of each month for 12 months, over two years of use with gaps', () => {
    const first = place('2024-01-15' as Day);
    const use = fc.array(
      fc.integer({ min: 0, max: 6 }).map((chance) => chance > 1),
      { minLength: 730, maxLength: 730 },
    );
    fc.assert(
      fc.property(use, (used) => {
        fs.rmSync(folder, { recursive: true });
        fs.mkdirSync(folder);
        const days: Day[] = [];
        // A store of one row is quick to copy, and only the days decide what is kept.
        change(shift(at(first), -1));
        used.forEach((isUsed, index) => {
          if (!isUsed) return;
          const day = at(first + index);
          change(day);
          days.unshift(day);
          if (days.length % 50 === 0) expect(names()).toEqual(kept(days));
        });
        expect(names()).toEqual(kept(days));
        for (const backup of listBackups(file)) expectWhole(backup);
        expect(fs.readdirSync(backupFolder(file)).sort()).toEqual(names().sort());
      }),
      runs(1, 20),
    );

    function kept(days: readonly Day[]): string[] {
      const months = [...new Set(days.map((day) => day.slice(0, 7)))].slice(0, 12);
      const monthly = months.map((month) => days.find((day) => day.startsWith(month)));
      return days.filter((day, index) => index < 7 || monthly.includes(day)).map((day) => `${day}.db`);
    }
  });

  test('a new copy is kept even when the clock was wrong and older copies have later dates', () => {
    for (let day = 0; day <= 10; day += 1) change(shift('2026-11-15' as Day, day));
    // The clock is corrected to eight days earlier.
    const today = '2026-11-17' as Day;
    const asked = on(today, (store) => store.backups.make(undefined));
    expect(fs.existsSync(asked)).toBe(true);
    change(shift(today, -1));
    expect(names()).toContain('2026-11-16.db');
    expect(fs.existsSync(asked)).toBe(true);
  });

  test('removes only copies that we made for a day', () => {
    change(TODAY);
    change(shift(TODAY, 1));
    const inBackups = (name: string) => path.join(backupFolder(file), name);
    // Copies of the store, made by hand; one of them of a daily backup, under another name.
    fs.copyFileSync(file, inBackups('2020-01-01.db'));
    fs.copyFileSync(inBackups('2026-11-24.db'), inBackups('2020-01-02.db'));
    fs.writeFileSync(inBackups('2020-01-03.db'), 'a thesis');
    fs.writeFileSync(inBackups('2020-01-04 thesis.db'), 'a thesis');
    fs.mkdirSync(inBackups('2020-01-05.db'));
    fs.symlinkSync('2026-11-24.db', inBackups('2020-01-06.db'));
    const asked = on(TODAY, (store) => store.backups.make(undefined));
    on(TODAY, (store) => store.backups.makeBefore('import'));
    const made = fs.readdirSync(backupFolder(file)).filter((name) => name !== '2026-11-24.db');
    for (const name of made) if (fs.lstatSync(inBackups(name)).isFile()) fs.utimesSync(inBackups(name), 1, 1);
    for (let month = 0; month < 30; month += 1) change(shift(TODAY, 40 + 31 * month));
    expect(fs.readdirSync(backupFolder(file))).toEqual(expect.arrayContaining(made));
    expect(fs.existsSync(asked)).toBe(true);
    expect(names().filter((name) => /^\d{4}-\d\d-\d\d\.db$/.test(name) && name > '2026')).toHaveLength(12);
  });

  test('is on the disk before it gets its name, and its name after that', () => {
    change(TODAY);
    const steps: string[] = [];
    const spies = [
      jest.spyOn(fs, 'fsyncSync').mockImplementation((descriptor) => {
        steps.push(fs.fstatSync(descriptor).isDirectory() ? 'sync folder' : 'sync file');
      }),
      jest.spyOn(fs, 'linkSync').mockImplementation((from, to) => {
        steps.push('name');
        fs.copyFileSync(from, to);
      }),
    ];
    try {
      change(shift(TODAY, 1));
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
    expect(steps).toEqual(['sync file', 'name', 'sync folder']);
    expect(names()).toEqual(['2026-11-24.db']);
  });

  test('keeps other programs from writing while the store is copied', () => {
    change(TODAY);
    const write = `
      const Driver = require(Number(process.versions.napi) >= 10 ? 'better-sqlite3' : 'better-sqlite3-node20');
      try { new Driver(${JSON.stringify(file)}, { timeout: 0 }).exec('DELETE FROM thing'); } catch ({ code }) { console.log(code); }`;
    const { copyFileSync } = fs;
    let outcome = '';
    const spy = jest.spyOn(fs, 'copyFileSync').mockImplementation((from, to) => {
      outcome = execFileSync(process.execPath, ['-e', write], { encoding: 'utf8' });
      copyFileSync(from, to);
    });
    try {
      change(shift(TODAY, 1));
    } finally {
      spy.mockRestore();
    }
    expect(outcome).toBe('SQLITE_BUSY\n');
    expect(on(TODAY, (store) => store.totals.days())).toHaveLength(2);
  });

  test('has what another program keeps in a write-ahead log', () => {
    change(TODAY);
    withDatabase(file, (database) => {
      database.pragma('journal_mode = WAL');
      database.prepare("UPDATE thing SET text = 'From the log'").run();
      change(shift(TODAY, 1));
    });
    const backup = path.join(backupFolder(file), '2026-11-24.db');
    const texts = withDatabase(backup, (database) => database.prepare('SELECT text FROM thing').pluck().all());
    expect(texts).toEqual(['From the log']);
    expectWhole(backup);
  });

  test.each<[string, (folder: string) => void]>([
    ['holds a thesis', (name) => [fs.mkdirSync(name), fs.writeFileSync(path.join(name, 'thesis.tex'), 'Words')]],
    [
      'holds dated files of another program',
      (name) => [fs.mkdirSync(name), fs.writeFileSync(path.join(name, '2026-11-24.db'), 'Words')],
    ],
    ['is a link', (name) => [fs.mkdirSync(`${name}.real`), fs.symlinkSync(`${name}.real`, name)]],
    ['is a file', (name) => fs.writeFileSync(name, 'Words')],
  ])('is not put into a folder that %s', (_, make) => {
    change(TODAY);
    make(backupFolder(file));
    const before = bytes(folder);
    change(shift(TODAY, 1));
    const refusal = `${backupFolder(file)} was not made by four`;
    on(TODAY, (store) => store.backups.makeBefore('import'));
    expect(() => on(TODAY, (store) => store.backups.make(undefined))).toThrow(refusal);
    const { 'four.db': _before, ...others } = before;
    const { 'four.db': _after, ...left } = bytes(folder);
    expect(left).toEqual(others);
    fs.rmSync(backupFolder(file), { recursive: true });
  });

  test.each<[string, () => void]>([
    ['is a file', () => fs.writeFileSync(backupFolder(file), 'not a folder')],
    ['is a broken link', () => fs.symlinkSync('nowhere', backupFolder(file))],
  ])('may fail while the change succeeds, when its folder %s', (_, make) => {
    change(TODAY);
    make();
    change(shift(TODAY, 1));
    expect(on(TODAY, (store) => store.totals.days())).toHaveLength(2);
  });

  test('is made again when a killed process has left half of it', () => {
    change(TODAY);
    fs.mkdirSync(backupFolder(file));
    // In a container, process ids often repeat.
    fs.writeFileSync(path.join(backupFolder(file), `.four.1.${process.pid}`), 'half of a store');
    const old = path.join(backupFolder(file), '.four.1.4194305');
    fs.writeFileSync(old, 'half of a store');
    fs.writeFileSync(`${old}-journal`, 'how it was before');
    change(shift(TODAY, 1));
    expect(names()).toEqual(['2026-11-24.db']);
    expect(fs.readdirSync(backupFolder(file))).toEqual(['2026-11-24.db']);
  });

  test('the newest good one is never damaged, empty, foreign or a folder', () => {
    for (let day = 0; day < 4; day += 1) change(shift(TODAY, day));
    const [newest = '', middle = '', oldest = ''] = listBackups(file);
    expect(newestGoodBackup(file)).toBe(newest);
    fs.truncateSync(newest, 5000);
    expect(newestGoodBackup(file)).toBe(middle);
    fs.writeFileSync(middle, '');
    for (const name of ['2026-11-28.db', '2026-11-29-asked-for-1.db'])
      fs.mkdirSync(path.join(backupFolder(file), name));
    fs.symlinkSync('nowhere', path.join(backupFolder(file), '2026-11-30.db'));
    withDatabase(path.join(backupFolder(file), '2026-11-27.db'), (database) =>
      database.exec('CREATE TABLE habit (day TEXT)'),
    );
    expect(newestGoodBackup(file)).toBe(oldest);
  });
});

describe('a copy', () => {
  test.each([0o000, 0o022, 0o077, 0o777])('is private to the user, whatever the umask: %i', (umask) => {
    change(TODAY);
    const before = process.umask(umask);
    try {
      change(shift(TODAY, 1));
      on(TODAY, (store) => [store.backups.make(undefined), store.backups.make(path.join(folder, 'copy.db'))]);
    } finally {
      process.umask(before);
    }
    expect(modeOf(backupFolder(file))).toBe(0o700);
    expect(fs.readdirSync(backupFolder(file)).sort()).toEqual(['2026-11-23-asked-for-1.db', '2026-11-24.db']);
    for (const backup of [...listBackups(file), path.join(folder, 'copy.db')]) expect(modeOf(backup)).toBe(0o600);
  });

  test('is private to the user from its first byte on', async () => {
    change(TODAY);
    // Large enough to take a while.
    withDatabase(file, (database) => {
      const insert = database.prepare('INSERT INTO thing (id, day, slot, text, updated_at) VALUES (?, ?, 1, ?, ?)');
      database.transaction(() => {
        for (let number = 0; number < 20_000; number += 1)
          insert.run(newId(), at(number), 'x'.repeat(400), '2026-11-23T08:00:00.000Z');
      })();
    });
    const script = `process.umask(0o022); report({ status: await main(['backup', path.join(words[0], 'copy.db'), '-q']) });`;
    const modes = new Set<number>();
    /** Copies into a folder, and gives the names that were seen there meanwhile. */
    const watchCopy = async (place: string) => {
      fs.mkdirSync(place);
      const copying = new Script(script, { ...process.env, FOURTHINGS_DB: file, HOME: folder }, [place]);
      const names = new Set<string>();
      while (copying.child.exitCode === null) {
        for (const name of fs.readdirSync(place)) {
          names.add(name);
          const entry = fs.statSync(path.join(place, name), { throwIfNoEntry: false });
          if (entry) modes.add(entry.mode & 0o777);
        }
        await new Promise(setImmediate);
      }
      expect(await copying.finish()).toEqual([{ status: 0 }]);
      return names;
    };
    // On a busy machine the draft may come and go unseen.
    let tries = 1;
    while ((await watchCopy(path.join(folder, `place ${tries}`))).size < 2) {
      tries += 1;
      expect(tries).toBeLessThan(30);
    }
    expect([...modes]).toEqual([0o600]);
  });

  test.each<[string, (number: number) => string]>([
    ['that was asked for', (number) => on(TODAY, (store) => store.backups.make(path.join(folder, `${number}.db`)))],
    [
      'of a day',
      (number) => {
        const day = shift(TODAY, number - 100);
        change(day);
        return path.join(backupFolder(file), `${day}.db`);
      },
    ],
  ])('%s shows one state of the store while another process writes', async (_, makeCopy) => {
    change(TODAY);
    // It writes on, so that no copy is made after its end, however long this process has to wait for its turn.
    const script = `
      process.env.FOURTHINGS_NOW = '2026-11-23T12:00';
      for (let number = 1; !fs.existsSync(words[0]); number += 1)
        report({ status: await main(['plan', 'A', 'B', 'C', '-d', '+' + number, '-q']) });`;
    const enough = path.join(folder, 'enough');
    const writer = new Script(script, { ...process.env, FOURTHINGS_DB: file, HOME: folder }, [enough]);
    const counts: number[] = [];
    try {
      for (let number = 0; number < 5; number += 1) {
        await writer.reported((counts.at(-1) ?? 0) + 1);
        const copy = makeCopy(number);
        expectWhole(copy);
        withDatabase(copy, (database) => {
          const planned = database.prepare('SELECT planned FROM days WHERE day > ?').pluck().all(TODAY);
          expect(new Set(planned)).toEqual(new Set([3]));
          counts.push(planned.length);
        });
      }
    } finally {
      fs.writeFileSync(enough, '');
    }
    const reports = await writer.finish();
    expect(reports).toEqual(Array(reports.length).fill({ status: 0 }));
    expect([...new Set(counts)].toSorted((a, b) => a - b)).toEqual(counts);
  });
});

describe('before a migration', () => {
  test.each(Array.from({ length: SCHEMA_VERSION - 1 }, (_, index) => index + 1))(
    'from version %i there is a backup of it',
    (version) => {
      makeOldStore(file, version);
      const before = schemaAndRows(file);
      expect(on(TODAY, (store) => store.days.load('2026-11-21' as Day))).toMatchObject({ rest: { reason: 'Family' } });
      expect(names()).toEqual([`2026-11-23-before-version-${SCHEMA_VERSION}-1.db`]);
      const [backup = ''] = listBackups(file);
      expect(schemaAndRows(backup)).toEqual(before);
      expect(schemaAndRows(file)).not.toEqual(before);
      on(TODAY, (store) => store.days.load(TODAY));
      expect(names()).toHaveLength(1);
    },
  );

  test('an old backup is restored and migrated', async () => {
    change(TODAY);
    const old = path.join(folder, 'old.db');
    makeOldStore(old, 1);
    await on(TODAY, (store) => store.restore(old).finally(() => store.close()));
    expect(on(TODAY, (store) => store.totals.days())).toHaveLength(3);
    change(TODAY);
    expect(on(TODAY, (store) => store.totals.days())).toHaveLength(4);
    expectWhole(file);
  });

  function schemaAndRows(of: string): unknown[] {
    return withDatabase(of, (database) => [
      database.pragma('user_version', { simple: true }),
      database.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all(),
      database.prepare('SELECT * FROM thing').all(),
    ]);
  }
});
