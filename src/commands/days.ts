import type { Day } from '../core/day.ts';
import { nameDay } from '../core/day-names.ts';
import { hasCome } from '../core/day-status.ts';
import { UsageError } from '../core/errors.ts';
import { shellQuote } from '../core/shell-quote.ts';
import type { Session } from '../session/session.ts';
import type { Argument, Command, DayRule, Option, Reading } from './command.ts';
import type { Flag } from './options.ts';

/** A day in the direction of the command. */
const BY_DIRECTION: DayRule = {
  anchor: ({ session: { today }, direction }) => (direction === 'ahead' ? { from: today } : { before: today }),
};

/** A week by one of its days, or as `last week`. */
const WEEK: DayRule = { ...BY_DIRECTION, takesWeek: true };

/** The end of a span: the first such day from its beginning on, and without one in the direction of the command. */
const END_OF_SPAN: DayRule = {
  dependsOnDay: true,
  anchor: (reading) => {
    const { from, day, date } = reading.values as Readonly<Record<string, Day | undefined>>;
    const beginning = from ?? day ?? date;
    return beginning === undefined ? BY_DIRECTION.anchor(reading) : { from: beginning };
  },
};

/** The words of a day: of an option one, of an argument as many as there are; undefined where there are none. */
export async function readDay(
  given: unknown,
  reading: Reading,
  { anchor, takesWeek }: DayRule,
): Promise<Day | undefined> {
  if (given === undefined || (Array.isArray(given) && given.length === 0)) return undefined;
  const words = Array.isArray(given) ? given.join(' ') : String(given);
  return reading.session.parseDay(words, anchor(reading), takesWeek);
}

/** `[day...]`: several words need no quotes. */
export function dayArgument(summary: string, rule: DayRule = BY_DIRECTION): Argument<Day | undefined> {
  const read: Argument<Day | undefined>['read'] = (given, reading) => readDay(given, reading, rule);
  return { name: 'day', summary, isRequired: false, isList: true, completion: 'day', day: rule, read };
}

/** An option that names a day; undefined where it is not given. */
export function dayOption(words: Flag, rule: DayRule = BY_DIRECTION): Option<Day | undefined> {
  return { ...words, completion: 'day', day: rule, read: (given, reading) => readDay(given, reading, rule) };
}

export const DATE: Flag = { flags: '-d, --date <day>', summary: 'Use this day instead of today' };

/** `-d`, of every command about one day. */
export const dateOption = dayOption(DATE);

/** `-d` of a command that writes down what is done: a day that has not come is refused. */
export const doneDateOption: Option<Day | undefined> = {
  ...dateOption,
  read: async (given, reading) => {
    const day = await dateOption.read(given, reading);
    if (day !== undefined) refuseDayAhead(day, reading);
    return day;
  },
};

function refuseDayAhead(day: Day, { session: { calendar }, values: { text } }: Reading): void {
  if (hasCome(day, calendar.today)) return;
  const plan = `four plan -d ${day}`;
  const hint = typeof text === 'string' ? `To plan it: ${plan} ${shellQuote(text)}` : `To plan that day: ${plan}`;
  throw new UsageError(`${nameDay(day, calendar)} has not come yet`, hint);
}

/** The two ways to name the week of `four week`. */
export const weekArgument = dayArgument('A day of the week, or last week', WEEK);
export const weekDateOption = dayOption(DATE, WEEK);

/** The day of a command that takes it as an argument too; undefined where it is not named. */
export function oneDay(argument: Day | undefined, date: Day | undefined): Day | undefined {
  if (argument !== undefined && date !== undefined) throw new UsageError('the day is named twice', 'Leave out --date.');
  return argument ?? date;
}

/** `--to`, the end of a span of days. */
export function endOption(summary: string): Option<Day | undefined> {
  return dayOption({ flags: '--to <day>', summary }, END_OF_SPAN);
}

/** The two options of a span of days. */
export const spanOptions = {
  from: dayOption({ flags: '--from <day>', summary: 'Begin with this day' }),
  to: endOption('End with this day'),
};

/** A span of days must not end before it begins. */
export function checkSpan({ calendar }: Session, from: Day | undefined, to: Day | undefined): void {
  if (from === undefined || to === undefined || from <= to) return;
  throw new UsageError(`--from (${nameDay(from, calendar)}) is after --to (${nameDay(to, calendar)})`);
}

/** Which day a command means by words that fit several; undefined where it takes no day. */
export function dayNote({ arguments: args, options, days = 'back' }: Command): string | undefined {
  if (![...Object.values(args), ...Object.values(options)].some(({ day }) => day)) return undefined;
  const which = days === 'back' ? 'the latest before today' : 'the coming one';
  return `A day like monday or "20 nov" is ${which}: four help dates`;
}
