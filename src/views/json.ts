import type { Day } from '../core/day.ts';
import { counts, totalOf } from '../core/day-status.ts';
import { maskSecrets } from '../core/remote-address.ts';
import { daysToSettle, type Setback } from '../core/setback.ts';
import { SETTING_KEYS, SETTINGS, type SettingKey, type Settings } from '../core/settings.ts';
import { averageDays, longestDays, type Streak } from '../core/streak.ts';
import type { DayRecord, Thing } from '../core/thing.ts';
import { isUsualOn, type Usual } from '../core/usual.ts';
import type { WeekSummary } from '../core/week.ts';
import type { Why } from '../core/why.ts';
import type { YearSummary } from '../core/year.ts';

/** One JSON document on a line of its own. */
export function toJson(value: unknown): string {
  return `${jsonText(value)}\n`;
}

/** An array as pieces of one document, for lists that would fill the memory. */
export function* toJsonList(values: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const value of values) {
    yield before + jsonText(value);
    before = ',';
  }
  yield before === '[' ? '[]\n' : ']\n';
}

/** JSON that is safe to print on a terminal: control and direction characters are escaped. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, escapeCode);
}

function escapeCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

export function dayJson(record: DayRecord, { minimum }: Settings, today: Day) {
  const total = totalOf(record);
  const { day, planned, done, rest } = total;
  const things = record.things.map(thingJson);
  return { day, things, planned, done, counts: counts(total, { minimum, today }), rest };
}

/** `also` is there only if two machines gave the thing different texts. */
export function thingJson({ slot, text, also, doneAt, did, carried }: Thing) {
  return { slot, text, ...(also !== undefined && { also }), done: doneAt !== null, doneAt, did, carried };
}

/** `why` is there only for `--why`. */
export function streakJson({ today, minimum, current, last, longest, days, gaps, gap }: Streak, why?: Why | null) {
  return {
    today,
    minimum,
    current,
    longest,
    days,
    comebacks: {
      count: gaps.length,
      averageDays: averageDays(gaps),
      longestDays: longestDays(gaps),
      last: last && gaps.length > 0 ? { day: last.from, days: gaps.at(-1) } : null,
    },
    gap,
    ...(why && { why }),
  };
}

/** `note` and `nextNote` are there only if there is such a note. */
export function weekJson(week: WeekSummary, settings: Settings) {
  const { from, to, days, done, planned, counted, rest, previous, streak, mostCarried, setbacks, labels } = week;
  const { note, nextNote } = week;
  return {
    from,
    to,
    days: days.map((day) => dayJson(day, settings, streak.today)),
    done,
    planned,
    counted,
    rest,
    previous,
    streak: streakJson(streak),
    setbacks: setbacks.map(setbackJson),
    mostCarried: mostCarried && { text: mostCarried.text, carried: mostCarried.carried },
    labels,
    ...(note !== null && { note }),
    ...(nextNote !== null && { nextNote }),
  };
}

export function setbackJson(setback: Setback) {
  const { id, day, text, lesson, kind, next, settledAt } = setback;
  return {
    id,
    day,
    text,
    lesson,
    kind,
    next: next && { day: next.day, slot: next.slot, text: next.text, done: next.doneAt !== null },
    settledAt,
    daysToSettle: daysToSettle(setback),
    correctedAt: next?.doneAt ?? null,
  };
}

/** `today` says whether it is offered today. */
export function usualJson(usual: Usual, today: Day) {
  const { text, days } = usual;
  return { text, days, today: isUsualOn(usual, today) };
}

export function yearJson(year: YearSummary, { minimum }: Settings, today: Day) {
  const days = year.days.map((total) => ({
    day: total.day,
    planned: total.planned,
    done: total.done,
    counts: counts(total, { minimum, today }),
    rest: total.rest,
  }));
  const { done, planned, counted, active, rest, bestStreak, labels } = year;
  return { year: year.year, days, done, planned, counted, active, rest, bestStreak, labels };
}

const PLAIN_VALUES: readonly (keyof Settings)[] = ['minimum', 'labels', 'syncAuto'];

/** Settings by their names in camelCase; times and weekdays as `four config` takes them. */
export function settingsJson(settings: Settings, keys: readonly SettingKey[] = SETTING_KEYS) {
  const values = keys.map((key) => {
    const { name, format } = SETTINGS[key];
    const value = settings[name];
    if (name === 'syncRemote') return [name, settings.syncRemote && maskSecrets(settings.syncRemote)];
    return [name, PLAIN_VALUES.includes(name) ? value : format(value)];
  });
  return Object.fromEntries(values);
}
