import { addDays, formatSpan, formatWeekday, formatWeekdayLong, weekNumber } from '../core/day.ts';
import { type CountingRule, type DayTotal, hasCome, statusOf, totalOf } from '../core/day-status.ts';
import type { Settings } from '../core/settings.ts';
import type { Style } from '../core/style.ts';
import { type DayRecord, doneThings, type Thing } from '../core/thing.ts';
import type { WeekSummary } from '../core/week.ts';
import { labelLines } from './labels.ts';
import { center, hangingIndent, MARGIN, renderScreen } from './layout.ts';
import { settledHow } from './setbacks.ts';
import { statusMark } from './strip.ts';
import { weekNoteLine } from './week-note.ts';
import { plural, times } from './words.ts';

const COLUMN = 5;

/** The week: its seven days at a glance, its figures, and what was done in the user's own words. */
export function weekScreen(week: WeekSummary, settings: Settings, style: Style, note = ''): string {
  const title = `Week ${weekNumber(week.from, settings.weekStart)} ${style.glyphs.dot} ${formatSpan(week.from, week.to)}`;
  return renderScreen(
    MARGIN + style.strong(title),
    grid(week, style),
    weekFacts(week)
      .map((fact) => hangingIndent(MARGIN, fact, style))
      .join('\n'),
    weekNoteLine('From last week', week.note, style),
    labelLines(week.labels, style),
    week.days
      .map((day) => dayInWords(day, style))
      .filter(Boolean)
      .join('\n'),
    lostInWords(week, style),
    carriedMost(week, style),
    weekNoteLine('Into next week', week.nextNote, style),
    note && hangingIndent(MARGIN, note, style),
  );
}

function grid({ days, streak }: WeekSummary, style: Style): string {
  const totals = days.map(totalOf);
  const names = totals.map(({ day }) => center(formatWeekday(day), COLUMN));
  const marks = totals.map((total) => center(mark(total, streak, style), COLUMN));
  const numbers = totals.map((total) => center(dayFigures(total), COLUMN));
  const lines = [names, marks, numbers].map((cells) => cells.join('').trimEnd()).filter(Boolean);
  return [style.dim(lines[0] ?? ''), ...lines.slice(1)].map((line) => MARGIN + line).join('\n');
}

/** Blank for a day that has not come. */
function mark(total: DayTotal, rule: CountingRule, style: Style): string {
  const status = statusOf(total, rule);
  return status === 'nothing' && !hasCome(total.day, rule.today) ? '' : statusMark(status, style);
}

/** `3/4`, or `rest`; empty for a day with nothing on it. */
export function dayFigures({ planned, done, rest }: DayTotal): string {
  if (planned + done > 0) return `${done}/${planned}`;
  return rest ? 'rest' : '';
}

/** What the week came to, and where the streak stood at its end. */
export function weekFacts({ done, counted, previous, streak, comebacks }: WeekSummary): string[] {
  const standing = counted === 0 ? [] : [`${plural(counted, 'day')} ${counted === 1 ? 'counts' : 'count'}`];
  if (streak.current) standing.push(`${streak.current.days}-day streak`);
  for (const { day, days } of comebacks) standing.push(`back in ${plural(days, 'day')} on ${formatWeekdayLong(day)}`);
  if (streak.gap > 0) standing.push('the next comeback starts here');
  return [`${done} done${compared(previous)}`, standing.join(', ')].filter(Boolean);
}

/** `(19 the week before)`, or `(5 by Wednesday the week before)` if it is Wednesday. */
function compared({ from, to, done, planned, rest }: WeekSummary['previous']): string {
  // A week with nothing on it says nothing: in a new store there was none.
  if (from === null || to === null || done + planned + rest === 0) return '';
  const reached = to === addDays(from, 6) ? '' : `by ${formatWeekdayLong(to)} `;
  return ` (${done} ${reached}the week before)`;
}

function dayInWords(record: DayRecord, style: Style): string {
  const words = doneThings(record).map((thing) => thingInWords(thing, style));
  if (record.rest?.reason) words.push(style.dim(`rest: ${style.text(record.rest.reason)}`));
  const name = style.dim(formatWeekday(record.day));
  return words.map((line, index) => hangingIndent(`${MARGIN}${index === 0 ? name : '   '}  `, line, style)).join('\n');
}

/** A thing, and what was done in the user's words if there are any. */
function thingInWords({ text, did }: Thing, style: Style): string {
  return did === null ? style.text(text) : `${style.text(text)}: ${style.done(style.text(did))}`;
}

/** The setbacks, oldest first, and how they were settled. */
function lostInWords({ setbacks }: WeekSummary, style: Style): string {
  const lines = setbacks.toReversed().map((setback) => {
    const first = `${MARGIN}${style.dim(formatWeekday(setback.day))}  `;
    const words = `lost: ${style.text(setback.text)}, ${settledHow(setback)}`;
    const lesson =
      setback.lesson === null
        ? ''
        : `\n${hangingIndent(' '.repeat(MARGIN.length + 5), style.dim(style.text(setback.lesson)), style)}`;
    return hangingIndent(first, words, style) + lesson;
  });
  return lines.join('\n');
}

function carriedMost({ mostCarried }: WeekSummary, style: Style): string {
  if (mostCarried === null) return '';
  return hangingIndent(
    MARGIN,
    style.dim(`Carried most: ${style.text(mostCarried.text)} (${times(mostCarried.carried)})`),
    style,
  );
}
