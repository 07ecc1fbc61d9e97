import {
  addDays,
  type Day,
  fromOrdinal,
  isSupportedDay,
  parseIsoDay,
  toOrdinal,
  WEEKDAYS,
  type Weekday,
  weekdayOf,
} from './day.ts';
import { UsageError } from './errors.ts';

export const DAY_FORMS =
  'a date (2026-11-23), today, yesterday, tomorrow, -3, +1, a weekday, or words like "last friday"';

/**
 * Parses a day as the user writes it, relative to `today`. A weekday is the last one before today, so on a Monday `monday` is a
 * week ago. The library for plain English is loaded only when no simpler form matches.
 */
export async function parseDay(words: string, today: Day): Promise<Day> {
  const text = words.trim().toLowerCase();
  const day = parseIsoDay(text) ?? namedDay(text, today) ?? relativeDay(text, today) ?? (await englishDay(text, today));
  if (day === undefined || !isSupportedDay(day))
    throw new UsageError(`there is no day ${JSON.stringify(words)}`, `A day is ${DAY_FORMS}.`);
  return day;
}

/** Parses a weekday: its name or at least the first three letters. */
export function parseWeekday(text: string): Weekday | undefined {
  const index = text.length < 3 ? -1 : WEEKDAYS.findIndex((name) => name.startsWith(text.toLowerCase()));
  return index < 0 ? undefined : (index as Weekday);
}

function namedDay(text: string, today: Day): Day | undefined {
  if (text === 'today') return today;
  if (text === 'yesterday') return addDays(today, -1);
  if (text === 'tomorrow') return addDays(today, 1);
  const weekday = parseWeekday(text);
  return weekday === undefined ? undefined : latestWeekday(weekday, today);
}

/** The last day before today that falls on a weekday. */
export function latestWeekday(weekday: Weekday, today: Day): Day {
  return addDays(today, -((weekdayOf(today) - weekday + 6) % 7) - 1);
}

function relativeDay(text: string, today: Day): Day | undefined {
  return /^[+-]\d{1,7}$/.test(text) ? fromOrdinal(toOrdinal(today) + Number(text)) : undefined;
}

async function englishDay(text: string, today: Day): Promise<Day | undefined> {
  // Without letters it is a mistyped date, not English.
  if (!/[a-z]/.test(text)) return undefined;
  const { readEnglishDay } = await import('./english-day.ts');
  return readEnglishDay(text, today);
}
