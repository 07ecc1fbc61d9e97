import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Day, Weekday } from '../src/core/day.ts';
import { newSetback, type Setback, settle } from '../src/core/setback.ts';
import { readSettings, type Settings } from '../src/core/settings.ts';
import { type Comeback, streakOf } from '../src/core/streak.ts';
import type { DayRecord } from '../src/core/thing.ts';
import { weekSummary } from '../src/core/week.ts';
import { yearSummary } from '../src/core/year.ts';
import { openDatabase } from '../src/store/driver.ts';
import { Store } from '../src/store/store.ts';
import { dayJson, setbackJson, streakJson, weekJson, yearJson } from '../src/views/json.ts';
import { calendar, iso, shift, weekday } from './support/calendar.ts';
import { type DayJson, useHome } from './support/four.ts';
import fc from './support/property.ts';
import { newId, recordsOf } from './support/records.ts';

const home = useHome();
const { json } = home;

const NOW = '2026-11-23T08:00:00.000Z';

type LogJson = DayJson & { readonly setbacks: readonly unknown[] };
type YearJson = ReturnType<typeof yearJson>;
type WeekJson = ReturnType<typeof weekJson> & { readonly comebacks: readonly Comeback[] };
type StreakJson = ReturnType<typeof streakJson>;

/** What the commands say of one history, in their --json. */
class Told {
  readonly log: readonly LogJson[];
  readonly streak: StreakJson;
  readonly #store: Store;
  readonly #settings: Settings;
  readonly #today: Day;
  readonly #byDay: ReadonlyMap<string, LogJson>;

  constructor(store: Store, settings: Settings, today: Day) {
    this.#store = store;
    this.#settings = settings;
    this.#today = today;
    const setbacks = store.setbacks.list();
    this.log = store.days
      .list({})
      .reverse()
      .map((record) => ({
        ...dayJson(record, settings, today),
        setbacks: setbacks.filter(({ day }) => day === record.day).map(setbackJson),
      }));
    this.#byDay = new Map(this.log.map((day) => [day.day, day]));
    this.streak = streakJson(streakOf(store.totals.years(), settings.minimum, today));
  }

  year(year: number): YearJson {
    return yearJson(yearSummary(year, this.#settings, this.#today, this.#store), this.#settings, this.#today);
  }

  week(day: Day): WeekJson {
    const week = weekSummary(day, this.#settings, this.#today, this.#store);
    return { ...weekJson(week, this.#settings), comebacks: week.comebacks };
  }

  /** What the log says of a span of days. */
  logged(from: Day | null, to: Day | null): LogJson[] {
    if (from === null || to === null) return [];
    return calendar(from, to).flatMap((day) => this.#byDay.get(day) ?? []);
  }
}

function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((all, item) => all + value(item), 0);
}

function totals(days: readonly DayJson[]) {
  return {
    done: sum(days, ({ done }) => done),
    planned: sum(days, ({ planned }) => planned),
    counted: days.filter(({ counts }) => counts).length,
    rest: days.filter(({ rest }) => rest).length,
  };
}

const LABELS = ['body', 'mind', 'heart', 'spirit'];

/** What the log says of each slot. */
function byLabel(days: readonly DayJson[]) {
  return LABELS.map((label, index) => {
    const things = days.flatMap((day) => day.things).filter(({ slot }) => slot === index + 1);
    return { label, done: things.filter(({ done }) => done).length, planned: things.length };
  });
}

type Run = { readonly days: number; readonly from: Day; readonly to: Day };

/** Whether a streak is one by the log: every day of it counts or is of rest, and so many of them count. */
function expectRun(told: Told, run: Run | null): void {
  if (run === null) return;
  const days = told.logged(run.from, run.to);
  expect(days).toHaveLength(calendar(run.from, run.to).length);
  expect(days.filter(({ counts, rest }) => !counts && !rest)).toEqual([]);
  expect(days.filter(({ counts }) => counts)).toHaveLength(run.days);
  expect([days[0]?.counts, days.at(-1)?.counts]).toEqual([true, true]);
}

function expectYearAgrees(told: Told, year: YearJson, today: Day): void {
  const days = told.logged(iso(year.year, 1, 1), iso(year.year, 12, 31));
  const { year: _, days: shown, active, bestStreak, labels, ...figures } = year;
  expect(shown).toEqual(days.map(({ day, planned, done, counts, rest }) => ({ day, planned, done, counts, rest })));
  expect(figures).toEqual(totals(days));
  if (labels) expect(labels).toEqual(byLabel(days));
  expect(active).toBe(days.filter(({ day, done }) => day <= today && done > 0).length);
  expectRun(told, bestStreak);
  const { longest } = told.streak;
  if (bestStreak) expect(longest?.days).toBeGreaterThanOrEqual(bestStreak.days);
  // A streak that lies in the year is one of the year's.
  for (const run of [told.streak.current, longest]) {
    if (run?.from.startsWith(String(year.year)) && run.to.startsWith(String(year.year)))
      expect(bestStreak?.days).toBeGreaterThanOrEqual(run.days);
  }
}

function expectWeekAgrees(told: Told, week: WeekJson): void {
  const nothing = { things: [], planned: 0, done: 0, counts: false, rest: false };
  const logged = told.logged(week.from, week.to);
  const { done, planned, counted, rest, previous, days, streak } = week;
  expect(days).toEqual(
    calendar(week.from, week.to).map((day) => {
      const { setbacks: _, ...found } = logged.find((one) => one.day === day) ?? { day, ...nothing, setbacks: [] };
      return found;
    }),
  );
  expect({ done, planned, counted, rest }).toEqual(totals(logged));
  expect(previous).toEqual({
    from: previous.from,
    to: previous.to,
    ...totals(told.logged(previous.from, previous.to)),
  });
  expect(week.setbacks).toEqual(logged.toReversed().flatMap(({ setbacks }) => setbacks));
  if (week.to >= told.streak.today) expect(streak).toEqual(told.streak);
  else expect(streak.today).toBe(week.to);
  if (week.labels) expect(week.labels).toEqual(byLabel(logged));
}

function expectStreakAgrees(told: Told, today: Day): void {
  const { streak, log } = told;
  const past = log.filter(({ day }) => day <= today);
  const counting = past.filter(({ counts }) => counts);
  const [first] = counting;
  const kept = past.filter(({ day, counts, rest }) => first && day >= first.day && day < today && (counts || rest));
  const yesterday = shift(today, -1);
  const lived = first && (first.day as Day) <= yesterday ? calendar(first.day as Day, yesterday).length : 0;
  expect(streak.days).toEqual({
    counted: totals(log).counted,
    active: past.filter(({ done }) => done > 0).length,
    rest: totals(past).rest,
    missed: lived - kept.length,
  });
  expectRun(told, streak.current);
  expectRun(told, streak.longest);
  expect(streak.longest === null).toBe(counting.length === 0);
  expect(streak.current === null).toBe(counting.length === 0 || streak.gap > 0);
}

describe('the log, the weeks, the years and the streak agree', () => {
  // Two months around the end of a year, with today among them or a little outside.
  const DAYS = 62;
  const lost = fc.record({
    place: fc.nat(DAYS - 1),
    end: fc.constantFrom('open', 'let go', 'corrected'),
    after: fc.nat(9),
  });
  const history = fc.integer({ min: 1971, max: 2103 }).chain((year) => {
    const days = calendar(iso(year, 12, 1), shift(iso(year, 12, 1), DAYS - 1));
    const good = (day: Day) => recordsOf(day).map((record) => withAllDone(record));
    const records = days.map((day) => fc.option(fc.oneof(recordsOf(day), good(day)), { freq: 6, nil: undefined }));
    return fc.record({
      days: fc.constant(days),
      records: fc.tuple(...records).map((all) => all.filter((record) => record !== undefined)),
      setbacks: fc.array(lost, { maxLength: 4 }),
      today: fc.integer({ min: -3, max: DAYS + 3 }).map((place) => shift(days[0] as Day, place)),
      minimum: fc.integer({ min: 1, max: 4 }),
      weekStart: fc.nat(6).map((weekday) => weekday as Weekday),
    });
  });

  test('for any history', () => {
    let file = 0;
    fc.assert(
      fc.property(history, ({ days, records, setbacks, today, minimum, weekStart }) => {
        file += 1;
        const store = new Store(path.join(home.folder, `${file}.db`), NOW, 'test');
        try {
          store.change(() => fill(store, records, days, setbacks));
          const told = new Told(store, { ...readSettings(new Map()), minimum, weekStart, labels: LABELS }, today);
          const [first, last] = [days[0] as Day, days.at(-1) as Day];
          const years = [told.year(Number(first.slice(0, 4))), told.year(Number(last.slice(0, 4)))];
          const weeks = weeksOf(first, last, weekStart).map((day) => told.week(day));

          expectStreakAgrees(told, today);
          for (const year of years) expectYearAgrees(told, year, today);
          for (const week of weeks) expectWeekAgrees(told, week);

          // Together the years and the weeks are the whole of it.
          const whole = totals(told.log);
          for (const parts of [years, weeks])
            for (const figure of ['done', 'planned', 'counted', 'rest'] as const)
              expect(sum<YearJson | WeekJson>(parts, (part) => part[figure])).toBe(whole[figure]);
          expect(sum(years, ({ active }) => active)).toBe(told.streak.days.active);
          const inSlots = sum(byLabel(told.log), ({ done }) => done);
          for (const parts of [years, weeks])
            expect(sum<YearJson | WeekJson>(parts, ({ labels }) => sum(labels ?? [], ({ done }) => done))).toBe(
              inSlots,
            );

          // Every miss is one of a gap: of one that has ended, or of the one that is open.
          const { comebacks, gap } = told.streak;
          const all = weeks.flatMap((week) => week.comebacks);
          expect(sum(all, ({ days }) => days) + gap).toBe(told.streak.days.missed);
          expect(comebacks).toMatchObject({ count: all.length, last: all.at(-1) ?? null });
          expect(comebacks.longestDays).toBe(all.length === 0 ? null : Math.max(...all.map(({ days }) => days)));
        } finally {
          store.close();
        }
      }),
      { numRuns: 25 },
    );
  });

  test('for a hundred years', async () => {
    const days = calendar(iso(2003, 1, 1), iso(2102, 12, 31));
    const today = days.at(-1) as Day;
    const settings = readSettings(new Map());
    fillQuickly(days);
    const store = new Store(home.storeFile(), NOW, 'test');
    try {
      const told = new Told(store, settings, today);
      expect(told.log).toHaveLength(days.filter((_, index) => kindOf(index) !== 'nothing').length);
      expectStreakAgrees(told, today);

      const years = Array.from({ length: 100 }, (_, index) => told.year(2003 + index));
      for (const year of years) expectYearAgrees(told, year, today);
      expect(sum(years, ({ done }) => done)).toBe(totals(told.log).done);
      expect(sum(years, ({ counted }) => counted)).toBe(told.streak.days.counted);
      expect(sum(years, ({ active }) => active)).toBe(told.streak.days.active);
      expect(sum(years, ({ rest }) => rest)).toBe(told.streak.days.rest);
      const some = weeksOf(days[0] as Day, today, 1).filter((_, index) => index % 500 === 0);
      for (const day of [...some, today]) expectWeekAgrees(told, told.week(day));

      // The commands say the same.
      home.at(`${today}T21:00`);
      expect(await json('streak')).toEqual(told.streak);
      expect(await json('year')).toEqual(years.at(-1));
      expect(await json('year', '2003')).toEqual(years[0]);
      expect(await json('log', '-n', '400')).toEqual(told.log.slice(-400).reverse());
      const { comebacks: _, ...week } = told.week(today);
      expect(await json('week')).toEqual(week);
    } finally {
      store.close();
    }
  });
});

test('a day that has not come counts nowhere, even with four things done', async () => {
  // Done where it is a day later already, and then seen from here.
  home.at('2026-11-24T08:00');
  await home.four('plan', 'Run', 'Write', 'Call', 'Fix');
  await home.four('done', 'all');
  home.at('2026-11-23T08:00');
  expect((await home.four('-d', 'tomorrow')).stdout).toContain('\n  4 done.\n');
  expect(await json('-d', 'tomorrow')).toMatchObject({ done: 4, counts: false });
  expect(await json('week')).toMatchObject({ done: 4, counted: 0, streak: { current: null } });
  const { stdout: week } = await home.four('week');
  expect(week).toContain('▣');
  expect(week).not.toContain('■');
  expect(await json('year')).toMatchObject({ done: 4, counted: 0, active: 0, bestStreak: null });
  expect((await home.four('year')).stdout).toMatch(/^ {2}Tue[^█]*▒/m);
  expect(await json('streak')).toMatchObject({ current: null, days: { counted: 0, active: 0 } });
  home.at('2026-11-24T08:00');
  expect((await home.four()).stdout).toContain('\n  4 done. The day counts.\n');
  expect(await json('streak')).toMatchObject({ current: { days: 1 } });
});

function withAllDone(record: DayRecord): DayRecord {
  return { ...record, things: record.things.map((thing) => ({ ...thing, doneAt: thing.doneAt ?? NOW })) };
}

function weeksOf(first: Day, last: Day, weekStart: Weekday): Day[] {
  return calendar(shift(first, -6), last).filter((day) => weekday(day) === weekStart);
}

/** Inside `change`. */
function fill(
  store: Store,
  records: readonly DayRecord[],
  days: readonly Day[],
  setbacks: readonly { place: number; end: string; after: number }[],
): void {
  for (const record of records) store.days.save({ ...record, things: [], rest: null }, record);
  const [thing] = records.flatMap((record) => record.things.map((one) => ({ ...one, day: record.day })));
  for (const { place, end, after } of setbacks) {
    const open: Setback = newSetback(newId(), days[place] as Day, `Lost ${place}`, after % 2 === 0 ? null : 'A lesson');
    const next = thing && {
      id: thing.id,
      day: thing.day,
      slot: thing.slot,
      text: thing.text,
      doneAt: thing.doneAt,
    };
    const how = end === 'corrected' && next ? next : null;
    store.setbacks.save(end === 'open' ? open : settle(open, how, shift(open.day, after), NOW));
  }
}

/** A life with good runs, rest, lean days and none. */
function kindOf(index: number): 'nothing' | 'rest' | 'lean' | 'good' {
  if (index % 37 === 30 || index % 101 > 97) return 'nothing';
  if (index % 7 === 6) return 'rest';
  return index % 53 === 50 ? 'lean' : 'good';
}

/** Four things a day, in one transaction and past the journal. */
function fillQuickly(days: readonly Day[]): void {
  const empty = new Store(home.storeFile(), NOW, 'test');
  empty.change(() => undefined);
  empty.close();
  const database = openDatabase(home.storeFile());
  const addThing = database.prepare(
    `INSERT INTO thing (id, day, slot, text, done_at, carried, updated_at) VALUES (?, ?, ?, 'Run', ?, 0, '${NOW}')`,
  );
  const addRest = database.prepare(`INSERT INTO rest_day (day, updated_at) VALUES (?, '${NOW}')`);
  const addAll = database.transaction(() => {
    for (const [index, day] of days.entries()) {
      const kind = kindOf(index);
      if (kind === 'rest') addRest.run(day);
      else if (kind !== 'nothing')
        for (const slot of [1, 2, 3, 4])
          addThing.run(newId(), day, slot, kind === 'lean' && slot > 2 ? null : `${day}T12:00:00.000Z`);
    }
  });
  addAll.immediate();
  database.close();
}
