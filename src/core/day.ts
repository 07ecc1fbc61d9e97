import { parseISO } from 'date-fns/parseISO';
import { UsageError } from './errors.ts';

declare const isDay: unique symbol;

/** A calendar day `YYYY-MM-DD`, as the user lived it: never an instant. Days compare as strings. */
export type Day = string & { readonly [isDay]: true };

/** Sunday is 0, as in JavaScript's own Date. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** Parses a weekday: its name or at least the first three letters. */
export function parseWeekday(text: string): Weekday | undefined {
  return findByStart(WEEKDAYS, text.toLowerCase()) as Weekday | undefined;
}

/** Which name begins with at least three letters; undefined for none. */
export function findByStart(names: readonly string[], start: string): number | undefined {
  const index = start.length < 3 ? -1 : names.findIndex((name) => name.startsWith(start));
  return index < 0 ? undefined : index;
}

export const MS_PER_DAY = 86_400_000;

/** Days since 1970-01-01. Both directions go through UTC, where every day has 24 hours. */
export function toOrdinal(day: Day): number {
  return Date.parse(day) / MS_PER_DAY;
}

/** The day with an ordinal; undefined outside the years 0001 to 9999. */
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

/** January is 0; `year` is 1 to 9999. */
export function firstOfMonth(year: number, month: number): Day {
  return isoDay(year, month, 1);
}

/** January is 0; the date is not checked, and `year` is 1 to 9999. */
export function isoDay(year: number, month: number, date: number): Day {
  return `${String(year).padStart(4, '0')}-${twoDigits(month + 1)}-${twoDigits(date)}` as Day;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/** January is 0. */
export function lastOfMonth(year: number, month: number): Day {
  return month === 11 ? (`${firstOfMonth(year, 11).slice(0, 8)}31` as Day) : addDays(firstOfMonth(year, month + 1), -1);
}

/** Parses `YYYY-MM-DD`; undefined for anything else, and for days that do not exist, like 2026-02-30. */
export function parseIsoDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  return fromOrdinal(toOrdinal(text as Day)) === text ? (text as Day) : undefined;
}

/** Whether commands accept a day. The first and the last year are left out, so that the days around any accepted day exist. */
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
  // 1970-01-01 was a Thursday.
  return ((((toOrdinal(day) + 4) % 7) + 7) % 7) as Weekday;
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
  // The week belongs to the year that holds its fourth day.
  const fourth = addDays(startOfWeek(day, weekStart), 3);
  return Math.floor(daysBetween(firstOfMonth(yearOf(fourth), 0), fourth) / 7) + 1;
}

/**
 * The day that an instant belongs to in the process's time zone. Until `dayStart`, in wall-clock minutes after midnight, it is
 * still the day before.
 */
export function localDay(instant: Date, dayStart = 0): Day {
  const date = isoDay(instant.getFullYear(), instant.getMonth(), instant.getDate());
  return minutesAfterMidnight(instant) < dayStart ? addDays(date, -1) : date;
}

/** Wall-clock minutes since midnight in the process's time zone. */
export function minutesAfterMidnight(instant: Date): number {
  return instant.getHours() * 60 + instant.getMinutes();
}

/** The instant of a wall-clock time, in minutes after midnight, in the process's time zone. */
export function localInstant(day: Day, minutes: number): Date {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const instant = new Date(2000, 0, 1, Math.floor(minutes / 60), minutes % 60);
  // The constructor takes years below 100 for years of the last century.
  instant.setFullYear(year, month - 1, date);
  return instant;
}

/** `08:00`, from minutes after midnight. */
export function formatTime(minutes: number): string {
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

// No clock on Earth is further from UTC than 14 hours.
const ISO_DATE_TIME =
  /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(Z|[+-](0\d|1[0-3])(:?[0-5]\d)?|[+-]14(:?00)?)?)?$/;

/**
 * Parses an ISO 8601 date-time, as local time when it has no offset. Undefined for anything else, and for the first and the last
 * year of the calendar in UTC: what one machine takes, all can read.
 */
export function parseInstant(text: string): Date | undefined {
  const instant = parseISO(text);
  const year = instant.getUTCFullYear();
  return ISO_DATE_TIME.test(text) && year > 1 && year < 9999 ? instant : undefined;
}

/** Noon in the process's time zone, for a thing whose day is known but not its time. */
export function noonOf(day: Day): string {
  return localInstant(day, 12 * 60).toISOString();
}

/** `Mon 23 Nov 2026` */
export function formatDay(day: Day): string {
  return `${formatShortDay(day)} ${day.slice(0, 4)}`;
}

/** `Jan`; `month` is 0 for January. */
export function formatMonth(month: number): string {
  return formatMonthLong(month).slice(0, 3);
}

/** `January`; `month` is 0 for January. */
export function formatMonthLong(month: number): string {
  return MONTHS[month] ?? '';
}

/** `Mon 23 Nov, 18:02`, an instant in the process's time zone. */
export function formatInstant(timestamp: string): string {
  const instant = new Date(timestamp);
  return `${formatShortDay(localDay(instant))}, ${formatTime(minutesAfterMidnight(instant))}`;
}

/** `Mon 23 Nov` */
export function formatShortDay(day: Day): string {
  return `${formatWeekday(day)} ${formatDate(day)} ${formatMonth(monthOf(day))}`;
}

/** `Mon` */
export function formatWeekday(day: Day): string {
  return formatWeekdayLong(day).slice(0, 3);
}

/** `Monday` */
export function formatWeekdayLong(day: Day): string {
  const name = WEEKDAYS[weekdayOf(day)];
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `16 to 22 Nov 2026`; month and year are repeated only if they differ, and a single day is `22 Nov 2026`. */
export function formatSpan(from: Day, to: Day): string {
  const end = `${formatDate(to)} ${formatMonth(monthOf(to))} ${to.slice(0, 4)}`;
  return from === to ? end : `${formatStart(from, to)} to ${end}`;
}

function formatStart(from: Day, to: Day): string {
  const [date, month] = [formatDate(from), formatMonth(monthOf(from))];
  if (yearOf(from) !== yearOf(to)) return `${date} ${month} ${from.slice(0, 4)}`;
  return monthOf(from) === monthOf(to) ? date : `${date} ${month}`;
}

/** `3` for the third of a month. */
function formatDate(day: Day): string {
  return String(Number(day.slice(8)));
}
