import {
  addDays,
  type Day,
  daysBetween,
  firstOfMonth,
  formatMonth,
  formatMonthLong,
  lastOfMonth,
  startOfWeek,
  WEEKDAYS,
  type Weekday,
} from '../core/day.ts';
import { type CountingRule, type DayTotal, emptyTotal, hasCome } from '../core/day-status.ts';
import type { Settings } from '../core/settings.ts';
import type { Style } from '../core/style.ts';
import { levelOf, type YearSummary } from '../core/year.ts';
import { labelLines } from './labels.ts';
import { hangingIndent, MARGIN, renderScreen, screenWidth } from './layout.ts';
import { runWords } from './streak.ts';
import { capitalize, plural } from './words.ts';

const WEEKDAY_NAME = 5;

/** Keeps a mark and its word on one line. */
const GLUE = '\u00a0';

/** A row of months of the heat map, from and to a month; January is 0. */
type Band = readonly [first: number, last: number];

interface HeatMapLayout {
  /** Columns for each week, 1 or 2. */
  readonly cell: number;
  readonly weekStart: Weekday;
  readonly rule: CountingRule;
  readonly style: Style;
}

/** The year as a calendar heat map, with weeks as columns and weekdays as rows, and its figures. */
export function yearScreen(year: YearSummary, settings: Settings, today: Day, style: Style): string {
  const { weekStart, minimum } = settings;
  const layout = { cell: cellWidth(year, weekStart, style), weekStart, rule: { minimum, today }, style };
  const bands = monthBands(year.year, layout);
  return renderScreen(
    MARGIN + style.strong(String(year.year)),
    ...bands.map((band) => heatMap(year, band, layout)),
    hangingIndent(MARGIN, style.dim(legend(style)), style).replaceAll(GLUE, ' '),
    yearFacts(year)
      .map((fact) => hangingIndent(MARGIN, fact, style))
      .join('\n'),
    labelLines(year.labels, style),
  );
}

/** The figures of a year, a sentence each. */
export function yearFacts(year: YearSummary): string[] {
  const { done, planned, counted, active, rest } = year;
  if (done + planned + rest === 0) return ['Nothing is recorded for this year.'];
  const days = [`${plural(counted, 'day')} counted`, `${active} with something done`];
  if (rest > 0) days.push(`${plural(rest, 'rest day')}`);
  return [`${done} done, ${planned} planned`, days.join(', '), ...streakFacts(year), mostDoneFact(year)].filter(
    Boolean,
  );
}

function streakFacts({ bestStreak, cutFrom }: YearSummary): string[] {
  if (bestStreak === null) return [];
  const best = `Best streak: ${runWords(bestStreak)}`;
  return cutFrom === null ? [best] : [best, `Cut at New Year; in full ${runWords(cutFrom)}`];
}

function mostDoneFact({ bestWeekday, bestMonth }: YearSummary): string {
  const most = [
    bestWeekday === null ? '' : `on ${capitalize(WEEKDAYS[bestWeekday])}s`,
    bestMonth === null ? '' : `in ${formatMonthLong(bestMonth)}`,
  ].filter(Boolean);
  return most.length === 0 ? '' : `Most done ${most.join(', and ')}`;
}

/** Two columns for each week if the whole year fits, else one. */
function cellWidth({ from, to }: YearSummary, weekStart: Weekday, { width = 80 }: Style): number {
  return MARGIN.length + WEEKDAY_NAME + 2 * weeksBetween(from, to, weekStart) <= width ? 2 : 1;
}

/** The months in as few bands of equal length as fit the width. */
function monthBands(year: number, { cell, weekStart, style }: HeatMapLayout): Band[] {
  const room = Math.max(style.width ?? 80, screenWidth(style)) - MARGIN.length - WEEKDAY_NAME;
  const fits = (months: number) =>
    bandsOf(months).every(
      ([first, last]) => cell * weeksBetween(firstOfMonth(year, first), lastOfMonth(year, last), weekStart) <= room,
    );
  return bandsOf([12, 6, 4, 3, 2].find(fits) ?? 1);
}

function bandsOf(months: number): Band[] {
  return Array.from({ length: 12 / months }, (_, band) => [band * months, (band + 1) * months - 1]);
}

/** How many week columns the days from `from` to `to` touch. */
export function weeksBetween(from: Day, to: Day, weekStart: Weekday): number {
  return daysBetween(startOfWeek(from, weekStart), startOfWeek(to, weekStart)) / 7 + 1;
}

/** `Mon`, for a row of the calendar, from 0. */
export function rowName(row: number, weekStart: Weekday): string {
  return capitalize(WEEKDAYS[(weekStart + row) % 7] as string).slice(0, 3);
}

function heatMap({ year, days, begins }: YearSummary, [first, last]: Band, layout: HeatMapLayout): string {
  const { cell, weekStart, rule, style } = layout;
  const from = firstOfMonth(year, first);
  const to = lastOfMonth(year, last);
  const shown = begins > from ? begins : from;
  const weeks = weeksBetween(from, to, weekStart);
  const byDay = new Map(days.map((total) => [total.day, total]));
  const rows = Array.from({ length: 7 }, (_, row) => {
    const cells = Array.from({ length: weeks }, (_, week) => {
      const day = addDays(startOfWeek(from, weekStart), week * 7 + row);
      const mark = day < shown || day > to ? ' ' : dayMark(byDay.get(day) ?? emptyTotal(day), rule, style);
      return mark + ' '.repeat(cell - 1);
    });
    return `${MARGIN}${style.dim(rowName(row, weekStart).padEnd(WEEKDAY_NAME))}${cells.join('').trimEnd()}`;
  });
  const names = monthNames(year, [first, last], layout);
  return [MARGIN + ' '.repeat(WEEKDAY_NAME) + style.dim(names), ...rows].join('\n');
}

/** The names of the months, each above the week of its first day. */
function monthNames(year: number, [first, last]: Band, { cell, weekStart }: HeatMapLayout): string {
  let line = '';
  for (let month = first; month <= last; month += 1) {
    const column = weeksBetween(firstOfMonth(year, first), firstOfMonth(year, month), weekStart) - 1;
    line = line.padEnd(column * cell) + formatMonth(month);
  }
  return line;
}

function dayMark(total: DayTotal, rule: CountingRule, style: Style): string {
  const { levels, rest } = style.glyphs;
  const level = levelOf(total, rule);
  if (level > 0) return style.done(levels[level]);
  if (total.rest) return rest;
  return hasCome(total.day, rule.today) ? style.dim(levels[0]) : ' ';
}

function legend({ glyphs: { levels, rest } }: Style): string {
  const words = ['nothing', 'some', 'half', 'counts'].map((word, level) => `${levels[level]}${GLUE}${word}`);
  return [...words, `${rest}${GLUE}rest`].join('  ');
}
