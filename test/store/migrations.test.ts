import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { carryId, setbackId, thingId } from '../../src/core/record-id.ts';
import { MIGRATIONS, migrationsAfter, SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { takeMigrations } from '../../src/store/schema.ts';
import { Store } from '../../src/store/store.ts';
import { hash, makeOldStore, withDatabase } from '../support/stores.ts';

/** Stores exist that took these steps as they are. Never edit a released one: add another. */
const FROZEN: { readonly [name: string]: string } = {
  '001-days': '5999bc08ce6a00d958f90d4d4405a024ed59398f96e5a27647a7a92c3a41e862',
  '002-setbacks': '689bad8d6eafd8f0b78f31c5766c7b2faa7ffca3b1a2fc465753d1c1c5d48eb3',
  '003-journal': '963dd66fba153c8003655fd1f801f11c8e35715c224b3622d496f2dbf3e35328',
  '004-year-tally': 'd82caf0812f89552deac1b9df93419f8ef5be6d97c93a02b5f70bf239b74be24',
  '005-sync': '95ac2f921887c6c11369eb1bc0561a23017532ca269951195fa202197e2a2625',
  '006-replaced-things': 'd2cdce9581d4733f187f2741d2669d41e4cb0adf4f4dbb15f95fb48383caf5c8',
  '007-store-id': 'b94bfff4fb32eebae747553116e3be6ce1c02f5aca1658224a2e0b38317de96c',
  '008-diary-layout': 'cd8a95f03d76b344e5ea68cfaeeb1f36c311ad7190e450157622df14ab2bec7d',
  '009-usual': '86737f043b7449a6c3c265d61ec5d96244506763920e7659a3a24bbdb993f733',
  '010-week-note': 'be6ab6c2be8f227d9908b802827e928f2b2ea441b72c412fe886fd13b1ed7447',
  '011-store-ids': '3883d172264564c0add2e908229e1fdcc5a6a81512a4e77c25994355d545ec50',
  '012-generation': '34e94a7a146313caea7c17a43738344c8bfbf1d685aa39e1ab4be2a50ba43889',
  '013-moved-slots': '25749e6441605efc0195c0e03530414b38c0be93928c080e10014128d4ab4142',
  '014-by-hand': 'd764cc090c63d19f1e9f1f34aaef1c6873b198ce289243b962ea73be8b42cff0',
  '015-content-ids': '4f7b38eafc0aa6bca5e15fd2c8c429892476cf61953136609ebe406677976df1',
};

const NOW = '2026-11-23T08:00:00.000Z';
const VERSIONS = MIGRATIONS.map((_, index) => index + 1);

let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fourthings-'));
  file = path.join(folder, 'four.db');
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

function use<Result>(work: (store: Store) => Result): Result {
  const store = new Store(file, NOW, 'four test');
  try {
    return work(store);
  } finally {
    store.close();
  }
}

/** Every table, index, view and trigger, without regard to line breaks and indentation. */
function schema(of: string): unknown[] {
  return withDatabase(of, (database) =>
    database
      .prepare<[], { name: string; sql: string | null }>(
        'SELECT type, name, sql FROM sqlite_schema ORDER BY type, name',
      )
      .all()
      .map(({ sql, ...object }) => ({ ...object, sql: sql?.replaceAll(/\s+/g, ' ') })),
  );
}

function rows(sql: string): unknown[] {
  return withDatabase(file, (database) => database.prepare(sql).all());
}

test('each step is a file, and each file is a step', () => {
  expect(fs.readdirSync(new URL('../../src/store/migrations', import.meta.url)).sort()).toEqual(
    MIGRATIONS.map((name) => `${name}.sql`),
  );
  expect(MIGRATIONS.map((name) => Number.parseInt(name, 10))).toEqual(VERSIONS);
});

test('no released step has been edited', () => {
  const hashes = migrationsAfter(0).map((sql, index) => [MIGRATIONS[index], hash(sql)]);
  expect(Object.fromEntries(hashes)).toEqual(FROZEN);
});

describe.each(VERSIONS)('a store of version %i', (version) => {
  beforeEach(() => {
    makeOldStore(file, version);
    use((store) => store.days.list({}));
  });

  test('gets the schema of a new store', () => {
    const fresh = path.join(folder, 'new.db');
    withDatabase(fresh, (database) => takeMigrations(database, 0));
    expect(schema(file)).toEqual(schema(fresh));
    expect(rows('PRAGMA user_version')).toEqual([{ user_version: SCHEMA_VERSION }]);
    expect(rows('PRAGMA foreign_key_check')).toEqual([]);
  });

  test('keeps every day, setback, setting, usual text and note', () => {
    const isDone = version >= 3;
    expect(use((store) => store.days.list({}))).toEqual([
      {
        day: '2026-11-22',
        rest: null,
        things: [
          {
            ...thing(4, 1, 'Write the post'),
            doneAt: isDone ? '2026-11-22T18:00:00.000Z' : null,
            carriedFrom: id(1),
            carried: 1,
          },
          ...(version >= 5 ? [{ ...thing(7, null, 'Swim'), also: 'Swim a mile' }] : []),
        ],
      },
      { day: '2026-11-21', rest: { reason: 'Family' }, things: [] },
      {
        day: '2026-11-20',
        rest: null,
        things: [
          thing(1, 1, 'Write the post'),
          { ...thing(2, 2, 'Run'), doneAt: '2026-11-20T18:00:00.000Z', did: '5 km' },
          { ...thing(3, null, "Fix Ana's printer"), doneAt: '2026-11-20T19:00:00.000Z', unplanned: true },
        ],
      },
    ]);
    const setbacks = [
      {
        id: id(6),
        day: '2026-11-22',
        text: 'The keys',
        lesson: null,
        kind: null,
        next: null,
        settledAt: null,
        settledOn: null,
      },
      {
        id: id(5),
        day: '2026-11-20',
        text: 'The Acme sale',
        lesson: 'Call earlier',
        kind: 'correct',
        next: {
          id: id(4),
          day: '2026-11-22',
          slot: 1,
          text: 'Write the post',
          doneAt: isDone ? '2026-11-22T18:00:00.000Z' : null,
        },
        settledAt: '2026-11-22T08:00:00.000Z',
        settledOn: '2026-11-22',
      },
    ];
    expect(use((store) => store.setbacks.list())).toEqual(version >= 2 ? setbacks : []);
    expect(use((store) => store.settings.stored())).toEqual(new Map([['minimum', '2']]));
    const usual = { id: 'plan the week', text: 'Plan the week', days: ['mon', 'last'] };
    expect(use((store) => store.usuals.list())).toEqual(version >= 9 ? [usual] : []);
    const note = { week: '2026-11-23', text: 'Call before you write' };
    expect(use((store) => store.weekNotes.list())).toEqual(version >= 10 ? [note] : []);
  });

  test('has its days counted', () => {
    const [year] = use((store) => store.totals.years());
    // 20 November is day 324 of 2026: two things done, then a rest day, then what was done on the 22nd.
    const digits = `${'0'.repeat(323)}25${version >= 3 ? 1 : 0}`;
    expect(year).toEqual({ year: 2026, days: digits.padEnd(366, '0') });
  });

  test('can undo the last change it has journalled', () => {
    const undone = use((store) => store.undo(1));
    expect(undone.map(({ command }) => command)).toEqual(version >= 3 ? ['four done 1'] : []);
    const day = use((store) => store.days.load('2026-11-22' as Day));
    expect(day.things.map(({ doneAt }) => doneAt)).toEqual(version >= 5 ? [null, null] : [null]);
    expect(use((store) => store.redo(1)).map(({ id }) => id)).toEqual(undone.map(({ id }) => id));
  });

  test('keeps what a sync has noted', () => {
    const isSynced = version >= 5;
    expect(rows('SELECT remote, captured FROM sync')).toEqual([
      isSynced ? { remote: 'https://example.org/diary.git', captured: 2 } : { remote: null, captured: 0 },
    ]);
    expect(rows('SELECT kind, id, sent FROM replica')).toEqual(
      isSynced ? [{ kind: 'rest', id: '2026-11-21', sent: 1 }] : [],
    );
  });
});

const isTaken = () => false;
const ORIGIN = thingId('2026-11-20' as Day, 'Write the post', isTaken);
const IDS = [
  ORIGIN,
  thingId('2026-11-20' as Day, 'Run', isTaken),
  thingId('2026-11-20' as Day, "Fix Ana's printer", isTaken),
  carryId('2026-11-22' as Day, ORIGIN, isTaken),
  setbackId('2026-11-20' as Day, 'The Acme sale', 1, isTaken),
  setbackId('2026-11-22' as Day, 'The keys', 1, isTaken),
  thingId('2026-11-22' as Day, 'Swim', isTaken),
];

/** The id that a record of the old stores has got: they were made with numbers. */
function id(number: number): string {
  return IDS[number - 1] ?? '';
}

function thing(number: number, slot: number | null, text: string) {
  return { id: id(number), slot, text, doneAt: null, did: null, carriedFrom: null, carried: 0, unplanned: false };
}
