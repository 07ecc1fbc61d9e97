import { type Day, daysBetween, daysFromTo } from '../core/day.ts';
import { nameDay, onDay } from '../core/day-names.ts';
import { UsageError } from '../core/errors.ts';
import { MAX_REST_DAYS } from '../core/limits.ts';
import { parseText } from '../core/text.ts';
import type { DayRecord } from '../core/thing.ts';
import { dayData, dayOutcome } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { MARGIN, renderScreen } from '../views/layout.ts';
import { defineCommand, sameWords } from './command.ts';
import { dateOption, dayArgument, endOption, oneDay } from './days.ts';
import { flag, option } from './options.ts';

export const rest = defineCommand({
  name: 'rest',
  group: 'setbacks',
  summary: 'Take days off; they bridge the streak',
  days: 'ahead',
  otherNames: sameWords('skip'),
  arguments: { day: dayArgument('The first day, instead of today') },
  options: {
    to: endOption('The last day'),
    message: option({
      flags: '-m, --message <why>',
      summary: 'Say why',
      parse: (text) => parseText(text, 'the reason'),
    }),
    cancel: flag({ flags: '--cancel', summary: 'Cancel rest days' }),
    date: dateOption,
  },
  examples: [
    { line: 'four rest', meaning: 'Take today off' },
    { line: 'four rest 2026-12-24 --to 2026-12-26 -m "Christmas"', meaning: 'Take three days off' },
  ],
  run(session, { day, to: last, message, cancel, date }) {
    if (cancel && message !== undefined) throw new UsageError('--cancel takes no reason', 'Leave out -m.');
    const from = oneDay(day, date) ?? session.today;
    const to = last ?? from;
    checkRest(session, from, to);
    const restOf = ({ rest: before }: DayRecord) => (cancel ? null : { reason: message ?? before?.reason ?? null });
    const records = changeRest(session, daysFromTo(from, to), restOf);
    const days = records.map((record) => dayData(session, record));
    session.output.printChange(
      () => (last === undefined ? days[0] : days),
      () => renderScreen(MARGIN + sentence(session, { from, to }, cancel)),
      dayOutcome(session, from),
    );
  },
});

function checkRest({ calendar }: Session, from: Day, to: Day): void {
  if (to < from)
    throw new UsageError(`the last day, ${nameDay(to, calendar)}, is before the first, ${nameDay(from, calendar)}`);
  if (daysBetween(from, to) >= MAX_REST_DAYS)
    throw new UsageError(`that is more than ${MAX_REST_DAYS} days`, 'Take them off in parts.');
}

function changeRest({ store }: Session, days: Day[], restOf: (record: DayRecord) => DayRecord['rest']): DayRecord[] {
  return store.change(() =>
    days.map((day) => {
      const before = store.days.load(day);
      const after = { ...before, rest: restOf(before) };
      store.days.save(before, after);
      return after;
    }),
  );
}

interface Span {
  readonly from: Day;
  readonly to: Day;
}

function sentence({ calendar }: Session, { from, to }: Span, cancel: boolean): string {
  const when = from === to ? onDay(from, calendar) : `from ${nameDay(from, calendar)} to ${nameDay(to, calendar)}`;
  return cancel ? `No rest ${when}.` : `Rest ${when}.`;
}
