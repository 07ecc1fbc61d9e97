import path from 'node:path';
import { yearOf } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { type YearSummary, yearSummary } from '../core/year.ts';
import type { Session } from '../session/session.ts';
import type { NamedText } from '../store/files.ts';
import { yearJson } from '../views/json.ts';
import { yearScreen } from '../views/year.ts';
import { yearHtml } from '../views/year-html.ts';
import { yearSvg } from '../views/year-svg.ts';
import { defineCommand } from './command.ts';
import { flag, option, optionalArgument, parseFile, parseYear } from './options.ts';
import { checkWordsOption, printWritten, svgOption, wordsOption } from './picture-options.ts';

export const year = defineCommand({
  name: 'year',
  group: 'past',
  summary: 'Show a heat map of the year and its totals',
  arguments: {
    year: optionalArgument({
      name: 'year',
      summary: 'The year, instead of this one',
      completion: 'year',
      parse: parseYear,
    }),
  },
  options: {
    svg: svgOption('Write a picture with the heat map, the streaks and the comebacks, without your words'),
    html: option({
      flags: '--html <file>',
      summary: 'Write a page with the heat map, the streaks, the comebacks and the words of each week',
      completion: 'file',
      parse: parseFile,
    }),
    words: wordsOption,
    noWords: flag({ flags: '--no-words', summary: 'Leave out everything you wrote, and keep the figures' }),
  },
  examples: [
    { line: 'four year', meaning: 'This year' },
    { line: 'four year 2025 --html year.html', meaning: 'A page of another year' },
    { line: 'four year --html year.html --no-words', meaning: 'A page to show around' },
  ],
  run(session, { year: named, svg, html, words, noWords }) {
    checkWordsOption(words, svg);
    if (svg !== undefined && html !== undefined && path.resolve(svg) === path.resolve(html))
      throw new UsageError('one file cannot be the picture and the page', 'Name two.');
    const { store, settings, today, output, terminal } = session;
    const whole = yearSummary(named ?? yearOf(today), settings, today, store);
    const summary = noWords ? { ...whole, labels: null } : whole;
    const files = drawYear(session, summary, { svg, html, words, noWords });
    const json = () => yearJson(summary, settings, today);
    if (files.length > 0) printWritten(session, files, json);
    else output.print(json, () => yearScreen(summary, settings, today, terminal.style));
  },
});

interface Files {
  readonly svg: string | undefined;
  readonly html: string | undefined;
  readonly words: boolean;
  readonly noWords: boolean;
}

function drawYear(session: Session, year: YearSummary, { svg, html, words, noWords }: Files): NamedText[] {
  if (svg === undefined && html === undefined) return [];
  const { store, settings } = session;
  const records = store.days.list(year).reverse();
  const drawing = { year, settings, streak: session.streak() };
  const files: NamedText[] = [];
  if (svg !== undefined) files.push({ file: svg, text: yearSvg({ ...drawing, records: words ? records : null }) });
  if (html !== undefined) {
    const setbacks = store.setbacks.list(year.from, year.to).reverse();
    files.push({ file: html, text: yearHtml({ ...drawing, records, setbacks, withTexts: !noWords }) });
  }
  return files;
}
