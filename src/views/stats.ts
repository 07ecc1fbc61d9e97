import { formatSpan, WEEKDAYS } from '../core/day.ts';
import type { GoodWeeks } from '../core/good-weeks.ts';
import type { Share, Stats } from '../core/stats.ts';
import type { Style } from '../core/style.ts';
import { truncate } from '../core/width.ts';
import { findingWords, percent } from './findings.ts';
import { hangingIndent, justify, MARGIN, padEnd, padStart, renderScreen, screenWidth } from './layout.ts';
import { goodWeeksInWords } from './streak.ts';
import { capitalize, plural, times } from './words.ts';

export interface StatsContent {
  readonly stats: Stats;
  readonly weeks: GoodWeeks;
  readonly labels: readonly string[] | null;
}

/** A row of a bar chart. */
export interface StatsRow extends Share {
  readonly name: string;
}

/** What gets done: by weekday, slot and carry as bars, by hour as heights, and what the numbers carry in words. */
export function statsScreen({ stats, weeks, labels }: StatsContent, style: Style): string {
  const { from, to } = stats;
  if (from === null || to === null) {
    const nothing = 'Nothing to show yet: this counts what you planned on past days.';
    return renderScreen(hangingIndent(MARGIN, nothing, style));
  }
  const title = style.strong('What gets done');
  return renderScreen(
    justify(MARGIN + title, style.dim(formatSpan(from, to)), style),
    statsFacts(stats, weeks)
      .map((fact) => hangingIndent(MARGIN, fact, style))
      .join('\n'),
    stats.findings.map((finding) => hangingIndent(MARGIN, findingWords(finding, labels), style)).join('\n'),
    ...rowGroups(stats, labels).map((rows) => barLines(rows, stats, style)),
    hourLines(stats, style),
  );
}

/** The figures of all days, a sentence each. */
export function statsFacts({ planned, done, days, unplanned }: Stats, weeks: GoodWeeks): string[] {
  const more = unplanned === 0 ? '' : `, and ${unplanned} more without a plan`;
  return [
    `${done} of ${planned} done (${percent({ planned, done })}) on ${plural(days, 'day')}${more}`,
    ...(weeks.total === 0 ? [] : [`Weeks: ${goodWeeksInWords(weeks)}`]),
  ];
}

/** The rows of each chart: weekdays, slots or labels, and how often a thing had been carried. */
export function rowGroups({ weekdays, slots, carried }: Stats, labels: readonly string[] | null): StatsRow[][] {
  const groups = [
    weekdays.map(({ weekday, ...share }) => ({ ...share, name: capitalize(WEEKDAYS[weekday]).slice(0, 3) })),
    slots.map(({ slot, ...share }) => ({ ...share, name: labels?.[slot - 1] ?? `slot ${slot}` })),
    carried.map(({ times: count, ...share }) => ({ ...share, name: carriedName(count, carried.length - 1) })),
  ];
  return groups.map((rows) => rows.filter(({ planned }) => planned > 0)).filter((rows) => rows.length > 1);
}

/** `fresh`, `carried once`, `carried 3+` */
function carriedName(count: number, most: number): string {
  if (count === 0) return 'fresh';
  return count < most ? `carried ${times(count)}` : `carried ${count}+`;
}

const NAME = 14;
const WIDEST_BAR = 36;
const NARROWEST_BAR = 12;

function barLines(rows: readonly StatsRow[], { planned }: Stats, style: Style): string {
  const figuresWidth = String(planned).length * 2 + '   of '.length;
  const room = screenWidth(style) - MARGIN.length - NAME - '  100%'.length;
  // In a narrow window, a longer bar says more than the figures.
  const hasFigures = room - figuresWidth >= NARROWEST_BAR;
  const width = Math.max(1, Math.min(WIDEST_BAR, hasFigures ? room - figuresWidth : room));
  return rows
    .map((row) => {
      const name = padEnd(truncate(style.text(row.name), NAME - 1, style.glyphs.ellipsis), NAME);
      const figures = hasFigures ? style.dim(`  ${row.done} of ${row.planned}`) : '';
      return `${MARGIN}${style.dim(name)}${bar(row, width, style)}  ${padStart(percent(row), 4)}${figures}`;
    })
    .join('\n');
}

/** Full only if all was done, and empty only if nothing was. */
function bar({ planned, done }: Share, width: number, style: Style): string {
  const exact = Math.round((width * done) / planned);
  const filled = Math.min(Math.max(exact, done > 0 ? 1 : 0), done < planned ? width - 1 : width);
  const [, light, , full] = style.glyphs.levels;
  return style.done(full.repeat(filled)) + style.dim(light.repeat(width - filled));
}

/** The hours of the clock, each as high as what was checked off in it. */
function hourLines({ hours }: Stats, style: Style): string {
  const most = Math.max(...hours);
  if (most === 0) return '';
  const cell = screenWidth(style) >= MARGIN.length + NAME + 2 * hours.length ? 2 : 1;
  const { heights } = style.glyphs;
  const marks = hours.map((count) => {
    const height = count === 0 ? 0 : Math.max(1, Math.round((count * (heights.length - 1)) / most));
    return (heights[height] as string).repeat(cell);
  });
  const axis = [0, 6, 12, 18]
    .map((hour) => padEnd(String(hour), 6 * cell))
    .join('')
    .trimEnd();
  const indent = MARGIN + ' '.repeat(NAME);
  return [
    `${MARGIN}${style.dim(padEnd('by the hour', NAME))}${style.done(marks.join('').trimEnd())}`,
    indent + style.dim(axis),
  ].join('\n');
}
