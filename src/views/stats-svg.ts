import type { Stats } from '../core/stats.ts';
import { percent } from './findings.ts';
import { escapeMarkup } from './markup.ts';
import { svg } from './picture.ts';
import { rowGroups, type StatsRow } from './stats.ts';

const NAME = 100;
const BAR = 220;
const PERCENT = 48;
const ROW = 20;
const THICK = 12;
const GAP = 14;
const TALL = 48;
const MARGIN = 8;
const BASELINE = 10;

/** The bars of `four stats` for a page that contains `CHART_STYLE`, narrow enough for a phone; empty without anything planned. */
export function statsSvg(stats: Stats, labels: readonly string[] | null, description: string): string {
  const content: string[] = [];
  let y = MARGIN;
  for (const rows of rowGroups(stats, labels)) {
    for (const row of rows) {
      content.push(barRow(row, y));
      y += ROW;
    }
    y += GAP;
  }
  if (Math.max(...stats.hours) > 0) {
    content.push(hourColumns(stats.hours, y));
    y += TALL + ROW;
  }
  if (content.length === 0) return '';
  const width = MARGIN + NAME + BAR + PERCENT;
  return svg({ kind: 'chart', id: 'stats', width, height: y, title: 'What gets done', description, content });
}

function barRow(row: StatsRow, y: number): string {
  const x = MARGIN + NAME;
  const filled = Math.round((BAR * row.done) / row.planned);
  return [
    `<text x="${MARGIN}" y="${y + BASELINE}">${escapeMarkup(row.name)}</text>`,
    `<rect class="l0" x="${x}" y="${y}" width="${BAR}" height="${THICK}" rx="2"><title>${row.done} of ${row.planned}</title></rect>`,
    `<rect class="l3" x="${x}" y="${y}" width="${filled}" height="${THICK}" rx="2"><title>${row.done} of ${row.planned}</title></rect>`,
    `<text class="words" x="${x + BAR + MARGIN}" y="${y + BASELINE}">${percent(row)}</text>`,
  ].join('');
}

function hourColumns(hours: readonly number[], y: number): string {
  const x = MARGIN + NAME;
  const pitch = BAR / hours.length;
  const most = Math.max(...hours);
  const columns = hours.map((count, hour) => {
    const height = Math.round((TALL * count) / most);
    const place = `x="${(x + hour * pitch).toFixed(1)}" y="${y + TALL - height}"`;
    return `<rect class="l3" ${place} width="${(pitch - 1).toFixed(1)}" height="${height}"><title>${hour}:00: ${count}</title></rect>`;
  });
  const axis = [0, 6, 12, 18].map((hour) => `<text x="${x + hour * pitch}" y="${y + TALL + ROW - 6}">${hour}</text>`);
  return [`<text x="${MARGIN}" y="${y + TALL}">by the hour</text>`, ...columns, ...axis].join('');
}
