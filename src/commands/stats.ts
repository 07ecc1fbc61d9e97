import { addDays, type Day, firstOfMonth, lastOfMonth, yearOf } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { goodWeeks } from '../core/good-weeks.ts';
import { statsOf } from '../core/stats.ts';
import type { Session } from '../session/session.ts';
import { statsScreen } from '../views/stats.ts';
import { statsJson } from '../views/stats-json.ts';
import { defineCommand, type Option } from './command.ts';
import { checkSpan, spanOptions } from './days.ts';
import { parseYear } from './options.ts';

/** `--year`, with or without a value. */
const yearOption: Option<number | undefined> = {
  flags: '--year [year]',
  summary: 'Look at one year; without YEAR, at this one',
  completion: 'year',
  read: (given, { session }) => {
    if (given === undefined) return undefined;
    return given === true ? yearOf(session.today) : parseYear(String(given));
  },
};

export const stats = defineCommand({
  name: 'stats',
  group: 'past',
  summary: 'Show how much gets done of what you planned',
  days: 'back',
  options: { year: yearOption, ...spanOptions },
  examples: [
    { line: 'four stats', meaning: 'All of the past' },
    { line: 'four stats --year 2025', meaning: 'One year' },
    { line: 'four stats --from 2026-09-01', meaning: 'Since September' },
  ],
  run(session, { year, from, to }) {
    if (year !== undefined && (from !== undefined || to !== undefined))
      throw new UsageError('--year excludes --from and --to', 'Leave out one or the other.');
    checkSpan(session, from, to);
    const span = year === undefined ? { from, to } : { from: firstOfMonth(year, 0), to: lastOfMonth(year, 11) };
    const content = lookAt(session, span);
    const { output, terminal } = session;
    output.print(
      () => statsJson(content),
      () => statsScreen(content, terminal.style),
    );
  },
});

interface Span {
  readonly from: Day | undefined;
  readonly to: Day | undefined;
}

/** Today is not over: it is left out of the shares, and in the weeks only if it makes one good. */
function lookAt(session: Session, { from, to }: Span) {
  const { store, settings, today } = session;
  const yesterday = addDays(today, -1);
  const stats = statsOf(store.days.inOrder({ from, to: to !== undefined && to < today ? to : yesterday }), settings);
  return { stats, weeks: goodWeeks(session.streak(), settings.weekStart, from, to), labels: settings.labels };
}
