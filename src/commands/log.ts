import type { Command } from 'commander';
import type { Day } from '../core/day.ts';
import { groupBy } from '../core/group.ts';
import { DAY_FORMS } from '../core/parse-day.ts';
import { fold, parseText } from '../core/text.ts';
import { dayData } from '../session/print-day.ts';
import type { Begin, Session } from '../session/session.ts';
import { setbackJson } from '../views/json.ts';
import { type LogEntry, logScreen } from '../views/log.ts';
import { checkSpan, parseCount } from './options.ts';

interface LogOptions {
  readonly number?: string;
  readonly from?: string;
  readonly to?: string;
  readonly grep?: string;
}

interface LogQuery {
  readonly from: Day | undefined;
  readonly to: Day;
  readonly limit: number | undefined;
  /** Folded; empty when nothing is searched for. */
  readonly wanted: string;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('log')
    .description('the past, newest first')
    .option('-n, --number <count>', 'how many days at most')
    .option('--from <day>', `the first day: ${DAY_FORMS}`)
    .option('--to <day>', 'the last day, instead of today')
    .option('--grep <text>', 'only days with this in their words, whatever its case and accents')
    .action(async (options: LogOptions) => {
      const limit = options.number === undefined ? undefined : parseCount(options.number, '-n');
      const wanted = options.grep === undefined ? '' : fold(parseText(options.grep, '--grep'));
      const session = begin();
      const from = options.from === undefined ? undefined : await session.parseDay(options.from);
      const to = await session.parseDay(options.to);
      checkSpan(from, to);
      const entries = findEntries(session, { from, to, limit, wanted });
      await session.output.printInPager(
        () =>
          entries.map(({ record, setbacks }) => ({ ...dayData(session, record), setbacks: setbacks.map(setbackJson) })),
        () => logScreen(entries, wanted, session.settings, session.terminal.style),
      );
    });
}

function findEntries({ store }: Session, { from, to, limit, wanted }: LogQuery): LogEntry[] {
  const setbacks = groupBy(store.setbacks.list(from, to), ({ day }) => day);
  const entries = store.days
    .list({ from, to, limit: wanted === '' ? limit : undefined })
    .map((record) => ({ record, setbacks: setbacks.get(record.day) ?? [] }));
  return wanted === '' ? entries : entries.filter((entry) => mentions(entry, wanted)).slice(0, limit);
}

function mentions({ record, setbacks }: LogEntry, wanted: string): boolean {
  const words = [
    ...record.things.flatMap(({ text, also, did }) => [text, also, did]),
    record.rest?.reason,
    ...setbacks.flatMap(({ text, lesson }) => [text, lesson]),
  ];
  return words.some((text) => text && fold(text).includes(wanted));
}
