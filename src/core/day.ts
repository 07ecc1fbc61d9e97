import { UTCDateMini } from '@date-fns/utc/date/mini';
import { format, getWeek, parseISO } from 'date-fns';
import { UsageError } from './errors.ts';

declare const isDay: unique symbol;

/** A calendar day `YYYY-MM-DD`, as the user lived it: never an instant. Days compare as strings. */
export type Day = string & { readonly [isDay]: true };

/** Sunday is 0, as in JavaScript's own Date. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

export const MS_PER_DAY = 86_400_000;

/** Days since 1970-01-01. Both directions go through UTC, where every day has 24 hours. */
export function toOrdinal(day: Day): number {
  return Date.parse(day) / MS_PER_DAY;
}

/** The day of an ordinal. The years 0001 to 9999 have a day; `undefined` outside them. */
export function fromOrdinal(ordinal: number): Day | undefined {
  const date = new Date(ordinal * MS_PER_DAY);
  const year = date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? (date.toISOString().slice(0, 10) as Day) : undefined;
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

/** `month` from 0, in a year from 1 to 9999. */
export function firstOfMonth(year: number, month: number): Day {
  return `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-01` as Day;
}

/** `month` from 0. */
export function lastOfMonth(year: number, month: number): Day {
  return month === 11 ? (`${firstOfMonth(year, 11).slice(0, 8)}31` as Day) : addDays(firstOfMonth(year, month + 1), -1);
}

/** `YYYY-MM-DD` of a day that exists, or `undefined` (so `2026-02-30` is none). */
export function parseIsoDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  return fromOrdinal(toOrdinal(text as Day)) === text ? (text as Day) : undefined;
}

/** Whether a day can be said: a year is left at both ends of the calendar, so that the days around it are there too. */
export function isSupportedDay(day: Day): boolean {
  return day >= '0002' && day < '9999';
}

export function addDays(day: Day, days: number): Day {
  const sum = fromOrdinal(toOrdinal(day) + days);
  if (sum === undefined) throw new UsageError('that is outside the years 0001 to 9999');
  return sum;
}

/** How many days `to` lies after `from`; negative when it lies before. */
export function daysBetween(from: Day, to: Day): number {
  return toOrdinal(to) - toOrdinal(from);
}

/** The days from `from` to `to`, both included; none when `to` lies before `from`. */
export function daysFromTo(from: Day, to: Day): Day[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, offset) => addDays(from, offset));
}

export function weekdayOf(day: Day): Weekday {
  return utc(day).getUTCDay() as Weekday;
}

/** January is 0, as in JavaScript's own Date. */
export function monthOf(day: Day): number {
  return Number(day.slice(5, 7)) - 1;
}

/** The first day of the week that holds `day`. */
export function startOfWeek(day: Day, weekStart: Weekday): Day {
  return addDays(day, -((weekdayOf(day) - weekStart + 7) % 7));
}

/** The week's number by the four-day rule: ISO 8601 for weeks from Monday, and the same rule for other starts. */
export function weekNumber(day: Day, weekStart: Weekday): number {
  return getWeek(utc(day), { weekStartsOn: weekStart, firstWeekContainsDate: 4 });
}

/**
 * The day an instant belongs to in the process's time zone. Before `dayStart` (minutes after midnight on the wall clock)
 * the day before still goes on; wall-clock time, so that a change of the clocks moves nothing.
 */
export function localDay(instant: Date, dayStart = 0): Day {
  const date = format(instant, 'yyyy-MM-dd') as Day;
  return minutesAfterMidnight(instant) < dayStart ? addDays(date, -1) : date;
}

/** Wall-clock minutes since midnight in the process's time zone. */
export function minutesAfterMidnight(instant: Date): number {
  return instant.getHours() * 60 + instant.getMinutes();
}

/** The instant of a time on the wall, in minutes after midnight, in the process's time zone. */
export function localInstant(day: Day, minutes: number): Date {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const instant = new Date(2000, 0, 1, Math.floor(minutes / 60), minutes % 60);
  // Not in one step: there a year before 100 would be one of the last century.
  instant.setFullYear(year, month - 1, date);
  return instant;
}

/** `08:00`, of minutes after midnight. */
export function formatTime(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

const ISO_DATE_TIME = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-][01]\d(:?[0-5]\d)?)?)?$/;

/**
 * An ISO date-time as an instant, local when it has no offset; `undefined` when it is not one, or so near to the end of the
 * calendar that the day before or after it may not be there.
 */
export function parseInstant(text: string): Date | undefined {
  const instant = parseISO(text);
  const year = instant.getFullYear();
  return ISO_DATE_TIME.test(text) && year > 1 && year < 9999 ? instant : undefined;
}

/** Noon of a day in the process's time zone: for what is known to have been done that day, and not when. */
export function noonOf(day: Day): string {
  return parseISO(`${day}T12:00`).toISOString();
}

/** `Mon 23 Nov 2026` */
export function formatDay(day: Day): string {
  return format(utc(day), 'EEE d MMM yyyy');
}

/** `Jan`; `month` from 0. */
export function formatMonth(month: number): string {
  return format(new Date(2000, month, 15), 'MMM');
}

/** `January`; `month` from 0. */
export function formatMonthLong(month: number): string {
  return format(new Date(2000, month, 15), 'MMMM');
}

/** `Mon 23 Nov, 18:02`, an instant in the process's time zone. */
export function formatInstant(timestamp: string): string {
  return format(new Date(timestamp), 'EEE d MMM, HH:mm');
}

/** `Mon 23 Nov` */
export function formatShortDay(day: Day): string {
  return format(utc(day), 'EEE d MMM');
}

/** `Mon` */
export function formatWeekday(day: Day): string {
  return format(utc(day), 'EEE');
}

/** `Monday` */
export function formatWeekdayLong(day: Day): string {
  return format(utc(day), 'EEEE');
}

/** `16 to 22 Nov 2026`, with month and year repeated only where they differ; one day alone is `22 Nov 2026`. */
export function formatSpan(from: Day, to: Day): string {
  const end = format(utc(to), 'd MMM yyyy');
  if (from === to) return end;
  const shared =
    from.slice(0, 7) === to.slice(0, 7) ? 'd' : from.slice(0, 4) === to.slice(0, 4) ? 'd MMM' : 'd MMM yyyy';
  return `${format(utc(from), shared)} to ${end}`;
}

function utc(day: Day): Date {
  return new UTCDateMini(Date.parse(day));
}
