import type { Command } from 'commander';
import { type Day, daysBetween, daysFromTo, formatDay, formatSpan } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { DAY_FORMS } from '../core/parse-day.ts';
import { parseText } from '../core/text.ts';
import type { DayRecord } from '../core/thing.ts';
import { dayData } from '../session/print-day.ts';
import type { Begin, Session } from '../session/session.ts';
import { MARGIN, renderScreen } from '../views/layout.ts';
import { type DateOption, dateOption, dayWords } from './options.ts';

interface RestOptions extends DateOption {
  readonly to?: string;
  readonly message?: string;
  readonly cancel?: boolean;
}

/** So that a mistyped year does not fill the store. */
const MOST_DAYS = 366;

export function register(program: Command, begin: Begin): void {
  program
    .command('rest')
    .description('takes days off: they bridge the streak')
    .argument('[day]', `the first day, instead of today: ${DAY_FORMS}`)
    .option('--to <day>', 'the last day')
    .option('-m, --message <why>', 'why')
    .option('--cancel', 'takes days of rest back')
    .addOption(dateOption())
    .action(async (word: string | undefined, options: RestOptions) => {
      const reason = options.message === undefined ? null : parseText(options.message, 'the reason');
      if (options.cancel && reason !== null) throw new UsageError('--cancel takes no reason', 'Leave out -m.');
      const first = dayWords(word, options);
      const session = begin();
      const from = await session.parseDay(first);
      const to = options.to === undefined ? from : await session.parseDay(options.to);
      checkSpan(from, to);
      const rest = (record: DayRecord) => (options.cancel ? null : { reason: reason ?? record.rest?.reason ?? null });
      const records = changeRest(session, daysFromTo(from, to), rest);
      const days = records.map((record) => dayData(session, record));
      session.output.printChange(
        () => (options.to === undefined ? days[0] : days),
        () => renderScreen(MARGIN + sentence(from, to, options.cancel ?? false)),
      );
    });
}

function changeRest({ store }: Session, days: Day[], rest: (record: DayRecord) => DayRecord['rest']): DayRecord[] {
  return store.change(() =>
    days.map((day) => {
      const before = store.days.load(day);
      const after = { ...before, rest: rest(before) };
      store.days.save(before, after);
      return after;
    }),
  );
}

function checkSpan(from: Day, to: Day): void {
  if (to < from) throw new UsageError(`the last day, ${to}, lies before the first, ${from}`);
  if (daysBetween(from, to) >= MOST_DAYS)
    throw new UsageError(`that is more than ${MOST_DAYS} days`, 'Take them in parts.');
}

function sentence(from: Day, to: Day, cancel: boolean): string {
  const when = from === to ? formatDay(from) : formatSpan(from, to);
  return cancel ? `No rest on ${when}.` : `Rest on ${when}.`;
}
