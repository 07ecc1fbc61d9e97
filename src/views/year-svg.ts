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
import { type DayTotal, emptyTotal, hasCome } from '../core/day-status.ts';
import type { Settings } from '../core/settings.ts';
import { levelOf, type YearSummary } from '../core/year.ts';
import { escapeMarkup } from './markup.ts';
import { bandsOf, rowName, weeksBetween, yearFacts } from './year.ts';

const PITCH = 14;
const CELL = 11;
const LEFT = 36;
const TOP = 24;
const BOTTOM = 34;
const MARGIN = 8;

const LIGHT = {
  ground: '#fff',
  words: '#57606a',
  rest: '#8c959f',
  levels: ['#ebedf0', '#b7e3c0', '#5fb878', '#1a7f37'],
};
const DARK = {
  ground: '#0d1117',
  words: '#9ba5b0',
  rest: '#6e7681',
  levels: ['#21262d', '#12502a', '#238a45', '#4ed472'],
};

/**
 * The style of the heat map, light and dark. Levels differ in brightness, so that they can be told apart in a grey print. Colours are
 * written out because not all SVG viewers support variables.
 */
export const HEAT_STYLE = `
  .heat text{font:11px system-ui,sans-serif}
  .heat .rest{fill:none;stroke-width:1.5}
  ${colors(LIGHT)}
  @media (prefers-color-scheme:dark){${colors(DARK)}}
  @media print{${colors(LIGHT)}.heat{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;

function colors({ ground, words, rest, levels }: typeof LIGHT): string {
  const fills = levels.map((color, level) => `.heat .l${level}{fill:${color}}`).join('');
  return `.heat .ground{fill:${ground}}.heat text{fill:${words}}.heat .rest{stroke:${rest}}${fills}`;
}

/** A year as it is drawn, with the rules that its days follow. */
interface Drawing {
  readonly year: YearSummary;
  readonly settings: Settings;
  readonly today: Day;
}

/** A part of the year as a picture: whole months. */
interface Part {
  readonly id: string;
  readonly from: Day;
  readonly to: Day;
  /** Days before it are left out. */
  readonly begins: Day;
  readonly title: string;
  readonly description: string;
  readonly hasLegend: boolean;
}

/** The heat map of a year as an SVG file, with a title, a description and a tooltip for each day. */
export function yearSvg(year: YearSummary, settings: Settings, today: Day): string {
  const whole = { from: year.from, to: year.to, begins: year.from, title: titleOf(year), hasLegend: true };
  const before = `<style>${HEAT_STYLE}</style><rect class="ground" width="100%" height="100%"/>`;
  return partSvg({ year, settings, today }, { ...whole, id: 'heat', description: describe(year) }, before);
}

/** The heat map for a page that contains `HEAT_STYLE`: from the month in which the history begins, in halves that a narrow page folds. */
export function heatMapSvgs(year: YearSummary, settings: Settings, today: Day): string {
  const start = monthOf(year.begins);
  const halves = bandsOf(start, start < 6 ? Math.ceil((12 - start) / 2) : 12);
  const pictures = halves.map(([first, last], index) => {
    const months = `${formatMonthLong(first)} to ${formatMonthLong(last)}`;
    return partSvg(
      { year, settings, today },
      {
        id: `heat-${index + 1}`,
        from: firstOfMonth(year.year, first),
        to: lastOfMonth(year.year, last),
        begins: year.begins,
        title: `${titleOf(year)}, ${first === last ? formatMonthLong(first) : months}`,
        description: index === 0 ? describe(year) : '',
        hasLegend: index === halves.length - 1,
      },
    );
  });
  return pictures.join('');
}

function titleOf({ year }: YearSummary): string {
  return `The days of ${year}`;
}

function describe(year: YearSummary): string {
  return `${yearFacts(year).join('. ')}.`;
}

/** `before` comes first in the picture. */
function partSvg(drawing: Drawing, part: Part, before = ''): string {
  const { id, from, to, title, description, hasLegend } = part;
  const { settings } = drawing;
  const width = LEFT + weeksBetween(from, to, settings.weekStart) * PITCH + MARGIN;
  const height = TOP + 7 * PITCH + BOTTOM;
  const parts = [
    `<title id="${id}-title">${title}</title>`,
    description && `<desc id="${id}-desc">${escapeMarkup(description)}</desc>`,
    before,
    monthLabels(part, settings),
    weekdayLabels(settings),
    ...dayCells(drawing, part),
    hasLegend ? legend(height - BOTTOM + 16) : '',
  ];
  const names = description === '' ? `${id}-title` : `${id}-title ${id}-desc`;
  return `<svg class="heat" xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${names}">\n${parts.filter(Boolean).join('\n')}\n</svg>\n`;
}

function dayCells({ year, settings: { weekStart, minimum }, today }: Drawing, { from, to, begins }: Part): string[] {
  const byDay = new Map(year.days.map((total) => [total.day, total]));
  const origin = startOfWeek(from, weekStart);
  const days = daysFromTo(from, to).filter((day) => day >= begins && (hasCome(day, today) || byDay.has(day)));
  return days.map((day) => {
    const offset = daysBetween(origin, day);
    const total = byDay.get(day) ?? emptyTotal(day);
    const level = levelOf(total, { minimum, today });
    const kind = level === 0 && total.rest ? 'rest' : `l${level}`;
    return cell(LEFT + Math.floor(offset / 7) * PITCH, TOP + (offset % 7) * PITCH, kind, tooltip(total));
  });
}

/** A rest day is a ring: it differs by shape, not only by colour. */
function cell(x: number, y: number, kind: string, title = ''): string {
  const content = title && `<title>${title}</title>`;
  if (kind === 'rest')
    return `<circle class="rest" cx="${x + CELL / 2}" cy="${y + CELL / 2}" r="4">${content}</circle>`;
  return `<rect class="${kind}" x="${x}" y="${y}" width="${CELL}" height="${CELL}" rx="2">${content}</rect>`;
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
      const entry = `${cell(x, y, kind)}<text x="${x + PITCH + 2}" y="${y + CELL - 2}">${words}</text>`;
      x += 34 + words.length * 6;
      return entry;
    })
    .join('');
}
