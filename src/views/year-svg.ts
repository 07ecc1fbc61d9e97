import {
  type Day,
  daysBetween,
  daysFromTo,
  firstOfMonth,
  formatDay,
  formatMonth,
  formatMonthLong,
  lastOfMonth,
  monthOf,
  startOfWeek,
  yearOf,
} from '../core/day.ts';
import { type CountingRule, type DayTotal, emptyTotal, hasCome } from '../core/day-status.ts';
import type { Settings } from '../core/settings.ts';
import type { Streak } from '../core/streak.ts';
import { type DayRecord, doneThings } from '../core/thing.ts';
import { levelOf, type YearSummary } from '../core/year.ts';
import { labelFigures } from './labels.ts';
import { dayMark, svg, svgFile, textLines, wrapClauses } from './picture.ts';
import { gapsInWords } from './streak.ts';
import { plural } from './words.ts';
import { bandsOf, rowName, weeksBetween, yearFacts, yearFigures } from './year.ts';

const PITCH = 14;
const CELL = 11;
const LEFT = 36;
const TOP = 24;
const BOTTOM = 34;
const MARGIN = 8;

/** The rows of a part, with the names of its months. */
const PART_HEIGHT = TOP + 7 * PITCH;

/** Room for 184 days, whichever weekday they begin with. */
const FILE_WIDTH = LEFT + 28 * PITCH + MARGIN;

/** Room for the legend, however few the weeks are. */
const LEGEND_WIDTH = 360;

/** In characters, however wide the viewer's letters are. */
const LINE_WIDTH = 58;
const LINE_PITCH = 18;

/** A year as it is drawn, with the rules that its days follow. */
export interface YearDrawing {
  readonly year: YearSummary;
  readonly settings: Settings;
  /** Streaks and comebacks of all years. */
  readonly streak: Streak;
  /** The days of the year with a record; null to leave out everything that the user wrote. */
  readonly records: readonly DayRecord[] | null;
}

/** A part of the year as a picture: whole months. */
interface Part {
  readonly from: Day;
  readonly to: Day;
}

/** A year as an SVG file that can be read at a width of 400 pixels: the heat map in halves, and what the year came to. */
export function yearSvg(drawing: YearDrawing): string {
  const { year } = drawing;
  const halves = halvesOf(year);
  const topOf = (index: number) => MARGIN + 24 + index * (PART_HEIGHT + MARGIN);
  const legendTop = topOf(halves.length);
  const lines = figureLines(drawing).flatMap((line) => wrapClauses(line, LINE_WIDTH));
  const figuresTop = legendTop + CELL + 24;
  return svgFile({
    id: 'heat',
    width: FILE_WIDTH,
    height: figuresTop + lines.length * LINE_PITCH,
    title: titleOf(year),
    description: describe(year),
    content: [
      ...textLines([String(year.year)], { x: MARGIN, y: MARGIN + 16, pitch: 0, style: 'title' }),
      ...halves.map((half, index) => {
        const content = partContent(drawing, half).join('\n');
        return `<g transform="translate(0 ${topOf(index)})">\n${content}\n</g>`;
      }),
      legend(legendTop),
      ...textLines(lines, { x: MARGIN, y: figuresTop, pitch: LINE_PITCH }),
    ],
  });
}

/** The months from the one in which the history begins, in halves. */
function halvesOf({ year, begins }: YearSummary): Part[] {
  const start = monthOf(begins);
  const halves = bandsOf(start, start < 6 ? Math.ceil((12 - start) / 2) : 12);
  return halves.map(([first, last]) => ({ from: firstOfMonth(year, first), to: lastOfMonth(year, last) }));
}

/** What the year came to; with the user's words also what each label came to. */
function figureLines({ year, streak, records }: YearDrawing): string[] {
  const comebacks = streak.comebacks(year.from, year.to).map(({ days }) => days);
  const labels = records === null ? [] : (year.labels ?? []).filter(({ planned }) => planned > 0);
  return [
    ...yearFigures(year),
    comebacks.length === 0 ? '' : `${plural(comebacks.length, 'comeback')}: ${gapsInWords(comebacks)}`,
    labels.map((total) => `${total.label} ${labelFigures(total)}`).join(', '),
  ].filter(Boolean);
}

/** The heat map for a page that contains `PICTURE_STYLE`, in halves that a narrow page folds. */
export function heatMapSvgs(drawing: YearDrawing): string {
  const { year, settings } = drawing;
  const halves = halvesOf(year);
  const pictures = halves.map((part, index) => {
    const [first, last] = [monthOf(part.from), monthOf(part.to)];
    const hasLegend = index === halves.length - 1;
    const months = `${formatMonthLong(first)} to ${formatMonthLong(last)}`;
    return svg({
      id: `heat-${index + 1}`,
      width: Math.max(
        LEFT + weeksBetween(part.from, part.to, settings.weekStart) * PITCH + MARGIN,
        hasLegend ? LEGEND_WIDTH : 0,
      ),
      height: PART_HEIGHT + BOTTOM,
      title: `${titleOf(year)}, ${first === last ? formatMonthLong(first) : months}`,
      description: index === 0 ? describe(year) : '',
      content: [...partContent(drawing, part), hasLegend ? legend(PART_HEIGHT + 16) : ''],
    });
  });
  return pictures.join('');
}

function titleOf({ year }: YearSummary): string {
  return `The days of ${year}`;
}

function describe(year: YearSummary): string {
  return `${yearFacts(year).join('. ')}.`;
}

function partContent(drawing: YearDrawing, part: Part): string[] {
  const { settings } = drawing;
  return [monthLabels(part, settings), weekdayLabels(settings), ...dayMarks(drawing, part)];
}

function dayMarks(drawing: YearDrawing, { from, to }: Part): string[] {
  const { year, settings, streak, records } = drawing;
  const { weekStart, minimum } = settings;
  const { today } = streak;
  const byDay = new Map(year.days.map((total) => [total.day, total]));
  const words = new Map(records?.map((record) => [record.day, dayWords(record)]));
  const origin = startOfWeek(from, weekStart);
  const days = daysFromTo(from, to).filter((day) => day >= year.begins && (hasCome(day, today) || byDay.has(day)));
  return days.map((day) => {
    const offset = daysBetween(origin, day);
    const total = byDay.get(day) ?? emptyTotal(day);
    return dayMark({
      x: LEFT + Math.floor(offset / 7) * PITCH,
      y: TOP + (offset % 7) * PITCH,
      size: CELL,
      kind: markKind(total, { minimum, today }),
      title: [tooltip(total), ...(words.get(day) ?? [])],
    });
  });
}

/** What was done on a day and why it was taken off, in the user's words. */
export function dayWords(record: DayRecord): string[] {
  const done = doneThings(record).map(({ text, did }) => (did === null ? text : `${text}: ${did}`));
  return record.rest?.reason ? [...done, `rest: ${record.rest.reason}`] : done;
}

/** The kind of mark of a day: `rest`, or `l0` to `l3`. */
export function markKind(total: DayTotal, rule: CountingRule): string {
  const level = levelOf(total, rule);
  return level === 0 && total.rest ? 'rest' : `l${level}`;
}

function tooltip({ day, planned, done, rest }: DayTotal): string {
  const figures = planned + done > 0 ? `: ${done} done, ${planned} planned` : '';
  return `${formatDay(day)}${figures}${rest ? ', rest' : ''}`;
}

function monthLabels({ from, to }: Part, { weekStart }: Settings): string {
  const months = Array.from({ length: monthOf(to) - monthOf(from) + 1 }, (_, index) => monthOf(from) + index);
  const labels = months.map((month) => {
    const column = weeksBetween(from, firstOfMonth(yearOf(from), month), weekStart) - 1;
    return `<text x="${LEFT + column * PITCH}" y="${TOP - 8}">${formatMonth(month)}</text>`;
  });
  return labels.join('');
}

function weekdayLabels({ weekStart }: Settings): string {
  const labels = Array.from(
    { length: 7 },
    (_, row) =>
      `<text class="weekday" x="${MARGIN}" y="${TOP + row * PITCH + CELL - 2}">${rowName(row, weekStart)}</text>`,
  );
  return labels.join('');
}

function legend(y: number): string {
  const entries = [
    ['l0', 'nothing'],
    ['l1', 'some'],
    ['l2', 'half'],
    ['l3', 'counts'],
    ['rest', 'rest'],
  ] as const;
  let x = LEFT;
  return entries
    .map(([kind, words]) => {
      const entry = `${dayMark({ x, y, size: CELL, kind })}<text x="${x + PITCH + 2}" y="${y + CELL - 2}">${words}</text>`;
      x += 34 + words.length * 6;
      return entry;
    })
    .join('');
}
