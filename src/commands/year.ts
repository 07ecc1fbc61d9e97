import path from 'node:path';
import type { Command } from 'commander';
import { firstOfMonth, isSupportedDay, yearOf } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { type YearSummary, yearSummary } from '../core/year.ts';
import type { Begin, Session } from '../session/session.ts';
import { type NamedText, writeFiles } from '../store/files.ts';
import { yearJson } from '../views/json.ts';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { yearScreen } from '../views/year.ts';
import { yearHtml } from '../views/year-html.ts';
import { yearSvg } from '../views/year-svg.ts';
import { parseFile } from './options.ts';

interface YearOptions {
  readonly svg?: string;
  readonly html?: string;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('year')
    .description('a heat map of the year, with its totals')
    .argument('[year]', 'the year, instead of this one')
    .option('--svg <file>', 'writes it as a picture', parseFile)
    .option(
      '--html <file>',
      'writes it as a page, with the streaks, the comebacks and the words of each week',
      parseFile,
    )
    .action((word: string | undefined, options: YearOptions) => {
      const named = word === undefined ? undefined : parseYear(word);
      checkFiles(options);
      const session = begin();
      const year = named ?? yearOf(session.today);
      showYear(session, year, options);
    });
}

function checkFiles({ svg, html }: YearOptions): void {
  if (svg !== undefined && html !== undefined && path.resolve(svg) === path.resolve(html))
    throw new UsageError('one file cannot be the picture and the page', 'Name two.');
}

function parseYear(word: string): number {
  if (!/^\d{4}$/.test(word) || !isSupportedDay(firstOfMonth(Number(word), 0)))
    throw new UsageError(`there is no year ${JSON.stringify(word)}`, 'A year has four digits, like 2026.');
  return Number(word);
}

function showYear(session: Session, number: number, options: YearOptions): void {
  const { store, settings, today, terminal } = session;
  const year = yearSummary(number, settings, today, store);
  const json = () => yearJson(year, settings, today);
  const files = drawYear(session, year, options);
  if (files.length === 0) {
    session.output.print(json, () => yearScreen(year, settings, today, terminal.style));
    return;
  }
  writeFiles(files);
  const written = files.map(({ file }) =>
    hangingIndent(MARGIN, `Written: ${terminal.style.text(file)}`, terminal.style),
  );
  session.output.printChange(json, () => renderScreen(written.join('\n')));
}

function drawYear(session: Session, year: YearSummary, { svg, html }: YearOptions): NamedText[] {
  const { store, settings, today } = session;
  const files: NamedText[] = [];
  if (svg !== undefined) files.push({ file: svg, text: yearSvg(year, settings, today) });
  if (html !== undefined) {
    const records = store.days.list(year).reverse();
    const setbacks = store.setbacks.list(year.from, year.to).reverse();
    const streak = session.streak();
    files.push({ file: html, text: yearHtml({ year, records, streak, setbacks, settings }) });
  }
  return files;
}
