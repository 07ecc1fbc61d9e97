import {
  addDays,
  type Day,
  daysBetween,
  firstOfMonth,
  formatMonth,
  lastOfMonth,
  monthOf,
  startOfWeek,
  WEEKDAYS,
  type Weekday,
} from '../core/day.ts';
import { type CountingRule, type DayTotal, emptyTotal, hasCome } from '../core/day-status.ts';
import type { Settings } from '../core/settings.ts';
import type { Style } from '../core/style.ts';
import { levelOf, type YearSummary } from '../core/year.ts';
import { findingFact } from './findings.ts';
import { labelLines } from './labels.ts';
import { hangingIndent, MARGIN, renderScreen, screenWidth } from './layout.ts';
import { runWords } from './streak.ts';
import { capitalize, plural } from './words.ts';

const WEEKDAY_NAME = 5;

/** The columns of a week: its mark, and a gap. */
const CELL = 2;

/** Keeps a mark and its word on one line. */
const GLUE = '\u00a0';

/** A row of months of the heat map, from and to a month; January is 0. */
export type Band = readonly [first: number, last: number];

interface HeatMapLayout {
  readonly weekStart: Weekday;
  readonly rule: CountingRule;
  readonly style: Style;
}

/** The year as a calendar heat map, with weeks as columns and weekdays as rows, and its figures. */
export function yearScreen(year: YearSummary, settings: Settings, today: Day, style: Style): string {
  const { weekStart, minimum } = settings;
  const layout = { weekStart, rule: { minimum, today }, style };
  const bands = monthBands(year, layout).filter((band) => hasDays(year, band, today));
  return renderScreen(
    MARGIN + style.strong(String(year.year)),
    ...bands.map((band) => heatMap(year, band, layout)),
    hangingIndent(MARGIN, legend(style), style).replaceAll(GLUE, ' '),
    yearFacts(year)
      .map((fact) => hangingIndent(MARGIN, fact, style))
      .join('\n'),
    labelLines(year.labels, style),
  );
}

/** The figures of a year and what they show, a sentence each. */
export function yearFacts(year: YearSummary): string[] {
  return [...yearFigures(year), ...weekdayFact(year)].filter(Boolean);
}

/** The figures of a year, a sentence each. */
export function yearFigures(year: YearSummary): string[] {
  const { done, planned, counted, active, rest } = year;
  if (done + planned + rest === 0) return ['Nothing is recorded for this year.'];
  const days = [`${plural(counted, 'day')} counted`, `${active} with something done`];
  if (rest > 0) days.push(`${plural(rest, 'rest day')}`);
  return [`${done} done, ${planned} planned`, days.join(', '), ...streakFacts(year)];
}

/** A weekday on which more or less gets done than chance would make it. */
function weekdayFact({ stats, labels }: YearSummary): string[] {
  const finding = stats.findings.find(({ group }) => group.kind === 'weekday' || group.kind === 'weekend');
  return finding ? [findingFact(finding, labels?.map(({ label }) => label) ?? null)] : [];
}

function streakFacts({ bestStreak, cutFrom }: YearSummary): string[] {
  if (bestStreak === null) return [];
  const best = `Best streak: ${runWords(bestStreak)}`;
  return cutFrom === null ? [best] : [best, `Cut at New Year; in full ${runWords(cutFrom)}`];
}

/** The months from the one in which the history begins, in as few bands of equal length as fit the width. */
function monthBands({ year, begins }: YearSummary, { weekStart, style }: HeatMapLayout): Band[] {
  const room = Math.max(style.width ?? 80, screenWidth(style)) - MARGIN.length - WEEKDAY_NAME;
  const fits = (months: number) =>
    bandsOf(monthOf(begins), months).every(
      ([first, last]) => CELL * weeksBetween(firstOfMonth(year, first), lastOfMonth(year, last), weekStart) - 1 <= room,
    );
  return bandsOf(monthOf(begins), [12, 6, 4, 3, 2].find(fits) ?? 1);
}

/** The months of a year from `start` on, so many to a band; the last band may have fewer. */
export function bandsOf(start: number, months: number): Band[] {
  const count = Math.ceil((12 - start) / months);
  return Array.from({ length: count }, (_, band) => {
    const first = start + band * months;
    return [first, Math.min(11, first + months - 1)];
  });
}

/** Whether a band has come, or something is recorded ahead in it; the first one is always there. */
function hasDays({ year, begins, days }: YearSummary, [first, last]: Band, today: Day): boolean {
  const from = firstOfMonth(year, first);
  const isRecorded = days.some(({ day }) => day >= from && day <= lastOfMonth(year, last));
  return first === monthOf(begins) || hasCome(from, today) || isRecorded;
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
  const { weekStart, rule, style } = layout;
  const from = firstOfMonth(year, first);
  const to = lastOfMonth(year, last);
  const shown = begins > from ? begins : from;
  const weeks = weeksBetween(from, to, weekStart);
  const byDay = new Map(days.map((total) => [total.day, total]));
  const rows = Array.from({ length: 7 }, (_, row) => {
    const cells = Array.from({ length: weeks }, (_, week) => {
      const day = addDays(startOfWeek(from, weekStart), week * 7 + row);
      const mark = day < shown || day > to ? ' ' : dayMark(byDay.get(day) ?? emptyTotal(day), rule, style);
      return mark + ' '.repeat(CELL - 1);
    });
    return `${MARGIN}${style.dim(rowName(row, weekStart).padEnd(WEEKDAY_NAME))}${cells.join('').trimEnd()}`;
  });
  const names = monthNames(year, [first, last], layout);
  return [MARGIN + ' '.repeat(WEEKDAY_NAME) + style.dim(names), ...rows].join('\n');
}

/** The names of the months, each above the week of its first day. */
function monthNames(year: number, [first, last]: Band, { weekStart }: HeatMapLayout): string {
  let line = '';
  for (let month = first; month <= last; month += 1) {
    const column = weeksBetween(firstOfMonth(year, first), firstOfMonth(year, month), weekStart) - 1;
    line = line.padEnd(column * CELL) + formatMonth(month);
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

/** Each mark in the colour it has in the map. */
function legend({ glyphs: { levels, rest }, done, dim }: Style): string {
  const words = ['nothing', 'some', 'half', 'counts'].map((word, level) => {
    const mark = levels[level] as string;
    return (level === 0 ? dim(mark) : done(mark)) + dim(GLUE + word);
  });
  return [...words, rest + dim(`${GLUE}rest`)].join('  ');
}
