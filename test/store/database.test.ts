import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { type Database, openDatabase } from '../../src/store/driver.ts';
import { SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { Store } from '../../src/store/store.ts';
import fc from '../support/property.ts';
import { histories, newId, texts, thing, totalOf } from '../support/records.ts';

const NOW = '2026-11-23T08:00:00.000Z';
const DAY = '2026-11-23' as Day;
const OURS = 0x666f7572;

let folder: string;
let file: string;
let raw: Database | undefined;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fourthings-'));
  file = path.join(folder, 'four.db');
});

afterEach(() => {
  closeRaw();
  fs.rmSync(folder, { recursive: true });
});

/** Plans one thing through the store, which creates or migrates the file. */
function planOne(day = '2026-11-23'): void {
  use((store) => {
    const before = store.days.load(day as Day);
    store.change(() => store.days.save(before, { ...before, things: [thing({})] }));
  });
}

function read(): unknown {
  return use((store) => store.days.load(DAY));
}

function use<Result>(work: (store: Store) => Result): Result {
  const store = new Store(file, NOW, 'four test');
  try {
    return work(store);
  } finally {
    store.close();
  }
}

/** The file as `sqlite3` would open it. */
function openRaw(): Database {
  raw ??= openDatabase(file);
  return raw;
}

function closeRaw(): void {
  raw?.close();
  raw = undefined;
}

function mark(applicationId: number, version: number): void {
  openRaw().pragma(`application_id = ${applicationId}`);
  openRaw().pragma(`user_version = ${version}`);
}

describe('the file', () => {
  test.each([0o000, 0o022, 0o077, 0o777])('is private to the user, whatever the umask: %i', (umask) => {
    file = path.join(folder, 'new', 'newer', 'four.db');
    const before = process.umask(umask);
    try {
      planOne();
    } finally {
      process.umask(before);
    }
    expect(modeOf(file)).toBe(0o600);
    expect(modeOf(path.join(folder, 'new', 'newer'))).toBe(0o700);
    expect(modeOf(path.join(folder, 'new'))).toBe(0o700);
  });

  test('leaves an existing folder as it is', () => {
    fs.chmodSync(folder, 0o755);
    planOne();
    expect(modeOf(folder)).toBe(0o755);
    expect(fs.readdirSync(folder)).toEqual(['four.db']);
  });

  test('may have a name with a special meaning in SQLite', () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      for (file of [':memory:', 'file:four.db?mode=ro']) {
        planOne();
        expect(read()).toMatchObject({ things: [{ text: 'Run' }] });
        expect(fs.readdirSync(folder)).toContain(file);
      }
    } finally {
      process.chdir(before);
    }
  });

  test('holds the application id and the version of the schema', () => {
    planOne();
    expect(openRaw().pragma('application_id', { simple: true })).toBe(OURS);
    expect(openRaw().pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
  });

  test('may exist already and be empty', () => {
    fs.writeFileSync(file, '');
    planOne();
    expect(read()).toMatchObject({ things: [{ text: 'Run' }] });
  });

  function modeOf(name: string): number {
    return fs.statSync(name).mode & 0o777;
  }
});

describe('a file of another program is refused and left alone:', () => {
  const REFUSAL = { kind: 'failed', message: expect.stringContaining('is a database of another program') };
  const NEWER = { kind: 'failed', message: expect.stringContaining('was written by a newer four') };
  const NO_DATABASE = { kind: 'not-a-store' };

  test.each<[string, () => void, object]>([
    ['with tables of its own', () => openRaw().exec('CREATE TABLE habit (day TEXT)'), REFUSAL],
    ['with a version of its own', () => mark(0, 7), REFUSAL],
    ['that names its program', () => mark(0x0f055112, 0), REFUSAL],
    ['in WAL mode', () => openRaw().exec('PRAGMA journal_mode = WAL; CREATE TABLE habit (day TEXT)'), REFUSAL],
    ['after a crash', crashInWalMode, REFUSAL],
    ['from a newer four', () => mark(OURS, SCHEMA_VERSION + 1), NEWER],
    ['with text', () => fs.writeFileSync(file, 'Write the post\n'.repeat(1000)), NO_DATABASE],
    ['with little text', () => fs.writeFileSync(file, 'no'), NO_DATABASE],
    ['with one letter', () => fs.writeFileSync(file, 'n'), NO_DATABASE],
  ])('%s', (_, make, problem) => {
    make();
    closeRaw();
    const before = contents();
    for (const attempt of [read, planOne]) {
      expect(attempt).toThrow(expect.objectContaining(problem));
      expect(contents()).toEqual(before);
    }
  });

  /** Leaves the file as after a crash, with the write-ahead log beside it. */
  function crashInWalMode(): void {
    openRaw().exec('PRAGMA journal_mode = WAL; CREATE TABLE habit (day TEXT)');
    const left = ['', '-wal'].map((suffix): [string, Buffer] => [file + suffix, fs.readFileSync(file + suffix)]);
    closeRaw();
    for (const [name, bytes] of left) fs.writeFileSync(name, bytes);
  }

  /** Every file in the folder, byte for byte. */
  function contents(): [name: string, hash: string][] {
    const hash = (name: string) =>
      createHash('sha256')
        .update(fs.readFileSync(path.join(folder, name)))
        .digest('hex');
    return fs.readdirSync(folder).map((name) => [name, hash(name)]);
  }
});

function insertThing(row: Record<string, unknown>): void {
  const complete = { id: newId(), day: DAY, slot: 1, text: 'Run', updated_at: NOW, ...row };
  const columns = Object.keys(complete);
  const sql = `INSERT INTO thing (${columns.join()}) VALUES (${columns.map((column) => `@${column}`).join()})`;
  openRaw().prepare(sql).run(complete);
}

describe('what another program inserts', () => {
  beforeEach(() => {
    planOne();
    openRaw().exec('DELETE FROM thing');
  });

  test.each([
    { slot: 4 },
    { day: '2028-02-29' },
    { text: '🏃'.repeat(500) },
    { done_at: NOW, did: 'it' },
    { slot: null, done_at: NOW },
    { slot: null, waiting: 1 },
    { also: 'Swim' },
    { carried: 3 },
  ])('%j is accepted', (row) => {
    insertThing(row);
    expect(openRaw().prepare('SELECT count(*) FROM things').pluck().get()).toBe(1);
  });

  test.each<Record<string, unknown>>([
    { slot: 0 },
    { slot: 5 },
    { slot: 1.5 },
    { slot: null },
    { waiting: 1 },
    { slot: null, done_at: NOW, waiting: 1 },
    { also: '' },
    { day: '2026-02-30' },
    { day: '2026-2-3' },
    { day: '23.11.2026' },
    { day: '2026-11-23T08:00' },
    { day: 'now' },
    { day: null },
    { text: '' },
    { text: null },
    { text: '🏃'.repeat(501) },
    { text: Buffer.from('Run') },
    { did: 'it' },
    { did: '', done_at: NOW },
    { did: 'x'.repeat(501), done_at: NOW },
    { done_at: '2026-11-23' },
    { done_at: '2026-11-23 08:00:00' },
    { done_at: '2026-02-30T08:00:00.000Z' },
    { carried: -1 },
    { carried: null },
    { carried: 1, carried_from: newId() },
    { id: 'short' },
    { id: null },
    { updated_at: null },
    { updated_at: 'today' },
  ])('%j is refused', (row) => {
    expect(() => insertThing(row)).toThrow(expect.objectContaining({ name: 'SqliteError' }));
  });

  test('a slot holds one thing, and a day any number of extras', () => {
    insertThing({ slot: 1 });
    insertThing({ slot: 1, day: '2026-11-24' });
    insertThing({ slot: null, done_at: NOW });
    insertThing({ slot: null, done_at: NOW });
    expect(() => insertThing({ slot: 1 })).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_UNIQUE' }));
  });

  test('a thing with an origin must have been carried', () => {
    const id = newId();
    insertThing({ id });
    insertThing({ slot: 2, carried_from: id, carried: 1 });
    const uncarried = () => insertThing({ slot: 3, carried_from: id, carried: 0 });
    expect(uncarried).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_CHECK' }));
  });

  test.each([
    ['2026-02-30', null],
    ['2026-11-23', ''],
    ['2026-11-23', 'x'.repeat(501)],
    ['tomorrow', null],
  ])('%s with the reason %j is refused as a rest day', (day, reason) => {
    const insert = openRaw().prepare('INSERT INTO rest_day VALUES (?, ?, ?)');
    expect(() => insert.run(day, reason, NOW)).toThrow(expect.objectContaining({ code: 'SQLITE_CONSTRAINT_CHECK' }));
  });
});

test('the public views show every day and thing', () => {
  fc.assert(
    fc.property(histories(10, texts), ({ records }) => {
      use((store) =>
        store.change(() => {
          for (const record of store.days.list({})) store.days.save(record, { ...record, things: [], rest: null });
          for (const record of records) store.days.save({ ...record, things: [], rest: null }, record);
        }),
      );
      const days = records.map((record) => ({
        ...totalOf(record),
        rest: record.rest ? 1 : 0,
        rest_reason: record.rest?.reason ?? null,
      }));
      const things = records.flatMap(({ day, things }) =>
        things.map(({ slot, text, doneAt, did, carried }) => ({
          day,
          slot,
          text,
          done: doneAt === null ? 0 : 1,
          done_at: doneAt,
          did,
          carried,
        })),
      );
      expect(openRaw().prepare('SELECT * FROM days').all()).toEqual(days);
      expect(openRaw().prepare('SELECT * FROM things').all()).toEqual(things);
    }),
    { numRuns: 30 },
  );
});
