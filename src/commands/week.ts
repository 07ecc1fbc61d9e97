import { addDays, type Day, startOfWeek } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { parseText } from '../core/text.ts';
import { type WeekSummary, weekSummary } from '../core/week.ts';
import { thatIs } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { saveNextNote } from '../session/week-note.ts';
import { weekJson } from '../views/json.ts';
import { weekScreen } from '../views/week.ts';
import { defineCommand, sameWords } from './command.ts';
import { oneDay, weekArgument, weekDateOption } from './days.ts';
import { flag, option } from './options.ts';
import { checkWordsOption, printWritten, svgOption, wordsOption } from './picture-options.ts';
import { refuseJsonAnd, reportFormat } from './report-option.ts';

export const week = defineCommand({
  name: 'week',
  group: 'past',
  summary: 'Summarize the week',
  days: 'back',
  otherNames: sameWords('review', 'report'),
  arguments: { day: weekArgument },
  options: {
    last: flag({ flags: '--last', summary: 'Show last week' }),
    date: weekDateOption,
    format: reportFormat,
    note: option({
      flags: '--note <text>',
      summary: 'Take this into the following week; "" takes it back',
      parse: (text) => ({ text: text === '' ? null : parseText(text, '--note') }),
    }),
    svg: svgOption('Write a picture of the week, without your words'),
    words: wordsOption,
  },
  examples: [
    { line: 'four week', meaning: 'This week' },
    { line: 'four week last', meaning: 'Last week' },
    { line: 'four week --format md > review.md', meaning: 'The weekly review, to keep' },
  ],
  async run(session, { day, last, date, note, format, svg, words }) {
    checkWordsOption(words, svg);
    if (format !== undefined) refuseJsonAnd(format, session);
    if (svg !== undefined && format !== undefined)
      throw new UsageError('--svg and --format exclude each other', 'Leave out one of them.');
    const { store, settings, output, terminal, today } = session;
    const named = dayOfWeek(today, last, oneDay(day, date));
    if (note) saveNextNote(session, addDays(startOfWeek(named, settings.weekStart), 6), note.text);
    const summary = weekSummary(named, settings, today, store);
    const json = () => weekJson(summary, settings);
    if (svg !== undefined) {
      const { weekSvg } = await import('../views/week-svg.ts');
      const picture = { file: svg, text: weekSvg(summary, settings, words) };
      printWritten(session, [picture], json);
      return;
    }
    if (format !== undefined) {
      const { weekReport } = await import('../views/week-report.ts');
      output.printDocument([weekReport(summary, settings, format)]);
      return;
    }
    const screen = () => weekScreen(summary, settings, terminal.style, thatIs(session, named));
    if (note) output.printChange(json, screen);
    else output.print(json, screen);
    if (!note && isAsking(session, summary)) {
      const { askForNextWeek } = await import('../flows/next-week.ts');
      await askForNextWeek(session, summary);
    }
  },
});

/** On the last day of a week with something on it, until there is an answer. */
function isAsking({ output, today }: Session, { to, done, planned, nextNote }: WeekSummary): boolean {
  return output.mayPrompt && today === to && done + planned > 0 && nextNote === null;
}

function dayOfWeek(today: Day, isLast: boolean, named: Day | undefined): Day {
  if (isLast && named !== undefined) throw new UsageError('--last and a day name two weeks', 'Leave one out.');
  return isLast ? addDays(today, -7) : (named ?? today);
}
