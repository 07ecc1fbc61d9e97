import { addDays, type Day, monthOf, parseWeekday, WEEKDAYS, type Weekday, weekdayOf } from './day.ts';
import { CommandError, UsageError } from './errors.ts';
import { fold } from './text.ts';

/** A text that is offered in the morning, on some days. */
export interface Usual {
  /** The text folded: two machines that add the same text add the same one. */
  readonly id: string;
  readonly text: string;
  /** In the order of the week, then of the month; none if another program has stored what is no day. */
  readonly days: readonly UsualDay[];
}

/** `mon` to `sun`, `1` to `31` for a day of the month, or `last` for its last day. */
export type UsualDay = string;

/** From Monday on, whatever the week begins with. */
const WEEK: readonly UsualDay[] = [...WEEKDAYS.slice(1), ...WEEKDAYS.slice(0, 1)].map((name) => name.slice(0, 3));
const DATES: readonly UsualDay[] = Array.from({ length: 31 }, (_, index) => String(index + 1));
const LAST: UsualDay = 'last';

export const EVERY_DAY = WEEK;
export const WORKDAYS = WEEK.slice(0, 5);
export const WEEKEND = WEEK.slice(5);

const GROUPS: ReadonlyMap<string, readonly UsualDay[]> = new Map([
  ['daily', EVERY_DAY],
  ['every day', EVERY_DAY],
  ['weekday', WORKDAYS],
  ['weekend', WEEKEND],
]);

export function newUsual(text: string, days: readonly UsualDay[]): Usual {
  // A text of accents alone folds to nothing.
  return { id: fold(text) || text, text, days };
}

/**
 * Reads days as people write them: `mon,thu`, `weekdays`, `mon-fri`, `1`, `15th`, `last`. Undefined for anything else, like
 * `last friday`.
 */
export function parseUsualDays(words: string): readonly UsualDay[] | undefined {
  const parts = words.toLowerCase().split(/,|\band\b/);
  const named = parts.flatMap((part) => daysOfPart(part.trim().replace(/^((on|every|the) )+(?!day$)/, '')));
  if (named.includes(undefined)) return undefined;
  return [...WEEK, ...DATES, LAST].filter((day) => named.includes(day));
}

/** What one part of a list names; an undefined element where it names nothing. */
function daysOfPart(part: string): readonly (UsualDay | undefined)[] {
  const group = GROUPS.get(part.replace(/s$/, ''));
  if (group) return group;
  const [, first, last] = /^(\w+) ?- ?(\w+)$/.exec(part) ?? [];
  if (first !== undefined && last !== undefined) return rangeOf(dayNamed(first), dayNamed(last));
  const words = part.split(/\s+/);
  return words.length > 1 && words.every((word) => parseWeek(word)) ? words.map(parseWeek) : [dayNamed(part)];
}

function dayNamed(words: string): UsualDay | undefined {
  const [date] = /^\d{1,2}(?=(st|nd|rd|th)?( of the month)?$)/.exec(words) ?? [];
  if (date !== undefined) return DATES.find((one) => one === String(Number(date)));
  return /^last( day)?( of the month)?$/.test(words) ? LAST : parseWeek(words);
}

/** `mon`, `monday`, `mondays` */
function parseWeek(word: string): UsualDay | undefined {
  const weekday = parseWeekday(word.replace(/s$/, ''));
  return weekday === undefined ? undefined : usualWeekday(weekday);
}

function usualWeekday(weekday: Weekday): UsualDay {
  return WEEKDAYS[weekday].slice(0, 3);
}

function rangeOf(first: UsualDay | undefined, last: UsualDay | undefined): readonly (UsualDay | undefined)[] {
  const order = [WEEK, DATES].find((days) => [first, last].every((day) => days.includes(day ?? '')));
  if (!order) return [undefined];
  const [from, to] = [order.indexOf(first ?? ''), order.indexOf(last ?? '')];
  // From Saturday to Monday goes over the end of the week.
  if (from > to) return order === WEEK ? [...order.slice(from), ...order.slice(0, to + 1)] : [undefined];
  return order.slice(from, to + 1);
}

export function isUsualOn({ days }: Usual, day: Day): boolean {
  const names = [usualWeekday(weekdayOf(day)), String(Number(day.slice(8)))];
  return days.some((one) => names.includes(one) || (one === LAST && isLastOfMonth(day)));
}

function isLastOfMonth(day: Day): boolean {
  return monthOf(addDays(day, 1)) !== monthOf(day);
}

/** The texts that are offered on a day: the ones that come seldom first. */
export function usualOn(usuals: readonly Usual[], day: Day): Usual[] {
  return usuals.filter((usual) => isUsualOn(usual, day)).toSorted((one, other) => timesAYear(one) - timesAYear(other));
}

function timesAYear({ days }: Usual): number {
  return days.reduce((sum, day) => sum + (WEEK.includes(day) ? 52 : 12), 0);
}

/** The text with a number: its place in the list from 1. Throws a `CommandError` if there is none. */
export function usualNumber(usuals: readonly Usual[], number: number): Usual {
  const usual = usuals[number - 1];
  if (!usual) throw new CommandError(`there is no usual text ${number}`, 'To list them: four usual');
  return usual;
}

/** Reads days; throws a `UsageError` where they are none. */
export function requireUsualDays(words: string): readonly UsualDay[] {
  const days = parseUsualDays(words);
  if (days === undefined)
    throw new UsageError(
      `--on cannot be ${JSON.stringify(words)}`,
      'It takes weekdays, like mon,thu or weekdays, and days of the month, like 1 or last.',
    );
  return days;
}
