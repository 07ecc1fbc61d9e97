import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { Store } from '../../src/store/store.ts';
import { recordLocalChanges } from '../../src/sync/capture.ts';
import type { LoggedRecord } from '../../src/sync/change-log.ts';
import { filesOfPage } from '../../src/sync/diary.ts';
import { applyRemote } from '../../src/sync/materialize.ts';
import { noteRemoteState, unsentPages } from '../../src/sync/outbox.ts';
import { isPage, pageOfFile, recordsFile } from '../../src/sync/pages.ts';
import { readRecords } from '../../src/sync/read-records.ts';
import { ensureSyncRow, recordsOnPage } from '../../src/sync/replica.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';
import { expectWhole, QUICK, withDatabase } from '../support/stores.ts';

// What a page of somebody else may bring in, and that whatever we write, every other machine can read.

const NOW = '2026-11-23T08:00:00.000Z';
const DAY = '2026-11-23' as Day;
const PAGE = `days/2026/${DAY}.md`;
const RECORDS = recordsFile(PAGE);
const ID = '01a20ef3-0000-7000-8000-000000000001';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(QUICK, 'four-'));
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

/** Files of a repository, by their names. */
type Files = ReadonlyMap<string, string>;

const fileOf = (name: string) => path.join(folder, `${name}.db`);

function use<Result>(name: string, work: (store: Store) => Result, now = NOW): Result {
  const store = new Store(fileOf(name), now, 'four test');
  try {
    return work(store);
  } finally {
    store.close();
  }
}

/** Takes in files as a sync does, and returns those it would send. */
function receive(name: string, files: Files): Files {
  return use(name, (store) =>
    store.replicate((db) => {
      ensureSyncRow(db);
      recordLocalChanges(db);
      const read = [...files]
        .filter(([file]) => !isPage(file))
        .map(([file, text]) => [pageOfFile(file) as string, readRecords(Buffer.from(text), file).records] as const);
      applyRemote(
        db,
        read.flatMap(([, records]) => records),
      );
      for (const [page, records] of read) noteRemoteState(db, page, records);
      return new Map(unsentPages(db).flatMap((page) => filesOfPage(page, recordsOnPage(db, page))));
    }),
  );
}

const at = (time: string) => `${time}-00000000`;

interface Entry {
  readonly at?: unknown;
  readonly set?: unknown;
  readonly over?: unknown;
}

const FIELDS = {
  text: 'Run',
  day: DAY,
  slot: 1,
  doneAt: null,
  did: null,
  unplanned: false,
  carriedFrom: null,
  carried: 0,
};

/** A line of a page: a thing with one change, except for what is given. */
function line(entry: Entry = {}, id: unknown = ID): string {
  return JSON.stringify({ thing: id, log: [{ at: at(NOW), set: FIELDS, over: [], ...entry }] });
}

/** A record that is left out is not there afterwards, and the file is damaged. */
function leavesOut(text: string): void {
  expect(readRecords(Buffer.from(text), RECORDS)).toEqual({ records: [], isDamaged: true });
  receive('one', new Map([[RECORDS, text]]));
}

describe('a record is left out if it holds', () => {
  test.each([
    ['a stamp of the last year', line({ at: at('9999-01-01T00:00:00.000Z') })],
    ['a parent of the last year', line({ over: [at('9999-01-01T00:00:00.000Z')] })],
    ['a time that cannot be', line({ at: at('2026-02-30T08:00:00.000Z') })],
    ['a blank text', line({ set: { ...FIELDS, text: ' ' } })],
    ['an invisible text', line({ set: { ...FIELDS, text: '\u200b\u2060' } })],
    ['a blank note', line({ set: { ...FIELDS, doneAt: NOW, did: '\u3000' } })],
    ['a text that is too long', line({ set: { ...FIELDS, text: 'x'.repeat(501) } })],
    ['a text of ten million letters', line({ set: { ...FIELDS, text: 'x'.repeat(1e7) } })],
    ['a day before all', line({ set: { ...FIELDS, day: '0001-01-01' } })],
    ['a day after all', line({ set: { ...FIELDS, day: '9999-01-01' } })],
    ['a day that cannot be', line({ set: { ...FIELDS, day: '2026-02-30' } })],
    [
      'a rest day after all',
      JSON.stringify({ rest: '9999-01-01', log: [{ at: at(NOW), set: { reason: null }, over: [] }] }),
    ],
    ['a rest day that is an object', `{"rest":{"toString":1},"log":[]}`],
    ['a setting that is an object', `{"setting":{"toString":1,"valueOf":1},"log":[]}`],
    ['an id that is a list', line({}, [ID])],
    ['too many changes', JSON.stringify({ thing: ID, log: Array.from({ length: 20_001 }, () => ({})) })],
    ['a log that is nested deeply', `{"thing":"${ID}","log":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf'].map(
      (name): [string, string] => [
        `a field named ${name}`,
        line().replace('"text":', `${JSON.stringify(name)}:1,"text":`),
      ],
    ),
  ])('%s', (_, text) => {
    leavesOut(text);
    expect(
      fs.existsSync(fileOf('one')) ? withDatabase(fileOf('one'), (db) => db.prepare('SELECT * FROM thing').all()) : [],
    ).toEqual([]);
  });

  test.each([
    'days/2026/2026-13-41.md',
    'days/9999/9999-12-31.md',
    'days/2025/2026-11-23.md',
    'days/2026/2026-11-23.md/x',
    'records/2026/2026-11-23.jsonl',
  ])('is no page: %s', (name) => expect(isPage(name)).toBe(false));

  test.each([PAGE, 'setbacks.md', 'settings.md'])('has its records in a file of its own: %s', (page) => {
    expect([page, recordsFile(page)].map(pageOfFile)).toEqual([page, page]);
  });

  test.each(['records/2025/2026-11-23.jsonl', 'records/2026-11-23.jsonl', 'records/README.jsonl', 'README.md'])(
    'belongs to no page: %s',
    (file) => expect(pageOfFile(file)).toBeUndefined(),
  );
});

test('what is written over the last stamp that is accepted can be read by the others', () => {
  const last = '9998-12-31T23:59:59.999Z';
  let pages: Files = new Map([[RECORDS, line({ at: at(last) })]]);
  for (const [index, name] of ['one', 'two', 'one', 'two'].entries()) {
    receive(name, pages);
    use(name, (store) =>
      store.change(() => {
        const before = store.days.load(DAY);
        const things = before.things.map((thing) => ({ ...thing, text: `Edit ${index}` }));
        store.days.save(before, { ...before, things });
      }),
    );
    pages = receive(name, new Map());
    expect(pages.get(RECORDS)).toContain(`Edit ${index}`);
  }
  receive('one', pages);
  const texts = ['one', 'two'].map((name) => use(name, (store) => store.days.load(DAY).things[0]?.text));
  expect(texts).toEqual(['Edit 3', 'Edit 3']);
});

test('settings of one machine, and unknown ones, change nothing here', () => {
  const setting = (key: string, value: string) =>
    JSON.stringify({ setting: key, log: [{ at: at(NOW), set: { value }, over: [] }] });
  const lines = [setting('sync-remote', 'ext::sh -c x'), setting('sync-auto', 'on'), setting('minimum', '2')];
  receive('one', new Map([['records/settings.jsonl', lines.join('\n')]]));
  use('one', (store) => {
    expect([...store.settings.stored()]).toEqual([['minimum', '2']]);
    expect(store.settings.load()).toMatchObject({ syncRemote: null, syncAuto: false, minimum: 2 });
  });
});

test('a thing that moves leaves its old page, and other machines find it on the new one', () => {
  receive('one', new Map([[RECORDS, line()]]));
  const [old, next] = [PAGE, 'days/2026/2026-11-24.md'];
  use('one', (store) => store.replicate((db) => db.prepare("UPDATE thing SET day = '2026-11-24'").run()));
  const sent = receive('one', new Map());
  expect([...sent.keys()].sort()).toEqual([old, next, ...[old, next].map(recordsFile)]);
  expect(sent.get(recordsFile(old))).toBe('');
  expect(sent.get(next)).toContain('- [ ] Run');
  receive('two', sent);
  expect(use('two', (store) => store.days.load('2026-11-24' as Day).things)).toMatchObject([{ id: ID }]);
  expect(use('two', (store) => store.days.load(DAY).things)).toEqual([]);
});

describe('what another program has stored', () => {
  test.each([
    ['a text with a comment in it', "UPDATE thing SET text = 'a --> b <!-- c -->'", true],
    [
      'a note of several lines that looks like a record',
      `UPDATE thing SET text = 'x' || char(10) || '{"thing":1}'`,
      true,
    ],
    ['a day that no page can have', "UPDATE thing SET day = '9999-12-30'", false],
    ['an invisible text', 'UPDATE thing SET text = char(8203)', false],
    ['a time after all', "UPDATE thing SET text = 'Late', updated_at = '9999-12-31T23:59:59.999Z'", true],
    ['an odd id', `UPDATE thing SET id = '${'🙂'.repeat(36)}'`, true],
    ['an odd setting', "INSERT INTO setting VALUES ('Odd key', 'x', '2026-11-23T08:00:00.000Z')", false],
    [
      'a setting of many lines',
      `INSERT INTO setting VALUES ('odd', '-->' || char(10) || '{"thing":1}', '${NOW}')`,
      true,
    ],
  ])('is sent so that the others can read it, or stays here: %s', (_, sql, isSent) => {
    receive('one', new Map([[RECORDS, line()]]));
    withDatabase(fileOf('one'), (database) => database.exec(sql));
    const sent = receive('one', new Map([[RECORDS, line()]]));
    expect(sent.size > 0).toBe(isSent);
    for (const [file, text] of sent) {
      if (isPage(file)) continue;
      expect(readRecords(Buffer.from(text), file).records).toEqual(recordsOf(pageOfFile(file) as string));
      for (const line of text.split('\n').slice(0, -1)) expect(JSON.parse(line)).toHaveProperty('at');
    }
    receive('two', sent);
    expectWhole(fileOf('two'));
  });

  function recordsOf(page: string): LoggedRecord[] {
    return use('one', (store) => store.read((db) => recordsOnPage(db, page)));
  }
});

/** Anything in the place of anything, in a page that was good. */
const odd = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      null,
      '',
      ' ',
      0,
      -1,
      1.5,
      true,
      [],
      {},
      'x'.repeat(501),
      '9999-12-31',
      `${NOW}`,
      ID,
    ),
  },
  fc.constantFrom<unknown>(
    at('9998-12-31T23:59:59.999Z'),
    at('0001-01-01T00:00:00.000Z'),
    '\u0000',
    '\ud800',
    '-->',
    'Infinity',
  ),
  fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text)),
  fc.string({ unit: 'grapheme' }),
);
const KEYS = [...Object.keys(FIELDS), 'also', 'kind', 'nextId', 'settledAt', 'settledOn', 'lesson', 'reason', 'value'];
const names = fc.constantFrom(...KEYS, '__proto__', 'constructor', 'toString', 'toJSON', 'then', 'length');
const entries = fc.record({
  at: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(at(NOW), at('2026-11-24T08:00:00.000Z')) }, odd),
  set: fc.oneof(
    { weight: 6, arbitrary: fc.dictionary(names, odd, { maxKeys: 2 }).map((fields) => ({ ...FIELDS, ...fields })) },
    fc.dictionary(names, odd, { maxKeys: 4 }),
    odd,
  ),
  over: fc.oneof({ weight: 6, arbitrary: fc.constantFrom([], [at(NOW)]) }, odd),
});
const records = fc
  .tuple(
    fc.constantFrom('thing', 'thing', 'rest', 'setback', 'setting', '__proto__'),
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(ID, DAY, 'minimum') }, odd),
    fc.oneof({ weight: 6, arbitrary: fc.array(entries, { maxLength: 3 }) }, odd),
  )
  .map(([kind, id, log]) => `{${JSON.stringify(kind)}:${JSON.stringify(id)},"log":${JSON.stringify(log)}}`);
const cuts = fc.tuple(records, fc.nat(), fc.string({ maxLength: 3 })).map(([text, place, put]) => {
  const start = place % (text.length + 1);
  return text.slice(0, start) + put + text.slice(start + put.length);
});
const fileNames = fc.constantFrom(...[PAGE, 'days/2026/2026-11-24.md', 'setbacks.md', 'settings.md'].map(recordsFile));

test('any pages at all are taken in as far as they are valid, and every machine can read what is sent', () => {
  let taken = 0;
  const empty = fs.mkdtempSync(path.join(folder, 'empty-'));
  use(`${path.basename(empty)}/store`, (store) => store.replicate((db) => ensureSyncRow(db)));
  const begin = (name: string) => {
    fs.copyFileSync(path.join(empty, 'store.db'), fileOf(name));
    fs.mkdirSync(`${fileOf(name)}.backups`, { recursive: true });
  };
  fc.assert(
    fc.property(fc.dictionary(fileNames, fc.array(fc.oneof(records, records, cuts), { maxLength: 4 })), (all) => {
      for (const name of ['one', 'two']) begin(name);
      const pages = new Map(Object.entries(all).map(([page, lines]) => [page, lines.join('\n')]));
      const sent = receive('one', pages);
      expectWhole(fileOf('one'));
      receive('two', new Map([...pages, ...sent]));
      expectWhole(fileOf('two'));
      const rows = (name: string) =>
        withDatabase(fileOf(name), (database) =>
          ['thing', 'rest_day', 'setback', 'setting'].map((table) =>
            database.prepare(`SELECT * FROM ${table} ORDER BY 1`).all(),
          ),
        );
      taken += Number([...pages].every(([file, text]) => !readRecords(Buffer.from(text), file).isDamaged));
      expect(rows('two')).toEqual(rows('one'));
      expect({}).not.toHaveProperty('text');
    }),
    runs(300, 100_000),
  );
  // Not all of it may be damaged.
  expect(taken).toBeGreaterThan(20);
});
