import type { Day } from '../core/day.ts';
import { nameDay } from '../core/day-names.ts';
import { groupBy } from '../core/group.ts';
import { fold, parseText } from '../core/text.ts';
import { dayData } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { setbackJson } from '../views/json.ts';
import { type LogEntry, logScreen, nothingFound } from '../views/log.ts';
import { defineCommand, sameWords } from './command.ts';
import { checkSpan, spanOptions } from './days.ts';
import { countFor, option } from './options.ts';
import { refuseJsonAnd, reportFormat } from './report-option.ts';

export const log = defineCommand({
  name: 'log',
  group: 'past',
  summary: 'Show the past, newest first',
  days: 'back',
  otherNames: {
    ...sameWords('history'),
    standup: () => ['--format', 'text', '--from', 'yesterday'],
    search: (words) => ['--grep', words.join(' ')],
    month: () => ['--from', '-30'],
  },
  otherForms: ([count = '', ...more]) =>
    more.length === 0 && /^-?\d+$/.test(count) ? ['-n', count.replace('-', '')] : undefined,
  options: {
    limit: option({ flags: '-n, --number <count>', summary: 'Show at most this many days', parse: countFor('-n') }),
    ...spanOptions,
    format: reportFormat,
    wanted: option({
      flags: '--grep <text>',
      summary: 'Show only days whose texts contain this, ignoring case and accents',
      parse: (text) => fold(parseText(text, '--grep')),
    }),
  },
  examples: [
    { line: 'four log -n 7', meaning: 'The last seven days with something written down' },
    { line: 'four log --format text --from yesterday', meaning: 'Yesterday and today, for a stand-up' },
    { line: 'four log --grep acme --from 2026-01-01', meaning: 'Every day of this year that mentions Acme' },
  ],
  async run(session, { limit, from, to = session.today, format, wanted = '' }) {
    checkSpan(session, from, to);
    const { output, settings, terminal } = session;
    const entries = () => findEntries(session, { from, to, limit, wanted });
    if (format !== undefined) {
      refuseJsonAnd(format, session);
      const { logReport } = await import('../views/log-report.ts');
      output.printDocument([logReport([...entries()].reverse(), nothingFound(wanted, terminal.style), format)]);
      return;
    }
    await output.printList(
      () => entriesJson(session, entries()),
      () => logScreen({ entries: entries(), wanted, note: spanNote(session, from, to) }, settings, terminal.style),
    );
  },
});

function* entriesJson(session: Session, entries: Iterable<LogEntry>): Generator<unknown> {
  for (const { record, setbacks } of entries)
    yield { ...dayData(session, record), setbacks: setbacks.map(setbackJson) };
}

/** `From last Monday, 23 Nov to Friday, 27 Nov:` where the words left one of the days to be resolved. */
function spanNote({ calendar, resolvedDays }: Session, from: Day | undefined, to: Day): string {
  if (![from, to].some((day) => day !== undefined && resolvedDays.includes(day))) return '';
  const beginning = from === undefined ? 'Up to' : `From ${nameDay(from, calendar)} to`;
  return `${beginning} ${nameDay(to, calendar)}:`;
}

interface LogQuery {
  readonly from: Day | undefined;
  readonly to: Day;
  readonly limit: number | undefined;
  /** Folded; empty when nothing is searched for. */
  readonly wanted: string;
}

/** Newest first. All of the past is read year by year. */
function* findEntries({ store }: Session, { from, to, limit, wanted }: LogQuery): Generator<LogEntry> {
  const setbacks = groupBy(store.setbacks.list(from, to), ({ day }) => day);
  const isShort = wanted === '' && limit !== undefined;
  const records = isShort ? store.days.list({ from, to, limit }) : store.days.newestFirst({ from, to });
  let left = limit ?? Number.POSITIVE_INFINITY;
  for (const record of records) {
    const entry = { record, setbacks: setbacks.get(record.day) ?? [] };
    if (wanted !== '' && !mentions(entry, wanted)) continue;
    yield entry;
    left -= 1;
    if (left === 0) return;
  }
}

function mentions({ record, setbacks }: LogEntry, wanted: string): boolean {
  const texts = [
    ...record.things.flatMap(({ text, also, did }) => [text, also, did]),
    record.rest?.reason,
    ...setbacks.flatMap(({ text, lesson }) => [text, lesson]),
  ];
  return texts.some((text) => text && fold(text).includes(wanted));
}
