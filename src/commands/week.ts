import { addDays, type Day } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { weekSummary } from '../core/week.ts';
import { thatIs } from '../session/print-day.ts';
import { weekJson } from '../views/json.ts';
import { weekScreen } from '../views/week.ts';
import { defineCommand } from './command.ts';
import { oneDay, weekArgument, weekDateOption } from './days.ts';
import { flag } from './options.ts';
import { checkWordsOption, printWritten, svgOption, wordsOption } from './picture-options.ts';
import { refuseJsonAnd, reportFormat } from './report-option.ts';

export const week = defineCommand({
  name: 'week',
  group: 'past',
  summary: 'Summarize the week',
  days: 'back',
  arguments: { day: weekArgument },
  options: {
    last: flag({ flags: '--last', summary: 'Show last week' }),
    date: weekDateOption,
    format: reportFormat,
    svg: svgOption('Write the week to a picture, without your words'),
    words: wordsOption,
  },
  examples: [
    { line: 'four week', meaning: 'This week' },
    { line: 'four week last', meaning: 'Last week' },
    { line: 'four week --format md > review.md', meaning: 'The weekly review, to keep' },
  ],
  async run(session, { day, last, date, format, svg, words }) {
    checkWordsOption(words, svg);
    const { store, settings, output, terminal, today } = session;
    const named = dayOfWeek(today, last, oneDay(day, date));
    const summary = weekSummary(named, settings, today, store);
    if (svg !== undefined) {
      if (format !== undefined) throw new UsageError('--svg and --format exclude each other', 'Leave out one of them.');
      const { weekSvg } = await import('../views/week-svg.ts');
      const picture = { file: svg, text: weekSvg(summary, settings, words) };
      printWritten(session, [picture], () => weekJson(summary, settings));
      return;
    }
    if (format !== undefined) {
      refuseJsonAnd(format, session);
      const { weekReport } = await import('../views/week-report.ts');
      output.printDocument([weekReport(summary, settings, format)]);
      return;
    }
    output.print(
      () => weekJson(summary, settings),
      () => weekScreen(summary, settings, terminal.style, thatIs(session, named)),
    );
  },
});

function dayOfWeek(today: Day, isLast: boolean, named: Day | undefined): Day {
  if (isLast && named !== undefined) throw new UsageError('--last and a day name two weeks', 'Leave one out.');
  return isLast ? addDays(today, -7) : (named ?? today);
}
