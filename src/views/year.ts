import {
  addDays,
  type Day,
  daysBetween,
  firstOfMonth,
  formatMonth,
  formatMonthLong,
  formatSpan,
  lastOfMonth,
  startOfWeek,
  WEEKDAYS,
  type Weekday,
} from '../core/day.ts';
import type { Settings } from '../core/settings.ts';
import type { DayTotal } from '../core/streak.ts';
import type { Style } from '../core/style.ts';
import { levelOf, type YearSummary } from '../core/year.ts';
import { labelLines } from './labels.ts';
import { hangingIndent, MARGIN, renderScreen, screenWidth } from './layout.ts';
import { capitalize, plural } from './words.ts';

const WEEKDAY_NAME = 5;

/** Holds a mark and its word together while lines are broken. */
const GLUE = '\u00a0';

/** The year as a calendar heat map (weeks as columns, weekdays as rows) and what it comes to. */
export function yearScreen(year: YearSummary, settings: Settings, today: Day, style: Style): string {
  const cell = cellWidth(year, settings.weekStart, style);
  const bands = monthBands(year, settings.weekStart, cell, style);
  return renderScreen(
    MARGIN + style.strong(String(year.year)),
    ...bands.map(([first, last]) => heatMap(year, first, last, cell, settings, today, style)),
    hangingIndent(MARGIN, style.dim(legend(style)), style).replaceAll(GLUE, ' '),
    yearFacts(year)
      .map((fact) => hangingIndent(MARGIN, fact, style))
      .join('\n'),
    labelLines(year.labels, style),
  );
}

/** What a year comes to, a sentence each. */
export function yearFacts({
  done,
  planned,
  counted,
  active,
  rest,
  bestStreak,
  bestWeekday,
  bestMonth,
}: YearSummary): string[] {
  if (done + planned + rest === 0) return ['Nothing is written down in this year.'];
  const days = [`${plural(counted, 'day')} counted`, `${active} with something done`];
  if (rest > 0) days.push(`${rest} of rest`);
  const facts = [`${done} done, ${planned} planned`, days.join(', ')];
  if (bestStreak)
    facts.push(`Best streak: ${plural(bestStreak.days, 'day')}, ${formatSpan(bestStreak.from, bestStreak.to)}`);
  if (bestWeekday !== null && bestMonth !== null)
    facts.push(`Most done on ${capitalize(WEEKDAYS[bestWeekday])}s, and in ${formatMonthLong(bestMonth)}`);
  return facts;
}

/** Two columns a week where the whole year fits that way, else one. */
function cellWidth({ from, to }: YearSummary, weekStart: Weekday, { width = 80 }: Style): number {
  return MARGIN.length + WEEKDAY_NAME + 2 * weeksBetween(from, to, weekStart) <= width ? 2 : 1;
}

/** The months from 0, in as few bands of equally many as fit the width. */
function monthBands(
  { year }: YearSummary,
  weekStart: Weekday,
  cell: number,
  style: Style,
): [first: number, last: number][] {
  const room = Math.max(style.width ?? 80, screenWidth(style)) - MARGIN.length - WEEKDAY_NAME;
  const fits = (months: number) =>
    bandsOf(months).every(
      ([first, last]) => cell * weeksBetween(firstOfMonth(year, first), lastOfMonth(year, last), weekStart) <= room,
    );
  return bandsOf([12, 6, 4, 3, 2].find(fits) ?? 1);
}

function bandsOf(months: number): [first: number, last: number][] {
  return Array.from({ length: 12 / months }, (_, band) => [band * months, (band + 1) * months - 1]);
}

/** How many week columns the days from `from` to `to` touch. */
export function weeksBetween(from: Day, to: Day, weekStart: Weekday): number {
  return daysBetween(startOfWeek(from, weekStart), startOfWeek(to, weekStart)) / 7 + 1;
}

/** `Mon`, of a row of the calendar from 0. */
export function rowName(row: number, weekStart: Weekday): string {
  return capitalize(WEEKDAYS[(weekStart + row) % 7] as string).slice(0, 3);
}

function heatMap(
  year: YearSummary,
  first: number,
  last: number,
  cell: number,
  { weekStart, minimum }: Settings,
  today: Day,
  style: Style,
): string {
  const from = firstOfMonth(year.year, first);
  const to = lastOfMonth(year.year, last);
  const weeks = weeksBetween(from, to, weekStart);
  const byDay = new Map(year.days.map((total) => [total.day, total]));
  const rows = Array.from({ length: 7 }, (_, row) => {
    const cells = Array.from({ length: weeks }, (_, week) => {
      const day = addDays(startOfWeek(from, weekStart), week * 7 + row);
      const mark = day < from || day > to ? ' ' : dayMark(byDay.get(day), day, minimum, today, style);
      return mark + ' '.repeat(cell - 1);
    });
    return `${MARGIN}${style.dim(rowName(row, weekStart).padEnd(WEEKDAY_NAME))}${cells.join('').trimEnd()}`;
  });
  return [
    MARGIN + ' '.repeat(WEEKDAY_NAME) + style.dim(monthNames(year.year, first, last, cell, weekStart)),
    ...rows,
  ].join('\n');
}

/** Each month's name above the week its first day is in. */
function monthNames(year: number, first: number, last: number, cell: number, weekStart: Weekday): string {
  let line = '';
  for (let month = first; month <= last; month += 1) {
    const column = weeksBetween(firstOfMonth(year, first), firstOfMonth(year, month), weekStart) - 1;
    line = line.padEnd(column * cell) + formatMonth(month);
  }
  return line;
}

function dayMark(total: DayTotal | undefined, day: Day, minimum: number, today: Day, style: Style): string {
  const { levels, rest } = style.glyphs;
  const level = levelOf(total, minimum, today);
  if (level > 0) return style.done(levels[level]);
  if (total?.rest) return rest;
  return day > today ? ' ' : style.dim(levels[0]);
}

function legend({ glyphs: { levels, rest } }: Style): string {
  const words = ['nothing', 'some', 'half', 'counts'].map((word, level) => `${levels[level]}${GLUE}${word}`);
  return [...words, `${rest}${GLUE}rest`].join('  ');
}
