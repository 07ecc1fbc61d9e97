import { type Day, formatDay, formatSpan, formatWeekday, startOfWeek, weekNumber } from '../core/day.ts';
import { hasCome } from '../core/day-status.ts';
import { groupBy } from '../core/group.ts';
import type { Setback } from '../core/setback.ts';
import type { Settings } from '../core/settings.ts';
import type { Comeback, Streak } from '../core/streak.ts';
import { type DayRecord, doneThings, type Thing } from '../core/thing.ts';
import type { YearSummary } from '../core/year.ts';
import { findingWords } from './findings.ts';
import { labelFigures } from './labels.ts';
import { escapeMarkup } from './markup.ts';
import { htmlList, htmlPage } from './page.ts';
import { CHART_STYLE, PICTURE_STYLE } from './picture.ts';
import { settledHow } from './setbacks.ts';
import { statsSvg } from './stats-svg.ts';
import { gapsInWords } from './streak.ts';
import { capitalize, plural, times } from './words.ts';
import { yearFacts } from './year.ts';
import { heatMapSvgs } from './year-svg.ts';

/** The content of a year's HTML page. */
export interface YearPageContent {
  readonly year: YearSummary;
  /** The days of the year with a record, oldest first. */
  readonly records: readonly DayRecord[];
  /** Streaks and comebacks of all years. */
  readonly streak: Streak;
  /** The setbacks of the year, oldest first. */
  readonly setbacks: readonly Setback[];
  readonly settings: Settings;
  /** Without them the page shows figures and days, and nothing that the user wrote. */
  readonly withTexts: boolean;
}

const MOST_STREAKS = 10;

const STYLE = `
  figure{margin:1rem 0;display:flex;flex-wrap:wrap}
  svg{display:block;max-width:100%;height:auto}
  @media (min-width:56.25rem){.heat+.heat .weekday{display:none}}
  .week li{display:grid;grid-template-columns:3rem 1fr;gap:.25rem}
  ${PICTURE_STYLE}${CHART_STYLE}
`;

/** A year as an HTML page without external files: heat map, streaks, comebacks, setbacks and weeks. */
export function yearHtml({ year, records, streak, setbacks, settings, withTexts }: YearPageContent): string {
  const days = records.filter(({ day }) => hasCome(day, streak.today));
  const content = `<h1>${year.year}</h1>
<figure>${heatMapSvgs({ year, settings, streak, records: withTexts ? records : null })}</figure>
${htmlList(yearFacts(year).map(escapeMarkup))}
${section('Labels', labelItems(year))}
${statsSection(year)}
${section('Streaks', streakItems(year, streak))}
${section('Comebacks', comebackItems(year, streak))}
${section(
  'Setbacks',
  setbacks.map((setback) => setbackItem(setback, withTexts)),
)}
${weeksSection(days, settings, withTexts ? dayTexts : dayFigures)}`;
  return htmlPage({ title: `${year.year} in four things`, style: STYLE, content });
}

/** The bars of `four stats`, and what the numbers carry in words. */
function statsSection({ stats, labels }: YearSummary): string {
  const names = labels?.map(({ label }) => label) ?? null;
  const words = stats.findings.map((finding) => findingWords(finding, names));
  const picture = statsSvg(stats, names, words.join(' '));
  if (picture === '') return '';
  const items = words.length === 0 ? '' : `\n${htmlList(words.map(escapeMarkup))}`;
  return `<section>\n<h2>What gets done</h2>\n<figure>${picture}</figure>${items}\n</section>`;
}

function labelItems({ labels }: YearSummary): string[] {
  if (labels === null || labels.every(({ planned }) => planned === 0)) return [];
  return labels.map((total) => `${escapeMarkup(total.label)} <span class="note">${labelFigures(total)}</span>`);
}

/** The streaks that touch the year, longest first. */
function streakItems({ from, to }: YearSummary, streak: Streak): string[] {
  return streak
    .runs(from, to)
    .toSorted((a, b) => b.days - a.days)
    .slice(0, MOST_STREAKS)
    .map((run) => `${plural(run.days, 'day')} <span class="note">${formatSpan(run.from, run.to)}</span>`);
}

function comebackItems({ from, to }: YearSummary, streak: Streak): string[] {
  const comebacks = streak.comebacks(from, to);
  if (comebacks.length === 0) return [];
  const byLength = [...groupBy(comebacks, ({ days }) => days)].sort(([one], [other]) => one - other);
  return [
    capitalize(gapsInWords(comebacks.map(({ days }) => days))),
    ...byLength.map(([days, equal]) => comebackItem(days, equal)),
  ];
}

/** Equal comebacks in one line: `back in 1 day, 4 times`. */
function comebackItem(days: number, equal: readonly Comeback[]): string {
  const [first, last] = [equal[0] as Comeback, equal.at(-1) as Comeback];
  const when = equal.length === 1 ? formatDay(first.day) : formatSpan(first.day, last.day);
  const count = equal.length === 1 ? '' : `, ${times(equal.length)}`;
  return `${when} <span class="note">back in ${plural(days, 'day')}${count}</span>`;
}

function setbackItem(setback: Setback, withTexts: boolean): string {
  const settled = `<span class="note">${formatDay(setback.day)}, ${settledHow(setback)}</span>`;
  if (!withTexts) return settled;
  const next = setback.next ? `<br><span class="did">${escapeMarkup(setback.next.text)}</span>` : '';
  const lesson = setback.lesson === null ? '' : `<br>${escapeMarkup(setback.lesson)}`;
  return `${escapeMarkup(setback.text)} ${settled}${next}${lesson}`;
}

function weeksSection(
  records: readonly DayRecord[],
  { weekStart }: Settings,
  linesOf: (record: DayRecord) => string[],
): string {
  const shown = records.filter((record) => doneThings(record).length > 0 || record.rest !== null);
  if (shown.length === 0) return '';
  const weeks = [...groupBy(shown, ({ day }) => startOfWeek(day, weekStart))].map(([first, days]) => {
    const title = `Week ${weekNumber(first, weekStart)}, ${formatSpan(days[0]?.day as Day, days.at(-1)?.day as Day)}`;
    const items = days.map((record) => dayItem(record, linesOf(record)));
    return `<h3>${title}</h3>\n<ul class="week">\n${items.join('\n')}\n</ul>`;
  });
  return `<section>\n<h2>Week by week</h2>\n${weeks.join('\n')}\n</section>`;
}

/** The weekday, and what was done on it below each other. */
function dayItem({ day }: DayRecord, lines: readonly string[]): string {
  return `<li><span class="day">${formatWeekday(day)}</span><span>${lines.join('<br>')}</span></li>`;
}

function dayTexts(record: DayRecord): string[] {
  const reason = record.rest?.reason ? `: ${escapeMarkup(record.rest.reason)}` : '';
  const rest = record.rest === null ? [] : [`<span class="note">rest${reason}</span>`];
  return [...rest, ...doneThings(record).map(thingItem)];
}

function dayFigures(record: DayRecord): string[] {
  const done = doneThings(record).length;
  return [...(record.rest === null ? [] : ['<span class="note">rest</span>']), ...(done === 0 ? [] : [`${done} done`])];
}

function thingItem({ text, did }: Thing): string {
  return escapeMarkup(text) + (did === null ? '' : `: <span class="did">${escapeMarkup(did)}</span>`);
}

function section(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `<section>\n<h2>${title}</h2>\n${htmlList(items)}\n</section>`;
}
