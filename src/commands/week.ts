import { addDays, type Day } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { weekSummary } from '../core/week.ts';
import { weekJson } from '../views/json.ts';
import { weekScreen } from '../views/week.ts';
import { defineCommand } from './command.ts';
import { dateOption, dayArgument, flag, oneDay } from './options.ts';

export const week = defineCommand({
  name: 'week',
  group: 'past',
  summary: 'Summarize the week',
  days: 'back',
  arguments: { day: dayArgument('A day of the week, instead of today') },
  options: { last: flag({ flags: '--last', summary: 'Show last week' }), date: dateOption },
  examples: [
    { line: 'four week', meaning: 'This week' },
    { line: 'four week --last --json', meaning: 'Last week, for a script' },
  ],
  run(session, { day, last, date }) {
    const { store, settings, output, terminal, today } = session;
    const summary = weekSummary(dayOfWeek(today, last, oneDay(day, date)), settings, session.streak(), store);
    output.print(
      () => weekJson(summary, settings),
      () => weekScreen(summary, settings, terminal.style),
    );
  },
});

function dayOfWeek(today: Day, isLast: boolean, named: Day | undefined): Day {
  if (isLast && named !== undefined) throw new UsageError('--last and a day name two weeks', 'Leave one out.');
  return isLast ? addDays(today, -7) : (named ?? today);
}
