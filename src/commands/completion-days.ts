import { type Day, daysBetween, formatShortDay, WEEKDAYS } from '../core/day.ts';
import { parseDay } from '../core/resolve-day.ts';
import type { Session } from '../session/session.ts';
import type { Suggestion } from '../shell/suggestions.ts';
import type { DayRule, Reading } from './command.ts';
import { givenOn, type Line } from './line.ts';

/** The place of a day: its argument or option, how it is read, and how the word begins that is being typed. */
interface DayPlace {
  readonly input: unknown;
  readonly rule: DayRule;
  readonly start: string;
}

const WEEKS = ['last', 'this', 'next'];

/** Days in the direction of the command, the nearest first, with their dates. */
export async function suggestDays(
  line: Line,
  session: Session,
  { input, rule, start }: DayPlace,
): Promise<Suggestion[]> {
  const { calendar } = session;
  const anchor = rule.anchor(await daysNamedOn(line, session, input));
  const dayOf = (words: string) => parseDay(words, { ...calendar, anchor }).day;
  const nearestFirst = (before: string) =>
    WEEKDAYS.map((word) => ({ word, day: dayOf(before + word) })).toSorted(
      (one, other) => distance(calendar.today, one.day) - distance(calendar.today, other.day),
    );
  const before = wordsBefore(line, input).at(-1);
  if (before !== undefined) return WEEKS.includes(before) ? nearestFirst(`${before} `).map(toSuggestion) : [];
  const [first, sign] = 'from' in anchor ? [anchor.from, '+'] : [undefined, '-'];
  const named = ['today', sign === '+' ? 'tomorrow' : 'yesterday'];
  // `-1` among the first suggestions would hide the words.
  const distances = start === '' ? [] : [1, 2, 3, 4, 5, 6, 7].map((days) => sign + days);
  const toDay = (word: string) => ({ word, day: dayOf(word) });
  return [...named.map(toDay), ...nearestFirst(''), ...distances.map(toDay)]
    .filter(({ day }) => first === undefined || day >= first)
    .map(toSuggestion);
}

function toSuggestion({ word, day }: { readonly word: string; readonly day: Day }): Suggestion {
  return { word, meaning: formatShortDay(day) };
}

function distance(one: Day, other: Day): number {
  return Math.abs(daysBetween(one, other));
}

/** The words that the argument has already; an option takes only one. */
function wordsBefore(line: Line, input: unknown): readonly string[] {
  const [name] = Object.entries(line.command?.arguments ?? {}).find(([, argument]) => argument === input) ?? [];
  const given = name === undefined ? [] : givenOn(line)[name];
  return Array.isArray(given) ? given : [];
}

/** What the line says so far of its days, except `typedNow`. */
export async function daysNamedOn(line: Line, session: Session, typedNow?: unknown): Promise<Reading> {
  const values: Record<string, unknown> = {};
  const reading: Reading = { session, direction: line.command?.days ?? 'back', values, literalWords: 0 };
  const given = givenOn(line);
  for (const [name, input] of Object.entries({ ...line.command?.arguments, ...line.command?.options }))
    if (input.day && !input.day.dependsOnDay && input !== typedNow)
      values[name] = await input.read(given[name], reading);
  return reading;
}
