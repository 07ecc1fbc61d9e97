import {
  type Day,
  findByStart,
  firstOfMonth,
  formatMonthLong,
  isoDay,
  lastOfMonth,
  parseIsoDay,
  parseWeekday,
  type Weekday,
} from './day.ts';

/**
 * What the words of a day fix, whatever today is. `weeks` counts weeks from the one that today is in. What is left open, such as the
 * year of `3 jun`, is for `resolveDay` in `resolve-day.ts` to settle.
 */
export type DayWords =
  | { readonly fixes: 'day'; readonly day: Day; readonly weekday?: Weekday; readonly weeks?: number }
  | { readonly fixes: 'days'; readonly days: number; readonly isSigned?: boolean }
  | { readonly fixes: 'months'; readonly months: number }
  | { readonly fixes: 'weekday'; readonly weekday: Weekday; readonly weeks?: number }
  | { readonly fixes: 'date'; readonly date: MonthDay; readonly weekday?: Weekday; readonly weeks?: number }
  | { readonly fixes: 'week'; readonly weeks: number };

/** January is 0. */
export interface MonthDay {
  readonly month: number;
  readonly date: number;
}

/** Longer texts name no day, and are not worth the time. */
const MAX_LENGTH = 60;

/** Parses words that name one day, or with `fixes: 'week'` one week; undefined for anything else. Case and commas do not matter. */
export function parseDayWords(words: string): DayWords | undefined {
  if (words.length > MAX_LENGTH) return undefined;
  const text = normalize(words);
  const withoutClock = without(CLOCK, text);
  const withoutTime = without(TIME_OF_DAY, withoutClock);
  // `last night` is a day by its time of day, and `in 3 days` by its preposition: what changes nothing is left out only if need be.
  for (const shorter of new Set([text, withoutClock, withoutTime])) {
    const found = readDay(shorter) ?? readDay(shorter.replace(PREPOSITION, ''));
    if (found) return found;
  }
  return undefined;
}

/** Whether a text is nothing but the name of a day. */
export function isDayName(text: string): boolean {
  const found = parseDayWords(text);
  return found !== undefined && found.fixes !== 'week';
}

/** In a line of several texts, a day has no more words than this. */
const MOST_WORDS = 5;

/** Where in a line the first words stand that together name a day, the most there are: from, and up to but without. */
export function findDayName(words: readonly string[]): [from: number, to: number] | undefined {
  for (const from of words.keys())
    for (let to = Math.min(words.length, from + MOST_WORDS); to > from; to -= 1)
      if (isDayName(words.slice(from, to).join(' '))) return [from, to];
  return undefined;
}

const MONTHS = Array.from({ length: 12 }, (_, month) => formatMonthLong(month).toLowerCase());

/** One space between words, no commas, no full stop after an abbreviation, and no hyphen in `20-nov-2026`. */
function normalize(words: string): string {
  return words
    .toLowerCase()
    .replace(/,/g, ' ')
    .replace(/([a-z])\.(?=\s|$)/g, '$1')
    .replace(/(?<=[a-z])-(?=[a-z\d])|(?<=\d)-(?=[a-z])/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const PREPOSITION = /^(?:(?:on|by|for|from|at|since|until|till) )?(?:the )?/;

const HOUR = '(?:0?[1-9]|1[0-2])';
const CLOCK = new RegExp(
  `(?:^| )(?:at )?(?:noon|${HOUR}(?::[0-5]\\d)? ?[ap]m|(?:[01]?\\d|2[0-3]):[0-5]\\d)(?= |$)|(?:^| )at ${HOUR}(?= |$)`,
  'g',
);
const TIME_OF_DAY =
  /(?:^| )(?:(?:in|on|at|by|for) )?(?:the )?(?:early |late )?(?:morning|afternoon|evening|night)(?: of)?(?= |$)/g;

function without(part: RegExp, text: string): string {
  return text.replace(part, '').trim();
}

/** Days by names of their own, by how many days from today they are. */
const NAMED = new Map([
  ['today', 0],
  ['this morning', 0],
  ['this afternoon', 0],
  ['this evening', 0],
  ['tonight', 0],
  ['yesterday', -1],
  ['last evening', -1],
  ['last night', -1],
  ['day before yesterday', -2],
  ['tomorrow', 1],
  ['day after tomorrow', 2],
]);

type Read = (...parts: string[]) => DayWords | undefined;

/** The forms of words that name a day. Groups that did not take part are empty. */
const FORMS: readonly (readonly [form: RegExp, read: Read])[] = [
  [/^([+-]\d{1,7})$/, (days) => ({ fixes: 'days', days: Number(days), isSigned: true })],
  [/^([a-z\d]+) ([a-z]+) ago$/, (count, unit) => readDistance(count, unit, -1)],
  [/^([a-z\d]+) ([a-z]+) from (?:now|today)$/, (count, unit) => readDistance(count, unit, 1)],
  [/^in ([a-z\d]+) ([a-z]+)$/, (count, unit) => readDistance(count, unit, 1)],
  [/^(last|past|this|next)(?: week)?$/, (which) => ({ fixes: 'week', weeks: weeksOf(which) })],
  [/^(last|past|this|next) week(?:'s)? (?:on )?([a-z]+)$/, (which, name) => readWeekday(name, which)],
  [/^([a-z]+) (?:of |in )?(last|past|this|next) week$/, readWeekday],
  [/^(?:(last|past|this|next) )?([a-z]+)$/, (which, name) => readWeekday(name, which)],
];

function readDay(text: string): DayWords | undefined {
  const named = NAMED.get(text);
  if (named !== undefined) return { fixes: 'days', days: named };
  for (const [form, read] of FORMS) {
    const [whole, ...parts] = form.exec(text) ?? [];
    if (whole !== undefined) return read(...parts.map((part) => part ?? ''));
  }
  return readDate(text);
}

const COUNTS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');

const DAYS_IN = new Map([
  ['day', 1],
  ['week', 7],
  ['fortnight', 14],
]);
const MONTHS_IN = new Map([
  ['month', 1],
  ['year', 12],
]);

function readDistance(word = '', unit = '', sign: 1 | -1): DayWords | undefined {
  const count = readCount(word);
  const one = unit.replace(/s$/, '');
  const [days, months] = [DAYS_IN.get(one), MONTHS_IN.get(one)];
  if (count === undefined) return undefined;
  if (days !== undefined) return { fixes: 'days', days: sign * count * days };
  return months === undefined ? undefined : { fixes: 'months', months: sign * count * months };
}

function readCount(word: string): number | undefined {
  if (/^\d{1,7}$/.test(word)) return Number(word);
  if (word === 'a' || word === 'an') return 1;
  const index = COUNTS.indexOf(word);
  return index < 0 ? undefined : index + 1;
}

function weeksOf(which = ''): number {
  if (which === 'this') return 0;
  return which === 'next' ? 1 : -1;
}

function readWeekday(name = '', which = ''): DayWords | undefined {
  const weekday = parseWeekday(name);
  if (weekday === undefined) return undefined;
  return which === '' ? { fixes: 'weekday', weekday } : { fixes: 'weekday', weekday, weeks: weeksOf(which) };
}

const MONTH = `((?:${MONTHS.map((name) => name.slice(0, 3)).join('|')})[a-z]*)`;
const DATE = '(\\d{1,2})(?:st|nd|rd|th)?';
const YEAR = '(?: (?:of )?(\\d{4}))?';
/** `mon`, `next monday`, before a date. */
const WEEKDAY = '(?:(?:(last|past|this|next) )?([a-z]+) (?:the )?)?';

const ISO_DATE = new RegExp(`^${WEEKDAY}(\\d{4}-\\d\\d-\\d\\d)$`);
const DATE_FIRST = new RegExp(`^${WEEKDAY}${DATE} (?:of )?${MONTH}${YEAR}$`);
const MONTH_FIRST = new RegExp(`^${WEEKDAY}${MONTH} (?:the )?${DATE}${YEAR}$`);

/** Reads a date with or without its year, and before it the weekday that it must then fall on. */
function readDate(text: string): DayWords | undefined {
  const [, which, weekday, iso] = ISO_DATE.exec(text) ?? [];
  if (iso !== undefined) return withWeekday(dayOf(parseIsoDay(iso)), weekday, which);
  const dateFirst = DATE_FIRST.exec(text);
  if (dateFirst) {
    const [, weeks, name, date, month, year] = dateFirst;
    return withWeekday(readParts(date, month, year), name, weeks);
  }
  const [, weeks, name, month, date, year] = MONTH_FIRST.exec(text) ?? [];
  return withWeekday(readParts(date, month, year), name, weeks);
}

type DateWords = Extract<DayWords, { fixes: 'day' | 'date' }>;

function dayOf(day: Day | undefined): DateWords | undefined {
  return day && { fixes: 'day', day };
}

/** A date that some year has, or one that this year has. */
function readParts(date = '', name = '', year: string | undefined): DateWords | undefined {
  const month = findByStart(MONTHS, name);
  if (month === undefined) return undefined;
  const inYear = Number(year ?? LEAP_YEAR);
  if (inYear < 1) return undefined;
  const day = isoDay(inYear, month, Number(date));
  if (day < firstOfMonth(inYear, month) || day > lastOfMonth(inYear, month)) return undefined;
  return year === undefined ? { fixes: 'date', date: { month, date: Number(date) } } : { fixes: 'day', day };
}

const LEAP_YEAR = 2000;

function withWeekday(words: DateWords | undefined, name = '', which = ''): DayWords | undefined {
  if (words === undefined || name === '') return words;
  const weekday = parseWeekday(name);
  if (weekday === undefined) return undefined;
  return which === '' ? { ...words, weekday } : { ...words, weekday, weeks: weeksOf(which) };
}
