import {
  addDays,
  type Day,
  formatDay,
  formatWeekdayLong,
  fromOrdinal,
  isLeapYear,
  isoDay,
  isSupportedDay,
  lastOfMonth,
  monthOf,
  startOfWeek,
  toOrdinal,
  type Weekday,
  weekdayOf,
  yearOf,
} from './day.ts';
import { type DayWords, type MonthDay, parseDayWords } from './day-words.ts';
import { UsageError } from './errors.ts';

/** How the user counts days and weeks. */
export interface Calendar {
  readonly today: Day;
  readonly weekStart: Weekday;
}

/** Which of several days words mean: the latest before a day, or the first from a day on. */
export type Anchor = { readonly before: Day } | { readonly from: Day };

/** What decides, besides the words, which day they mean. */
export interface DayContext extends Calendar {
  readonly anchor: Anchor;
  /** Whether a week stands for each of its days. */
  readonly takesWeek?: boolean;
}

/** A day that was named, and whether the words were resolved: `monday` was, `2026-11-23`, `today` and `-3` were not. */
export interface NamedDay {
  readonly day: Day;
  readonly isResolved: boolean;
}

/** Parses a day as the user names it. Throws a `UsageError` for words that name none. */
export function parseDay(words: string, context: DayContext): NamedDay {
  const fixed = parseDayWords(words);
  const isWeek = fixed?.fixes === 'week';
  const day = fixed && (!isWeek || context.takesWeek) ? resolveDay(fixed, context) : undefined;
  if (fixed === undefined || day === undefined || !isSupportedDay(day))
    throw new UsageError(`there is no day ${JSON.stringify(words)}`, `A day is ${dayForms(context)}.`);
  return { day, isResolved: !isWeek && !saysItself(fixed) };
}

function dayForms({ anchor }: DayContext): string {
  return 'before' in anchor
    ? 'a date (2026-11-23), yesterday, -3, monday, "20 nov", "last friday" or "2 weeks ago"'
    : 'a date (2026-11-23), tomorrow, +3, monday, "20 nov", "next friday" or "in 2 weeks"';
}

function saysItself(words: DayWords): boolean {
  return words.fixes === 'day' || (words.fixes === 'days' && (words.isSigned || Math.abs(words.days) <= 1));
}

/** The day that words mean; undefined outside the years 0001 to 9999. Throws a `UsageError` for a weekday that contradicts its date. */
export function resolveDay(words: DayWords, context: DayContext): Day | undefined {
  const { today } = context;
  switch (words.fixes) {
    case 'day':
      return agreeing(words.day, words, context);
    case 'days':
      return fromOrdinal(toOrdinal(today) + words.days);
    case 'months':
      return addMonths(today, words.months);
    case 'week':
      return addDays(today, words.weeks * 7);
    case 'weekday':
      return nearestWeekday(words.weekday, startOf(words.weeks, context));
    case 'date':
      return agreeing(nearestDate(words.date, startOf(words.weeks, context)), words, context);
  }
}

/** In a week that is named, the first such day; else what the command's direction says. */
function startOf(weeks: number | undefined, context: DayContext): Anchor {
  return weeks === undefined ? context.anchor : { from: startOfWeekAway(weeks, context) };
}

function startOfWeekAway(weeks: number, { today, weekStart }: Calendar): Day {
  return addDays(startOfWeek(today, weekStart), weeks * 7);
}

/** A date that falls on the weekday before it, and in the week that is named. */
function agreeing(
  day: Day | undefined,
  { weekday, weeks }: { readonly weekday?: Weekday; readonly weeks?: number },
  context: DayContext,
): Day | undefined {
  if (day === undefined || weekday === undefined) return day;
  const isInWeek = weeks === undefined || startOfWeek(day, context.weekStart) === startOfWeekAway(weeks, context);
  if (weekdayOf(day) === weekday && isInWeek) return day;
  const fact = weekdayOf(day) === weekday ? 'in another week' : `a ${formatWeekdayLong(day)}`;
  throw new UsageError(`${formatDay(day).slice(4)} is ${fact}`, 'Name the day by its date or by its weekday.');
}

function nearestWeekday(weekday: Weekday, anchor: Anchor): Day {
  if ('before' in anchor) return addDays(anchor.before, -((weekdayOf(anchor.before) - weekday + 6) % 7) - 1);
  return addDays(anchor.from, (weekday - weekdayOf(anchor.from) + 7) % 7);
}

/** There may be eight years between two 29ths of February. */
const MOST_YEARS = 8;

function nearestDate(date: MonthDay, anchor: Anchor): Day | undefined {
  const isBack = 'before' in anchor;
  const year = yearOf(isBack ? anchor.before : anchor.from);
  for (let years = 0; years <= MOST_YEARS; years += 1) {
    const day = dateInYear(date, isBack ? year - years : year + years);
    if (day !== undefined && (isBack ? day < anchor.before : day >= anchor.from)) return day;
  }
  return undefined;
}

function dateInYear({ month, date }: MonthDay, year: number): Day | undefined {
  if (year < 1 || year > 9999 || (month === 1 && date === 29 && !isLeapYear(year))) return undefined;
  return isoDay(year, month, date);
}

/** The same date in another month, or its last day where that month is shorter. */
function addMonths(day: Day, months: number): Day | undefined {
  const count = yearOf(day) * 12 + monthOf(day) + months;
  const [year, month] = [Math.floor(count / 12), ((count % 12) + 12) % 12];
  if (year < 1 || year > 9999) return undefined;
  const last = lastOfMonth(year, month);
  const same = `${last.slice(0, 8)}${day.slice(8)}` as Day;
  return same < last ? same : last;
}
