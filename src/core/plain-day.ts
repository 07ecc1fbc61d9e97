import { addDays, type Day, fromOrdinal, isSupportedDay, parseIsoDay, toOrdinal } from './day.ts';

// What most lines hold is read here, because loading the grammar of `day-words.ts` takes longer than many commands.

/** Parses the forms that need no grammar: a date, `today`, `yesterday`, `tomorrow`, `-3`, `+1`; undefined for any other words. */
export function parsePlainDay(words: string, today: Day): Day | undefined {
  const day = parseIsoDay(words) ?? namedDay(words, today) ?? daysAway(words, today);
  return day !== undefined && isSupportedDay(day) ? day : undefined;
}

function namedDay(words: string, today: Day): Day | undefined {
  if (words === 'today') return today;
  if (words === 'yesterday') return addDays(today, -1);
  return words === 'tomorrow' ? addDays(today, 1) : undefined;
}

function daysAway(words: string, today: Day): Day | undefined {
  return /^[+-]\d{1,7}$/.test(words) ? fromOrdinal(toOrdinal(today) + Number(words)) : undefined;
}

// Without any of these there is no name of a day. A date has a digit.
const IN_EVERY_NAME =
  /\d|(?:sun|mon|tue|wed|thu|fri|sat)|today|tonight|yesterday|tomorrow|ago|night|evening|morning|afternoon|now|day|week|month|year/;

/** Whether it is worth asking `isDayName`, which has to be loaded. */
export function mayNameDay(text: string): boolean {
  return text.length < 1000 && IN_EVERY_NAME.test(text.toLowerCase());
}
