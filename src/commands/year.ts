import path from 'node:path';
import { firstOfMonth, isSupportedDay, yearOf } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { type YearSummary, yearSummary } from '../core/year.ts';
import type { Session } from '../session/session.ts';
import { type NamedText, writeFiles } from '../store/files.ts';
import { yearJson } from '../views/json.ts';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { enumerate } from '../views/words.ts';
import { yearScreen } from '../views/year.ts';
import { yearHtml } from '../views/year-html.ts';
import { yearSvg } from '../views/year-svg.ts';
import { defineCommand } from './command.ts';
import { flag, option, optionalArgument, parseFile } from './options.ts';

export const year = defineCommand({
  name: 'year',
  group: 'past',
  summary: 'Show a heat map of the year and its totals',
  arguments: { year: optionalArgument({ name: 'year', summary: 'The year, instead of this one', parse: parseYear }) },
  options: {
    svg: option({
      flags: '--svg <file>',
      summary: 'Write the heat map to a picture',
      completion: 'file',
      parse: parseFile,
    }),
    html: option({
      flags: '--html <file>',
      summary: 'Write a page with the heat map, the streaks, the comebacks and the words of each week',
      completion: 'file',
      parse: parseFile,
    }),
    noWords: flag({ flags: '--no-words', summary: 'Leave out everything you wrote, and keep the figures' }),
  },
  examples: [
    { line: 'four year', meaning: 'This year' },
    { line: 'four year 2025 --html year.html', meaning: 'A page of another year' },
    { line: 'four year --html year.html --no-words', meaning: 'A page to show around' },
  ],
  run(session, { year: named, svg, html, noWords }) {
    if (svg !== undefined && html !== undefined && path.resolve(svg) === path.resolve(html))
      throw new UsageError('one file cannot be the picture and the page', 'Name two.');
    const { store, settings, today, output, terminal } = session;
    const whole = yearSummary(named ?? yearOf(today), settings, today, store);
    const summary = noWords ? { ...whole, labels: null } : whole;
    const files = drawYear(session, summary, { svg, html, withTexts: !noWords });
    const json = () => yearJson(summary, settings, today);
    if (files.length === 0) {
      output.print(json, () => yearScreen(summary, settings, today, terminal.style));
      return;
    }
    writeFiles(files);
    const written = files.map(({ file }) =>
      hangingIndent(MARGIN, `Written: ${terminal.style.text(file)}`, terminal.style),
    );
    output.printChange(json, () => renderScreen(written.join('\n')), {
      words: `${enumerate(files.map(({ file }) => file))} ${files.length === 1 ? 'is' : 'are'} written`,
    });
  },
});

function parseYear(word: string): number {
  if (!/^\d{4}$/.test(word) || !isSupportedDay(firstOfMonth(Number(word), 0)))
    throw new UsageError(`there is no year ${JSON.stringify(word)}`, 'A year has four digits, like 2026.');
  return Number(word);
}

interface Files {
  readonly svg: string | undefined;
  readonly html: string | undefined;
  readonly withTexts: boolean;
}

function drawYear(session: Session, summary: YearSummary, { svg, html, withTexts }: Files): NamedText[] {
  const { store, settings, today } = session;
  const files: NamedText[] = [];
  if (svg !== undefined) files.push({ file: svg, text: yearSvg(summary, settings, today) });
  if (html !== undefined) {
    const records = store.days.list(summary).reverse();
    const setbacks = store.setbacks.list(summary.from, summary.to).reverse();
    const text = yearHtml({ year: summary, records, streak: session.streak(), setbacks, settings, withTexts });
    files.push({ file: html, text });
  }
  return files;
}
