import { formatSpan, formatWeekday, weekNumber } from '../core/day.ts';
import { type DayTotal, hasCome, totalOf } from '../core/day-status.ts';
import type { Settings } from '../core/settings.ts';
import type { WeekSummary } from '../core/week.ts';
import { wrapLines } from '../core/width.ts';
import { dayMark, svg, svgFile, textLines, wrapClauses } from './picture.ts';
import { dayFigures, weekFacts } from './week.ts';
import { dayWords, markKind } from './year-svg.ts';

const WIDTH = 400;
const MARGIN = 16;
const COLUMN = (WIDTH - 2 * MARGIN) / 7;
const MARK = 36;

/** In characters, however wide the viewer's letters are. */
const FACT_WIDTH = 50;
const WORDS_WIDTH = 44;
/** The width of a weekday's name. */
const NAME = 40;
const PITCH = 18;

const TITLE_BASE = 30;
const DAYS_TOP = 46;
const FACTS_BASE = 150;

// In the row of the days.
const NAMES_BASE = 12;
const MARKS_TOP = 20;
const FIGURES_BASE = MARKS_TOP + MARK + 18;

/** The week as an SVG file that can be read at a width of 400 pixels; with `withWords` also what was done, in the user's words. */
export function weekSvg(week: WeekSummary, settings: Settings, withWords: boolean): string {
  const title = `Week ${weekNumber(week.from, settings.weekStart)}, ${formatSpan(week.from, week.to)}`;
  const facts = weekFacts(week);
  const factLines = facts.flatMap((fact) => wrapClauses(fact, FACT_WIDTH));
  const words = withWords ? wordsOfDays(week) : [];
  const wordsBase = FACTS_BASE + factLines.length * PITCH + PITCH / 2;
  return svgFile({
    id: 'week',
    width: WIDTH,
    height: (words.length === 0 ? FACTS_BASE + factLines.length * PITCH : wordsBase + words.length * PITCH) - 2,
    title,
    description: `${facts.join('. ')}.`,
    content: [
      ...textLines([title], { x: MARGIN, y: TITLE_BASE, pitch: 0, style: 'title' }),
      `<g transform="translate(0 ${DAYS_TOP})">${dayColumns(week).join('\n')}</g>`,
      ...textLines(factLines, { x: MARGIN, y: FACTS_BASE, pitch: PITCH }),
      ...textLines(
        words.map(({ name }) => name),
        { x: MARGIN, y: wordsBase, pitch: PITCH },
      ),
      ...textLines(
        words.map(({ line }) => line),
        { x: MARGIN + NAME, y: wordsBase, pitch: PITCH, style: 'words' },
      ),
    ],
  });
}

/** The marks of the week for a page that contains `PICTURE_STYLE`. */
export function weekMarksSvg(week: WeekSummary): string {
  const [title, height] = ['The days of the week', FIGURES_BASE + 8];
  return svg({ id: 'week', width: WIDTH, height, title, description: '', content: dayColumns(week) });
}

function dayColumns({ days, streak }: WeekSummary): string[] {
  return days.map(totalOf).map((total, column) => dayColumn(total, column, streak));
}

/** A day: its name, its mark unless it is still to come, and its figures. */
function dayColumn(total: DayTotal, column: number, rule: WeekSummary['streak']): string {
  const middle = MARGIN + (column + 0.5) * COLUMN;
  const center = (text: string, y: number) =>
    text === '' ? '' : `<text x="${round(middle)}" y="${y}" text-anchor="middle">${text}</text>`;
  const isShown = hasCome(total.day, rule.today) || total.rest;
  const mark = { x: round(middle - MARK / 2), y: MARKS_TOP, size: MARK, kind: markKind(total, rule) };
  return [
    center(formatWeekday(total.day), NAMES_BASE),
    isShown ? dayMark(mark) : '',
    center(dayFigures(total), FIGURES_BASE),
  ].join('');
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

interface WordsLine {
  /** Of the first line of a day. */
  readonly name: string;
  readonly line: string;
}

/** What was done on each day, wrapped. */
function wordsOfDays({ days }: WeekSummary): WordsLine[] {
  return days.flatMap((record) =>
    dayWords(record)
      .flatMap((text) => wrapLines(text, WORDS_WIDTH))
      .map((line, index) => ({ name: index === 0 ? formatWeekday(record.day) : '', line })),
  );
}
