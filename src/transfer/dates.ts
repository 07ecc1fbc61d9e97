import { type Day, formatSpan, isSupportedDay, localDay, noonOf, parseInstant, parseIsoDay } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import type { Timestamp } from '../core/thing.ts';
import { DATE_ORDERS, type DateOrder, type ImportContext } from './import-source.ts';

/** A day, and when on it: noon if that is not said. */
export interface Moment {
  readonly day: Day;
  readonly at: Timestamp;
}

const YEAR_FIRST = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;

/**
 * Reads a date in figures, `2018-12-01`, `2018/12/1`, `20181201` or `1.12.2018`, or an ISO date-time. Undefined for anything else.
 * Throws a usage error for one that could be two days, unless the context says what comes first.
 */
export function parseMoment(text: string, { dates, dayStart }: ImportContext): Moment | undefined {
  const days = daysOf(text, dates);
  const [day, other] = days;
  if (day !== undefined && other !== undefined)
    throw new UsageError(
      `${text} could be ${formatSpan(day, day)} or ${formatSpan(other, other)}`,
      'Say what comes first, the day or the month: --dates dmy or --dates mdy.',
    );
  if (day !== undefined) return { day, at: noonOf(day) };
  const instant = parseInstant(text);
  return instant && { day: localDay(instant, dayStart), at: instant.toISOString() };
}

/** The days that a date in figures could mean. */
function daysOf(text: string, order: DateOrder | undefined): Day[] {
  const [, year = '', , month = '', date = ''] = YEAR_FIRST.exec(text) ?? [];
  if (year !== '') return existing([year, month, date]);
  const [, first = '', , second = '', last = ''] = YEAR_LAST.exec(text) ?? [];
  const orders = DATE_ORDERS.filter((candidate) => order === undefined || candidate === order);
  return [...new Set(orders.flatMap((one) => existing(one === 'dmy' ? [last, second, first] : [last, first, second])))];
}

function existing([year = '', month = '', date = '']: readonly string[]): Day[] {
  const day = parseIsoDay(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
  return day !== undefined && isSupportedDay(day) ? [day] : [];
}
