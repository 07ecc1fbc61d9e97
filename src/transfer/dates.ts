import {
  type Day,
  formatMonth,
  formatSpan,
  isSupportedDay,
  localDay,
  noonOf,
  parseInstant,
  parseIsoDay,
} from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import type { Timestamp } from '../core/thing.ts';
import { DATE_ORDERS, type DateOrder, type ImportContext } from './import-source.ts';

/** A day, and when on it: noon if that is not said. */
export interface Moment {
  readonly day: Day;
  readonly at: Timestamp;
}

const YEAR_FIRST = /^(\d{4})([-/._])(\d{1,2})\2(\d{1,2})$/;
const COMPACT = /^(\d{4})()(\d\d)(\d\d)$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;

type DateContext = Pick<ImportContext, 'dates' | 'dayStart'>;

/**
 * Reads a date in figures, `2018-12-01`, `2018/12/1`, `20181201` or `1.12.2018`, or an ISO date-time. Undefined for anything else.
 * Throws a usage error for one that could be two days, unless the context says what comes first.
 */
export function parseMoment(text: string, { dates, dayStart }: DateContext): Moment | undefined {
  const days = daysOf(text, dates);
  const [day, other] = days;
  if (day !== undefined && other !== undefined)
    throw new UsageError(
      `${text} could be ${formatSpan(day, day)} or ${formatSpan(other, other)}`,
      'Say which comes first, the day or the month: --dates dmy or --dates mdy.',
    );
  if (day !== undefined) return { day, at: noonOf(day) };
  const instant = parseInstant(text);
  return instant && { day: localDay(instant, dayStart), at: instant.toISOString() };
}

const IN_WORDS = /\b(?<date>\d{1,2})(?:st|nd|rd|th)?\.? (?<month>[A-Z][a-z]{2,8})\.?,? (?<year>\d{4})\b/;
const IN_AMERICAN_WORDS = /\b(?<month>[A-Z][a-z]{2,8})\.? (?<date>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})\b/;
const IN_FIGURES = /(?<!\d)(\d{4}([-/._]?)\d{2}\2\d{2}|\d{1,2}([-/.])\d{1,2}\3\d{4})(?!\d)/;

/**
 * Finds a day in the name of a file or in a heading: `2018-12-01 Saturday`, `Sat, 1 December 2018`, `December 1st, 2018`. Throws a
 * usage error like `parseMoment`.
 */
export function dayIn(text: string, context: DateContext): Day | undefined {
  const [figures] = IN_FIGURES.exec(text) ?? [];
  if (figures !== undefined) return parseMoment(figures, context)?.day;
  const { year = '', month = '', date = '' } = (IN_WORDS.exec(text) ?? IN_AMERICAN_WORDS.exec(text))?.groups ?? {};
  const [day] = existing([year, String(MONTH_STARTS.indexOf(month.slice(0, 3)) + 1), date]);
  return day;
}

const MONTH_STARTS = Array.from({ length: 12 }, (_, month) => formatMonth(month));

/** The days that a date in figures could mean. */
function daysOf(text: string, order: DateOrder | undefined): Day[] {
  const [, year = '', , month = '', date = ''] = YEAR_FIRST.exec(text) ?? COMPACT.exec(text) ?? [];
  if (year !== '') return existing([year, month, date]);
  const [, first = '', , second = '', last = ''] = YEAR_LAST.exec(text) ?? [];
  const orders = DATE_ORDERS.filter((candidate) => order === undefined || candidate === order);
  return [...new Set(orders.flatMap((one) => existing(one === 'dmy' ? [last, second, first] : [last, first, second])))];
}

function existing([year = '', month = '', date = '']: readonly string[]): Day[] {
  const day = parseIsoDay(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
  return day !== undefined && isSupportedDay(day) ? [day] : [];
}
