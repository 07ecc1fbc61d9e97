import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import type { Setback } from '../../src/core/setback.ts';
import type { SettingKey } from '../../src/core/settings.ts';
import { parseText } from '../../src/core/text.ts';
import type { DayRecord, Thing } from '../../src/core/thing.ts';
import { newUsual, type Usual } from '../../src/core/usual.ts';
import type { WeekNote } from '../../src/core/week-note.ts';
import { Store } from '../../src/store/store.ts';
import { at } from '../support/calendar.ts';
import { useHome } from '../support/four.ts';
import fc from '../support/property.ts';
import { histories, newId, texts } from '../support/records.ts';
import { runs } from '../support/scale.ts';
import { contents, dump, QUICK } from '../support/stores.ts';

const home = useHome();

/** Texts that have a meaning in one of the formats, or to a program that shows them. */
const HOSTILE = [
  '=HYPERLINK("https://example.org";"x")',
  "'=1+1",
  "''@x",
  '+1 -1',
  '@SUM(A1)',
  '＝1+1',
  'a,b;c "d"',
  '"',
  'x 2026-01-01 2026-01-02 (A) text',
  '(A) first',
  'x done',
  '2026-01-01 2026-01-02 report',
  'due:2026-01-01 four:1',
  'four:+',
  '</script><script>alert(1)</script>',
  '[x] *a* _b_ `c` # d [[e]] <f> \\g',
  '1. one',
  '- two',
  '---',
  '{"day":"2026-01-01"}',
  ']}',
  '\\"',
  'ünïcödé 四つ 👩‍👩‍👧',
  'yes',
].map((text) => parseText(text));

const anyText = fc.oneof(texts, fc.constantFrom(...HOSTILE));

interface Contents {
  readonly records: readonly DayRecord[];
  readonly setbacks: readonly Setback[];
  readonly settings: readonly (readonly [SettingKey, string])[];
  readonly usuals: readonly Usual[];
  readonly weekNotes: readonly WeekNote[];
}

const settings = fc
  .record(
    {
      'day-start': fc.constantFrom('04:00', '00:00'),
      'week-start': fc.constantFrom('sunday', 'monday'),
      minimum: fc.constantFrom('1', '3', '4'),
      labels: fc.constantFrom('body mind heart spirit'),
    },
    { requiredKeys: [] },
  )
  .map((set) => Object.entries(set) as [SettingKey, string][]);

/** Any store: with things that continue others in any order, and setbacks with and without a thing that corrects them. */
const stores: fc.Arbitrary<Contents> = fc
  .record({
    history: histories(7, anyText),
    links: fc.array(fc.record({ from: fc.nat(99), to: fc.nat(99) }), { maxLength: 5 }),
    lost: fc.array(
      fc.record({
        text: anyText,
        lesson: fc.option(anyText),
        way: fc.constantFrom('open', 'let-go', 'correct', 'dropped'),
        day: fc.nat(20),
        later: fc.nat(3),
        next: fc.nat(99),
      }),
      { maxLength: 4 },
    ),
    settings,
    usuals: fc.array(fc.record({ text: anyText, days: fc.subarray(['mon', 'sun', '1', 'last'], { minLength: 1 }) }), {
      maxLength: 3,
    }),
    weekNotes: fc.uniqueArray(fc.record({ week: fc.nat(20).map(at), text: anyText }), {
      maxLength: 3,
      selector: ({ week }) => week,
    }),
  })
  .map(({ history, links, lost, settings, usuals, weekNotes }) => {
    const all = history.records.flatMap(({ things }) => things);
    const origins = new Map<string, Thing>();
    for (const { from, to } of links)
      if (all.length > 0) origins.set(all[from % all.length]?.id ?? '', all[to % all.length] as Thing);
    const linked = (thing: Thing): Thing => {
      const origin = origins.get(thing.id);
      return origin && origin.id !== thing.id
        ? { ...thing, carriedFrom: origin.id, carried: thing.carried + 1 }
        : thing;
    };
    const records = history.records.map((record) => ({ ...record, things: record.things.map(linked) }));
    const setbacks = lost.map(({ text, lesson, way, day, later, next }): Setback => {
      const on = at(history.first + day);
      const one = { id: newId(), day: on, text, lesson, kind: null, next: null, settledAt: null, settledOn: null };
      if (way === 'open') return one;
      const settled = { settledAt: `${on}T20:00:00.000Z`, settledOn: at(history.first + day + later) };
      const thing = way === 'correct' ? all[next % all.length] : undefined;
      return {
        ...one,
        ...settled,
        kind: way === 'let-go' ? 'let-go' : 'correct',
        next: thing ? { id: thing.id, day: on, slot: thing.slot, text: thing.text, doneAt: null } : null,
      };
    });
    return { records, setbacks, settings, usuals: usuals.map(({ text, days }) => newUsual(text, days)), weekNotes };
  });

function fill(file: string, { records, setbacks, settings, usuals, weekNotes }: Contents): void {
  const store = new Store(file, '2026-11-23T08:00:00.000Z', 'four test');
  try {
    store.change(() => {
      for (const record of records) store.days.save(store.days.load(record.day), record);
      for (const setback of setbacks) store.setbacks.save(setback);
      for (const [key, value] of settings) store.settings.save(key, value);
      for (const usual of usuals) store.usuals.save(usual);
      for (const note of weekNotes) store.weekNotes.save(note);
    });
  } finally {
    store.close();
  }
}

/** Runs `check` with the paths of two stores: the first has any contents, the second does not exist yet. */
async function everyStore(check: (one: string, other: string, filled: Contents) => Promise<void>): Promise<void> {
  const property = fc.asyncProperty(stores, async (filled) => {
    const folder = fs.mkdtempSync(path.join(QUICK, 'four-'));
    try {
      const [one, other] = [path.join(folder, 'one.db'), path.join(folder, 'other.db')];
      fill(one, filled);
      await check(one, other, filled);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
  await fc.assert(property, runs(60, 2000));
}

async function exported(store: string, format = 'json', ...words: string[]): Promise<string> {
  const result = await home.four('--db', store, 'export', '--format', format, ...words);
  expect({ ...result, stdout: '' }).toEqual({ stdout: '', stderr: '', status: 0 });
  return result.stdout;
}

async function imported(store: string, text: string, ...words: string[]) {
  home.stdin = text;
  return home.json<{ read: number; imported: number; known: number; leftOut: unknown[] }>(
    '--db',
    store,
    'import',
    '-',
    ...words,
  );
}

describe('json', () => {
  test('exports the same bytes again after an import into an empty store', async () => {
    await everyStore(async (one, other) => {
      const json = await exported(one);
      const { read, imported: taken, known, leftOut } = await imported(other, json);
      expect({ leftOut, known, missing: read - taken }).toEqual({ leftOut: [], known: 0, missing: 0 });
      expect(await exported(other)).toBe(json);
    });
  });

  test('fills both stores with the same rows', async () => {
    await everyStore(async (one, other, { settings }) => {
      await imported(other, await exported(one));
      const plain = (file: string) =>
        JSON.parse(JSON.stringify(dump(file) ?? {}, (key, value) => (key === 'updated_at' ? 0 : value)));
      const { setting: _, ...before } = plain(one);
      const { setting, ...after } = plain(other);
      const nothing = { thing: [], rest_day: [], setback: [], usual: [], week_note: [] };
      expect({ ...nothing, ...after }).toEqual({ ...nothing, ...before });
      expect(setting?.length ?? 0).toBeLessThanOrEqual(settings.length);
    });
  });

  test('adds nothing to the store it comes from, and keeps later changes', async () => {
    await everyStore(async (one, _, { records }) => {
      const json = await exported(one);
      const [thing] = records.flatMap(({ things }) => things);
      if (thing)
        fill(one, {
          records: records.map((record) => ({
            ...record,
            things: record.things.map((other) => (other.id === thing.id ? { ...other, text: 'Reworded' } : other)),
          })),
          setbacks: [],
          settings: [],
          usuals: [],
          weekNotes: [],
        });
      const before = contents(one);
      const { imported: taken, leftOut } = await imported(one, json);
      expect({ taken, leftOut }).toEqual({ taken: 0, leftOut: [] });
      expect(contents(one)).toEqual(before);
    });
  });

  test('exports a span of days as they are in the whole export', async () => {
    await everyStore(async (one, _, { records }) => {
      const days = (text: string) => (JSON.parse(text) as { days: { day: Day }[] }).days;
      const [from, to] = [records[1]?.day ?? at(500), records.at(-2)?.day ?? at(600)];
      if (to < from) return;
      const whole = days(await exported(one)).filter(({ day }) => day >= from && day <= to);
      expect(days(await exported(one, 'json', '--from', from, '--to', to))).toEqual(whole);
    });
  });
});

describe.each(['csv', 'todotxt'])('%s', (format) => {
  test('exports the same text again after an import into an empty store', async () => {
    await everyStore(async (one, other) => {
      home.env.TZ = 'UTC';
      const text = await exported(one, format);
      if (text === '') return;
      const { read, imported: taken, leftOut } = await imported(other, text, '--from', format);
      expect({ leftOut, missing: read - taken }).toEqual({ leftOut: [], missing: 0 });
      expect(await exported(other, format)).toBe(text);
      const again = await imported(other, text, '--from', format);
      expect(again).toMatchObject({ imported: 0, known: read });
      const own = await imported(one, text, '--from', format);
      expect(own).toMatchObject({ imported: 0, known: read });
    });
  });
});

test('md: exports the same text again after an import into an empty store, but for setbacks and what finds no slot', async () => {
  await everyStore(async (one, other, filled) => {
    home.env.TZ = 'UTC';
    const without = one.replace(/one\.db$/, 'without.db');
    fill(without, { ...filled, setbacks: [] });
    const text = await exported(without, 'md');
    const { leftOut } = await imported(other, text, '--from', 'md');
    const reasons = (leftOut as { reason: string }[]).map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason !== 'all four slots are taken')).toEqual([]);
    if (reasons.length === 0) expect(await exported(other, 'md')).toBe(text);
    expect(await imported(other, text)).toMatchObject({ imported: 0 });
    const own = await imported(without, text);
    expect(own.imported).toBe(0);
  });
});
