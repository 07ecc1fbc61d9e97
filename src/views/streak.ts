import { formatDay, formatSpan } from '../core/day.ts';
import { type DayTotal, neededOf, totalOf } from '../core/day-status.ts';
import { GOOD_WEEK, type GoodWeeks } from '../core/good-weeks.ts';
import { averageDays, longestDays, type Run, type Streak } from '../core/streak.ts';
import type { Style } from '../core/style.ts';
import type { DayRecord } from '../core/thing.ts';
import type { DecidingDay, Why } from '../core/why.ts';
import { hangingIndent, MARGIN, padEnd, renderScreen } from './layout.ts';
import { inWords, plural } from './words.ts';

export interface StreakContent {
  readonly streak: Streak;
  readonly weeks: GoodWeeks;
  readonly today: DayRecord;
  readonly why: Why | null;
}

/** Before there are so many weeks, the days say it all. */
const FIRST_WEEKS = 4;

function weekCounts(weeks: GoodWeeks): string {
  return weeks.total < FIRST_WEEKS ? '' : goodWeeksInWords(weeks);
}

/** `9 of 12 with at least four days that counted, the last 3 in a row` */
export function goodWeeksInWords({ counted, total, current, longest }: GoodWeeks): string {
  const runs = [
    current > 1 ? `the last ${current} in a row` : '',
    longest > Math.max(1, current) ? `${longest} in a row at best` : '',
  ].filter(Boolean);
  return [`${counted} of ${total} with at least ${inWords(GOOD_WEEK)} days that counted`, ...runs].join(', ');
}

/** The streak and its figures, and with `why` the days that decided it. */
export function streakScreen({ streak, weeks, today, why }: StreakContent, style: Style): string {
  const rows: [name: string, value: string][] = [
    ['current', runWords(streak.current)],
    ['longest', runWords(streak.longest)],
    ['days', dayCounts(streak)],
    ['weeks', weekCounts(weeks)],
    ['comebacks', comebackWords(streak)],
  ];
  const table = rows.filter(([, value]) => value !== '').map(([name, value]) => row(name, value, style));
  return renderScreen(
    hangingIndent(MARGIN, style.strong(streakSentence(streak, today)), style),
    table.join('\n'),
    ...(why ? whyBlocks(streak, why, style) : []),
  );
}

const REASONS = { broke: 'ended here', rest: 'rest day', saved: 'saved by unplanned things' };

function whyBlocks({ current, last, longest, minimum }: Streak, why: Why, style: Style): string[] {
  return [
    whyLines({ name: current ? 'current' : 'last', run: last, days: why.current }, minimum, style),
    whyLines({ name: 'longest', run: longest, days: why.longest }, minimum, style),
  ];
}

interface ExplainedRun {
  readonly name: string;
  readonly run: Run | null;
  readonly days: readonly DecidingDay[];
}

/** The days that decided one streak, under its name. */
function whyLines({ name, run, days }: ExplainedRun, minimum: number, style: Style): string {
  if (run === null) return '';
  const title = MARGIN + style.dim(`${name} streak, ${formatSpan(run.from, run.to)}`);
  if (days.length === 0) return `${title}\n${MARGIN}no miss ended it, no rest day bridged it`;
  const rows = days.map((deciding) => {
    const { day, reason } = deciding;
    const figures = reason === 'rest' ? '' : ` (${doneOfNeeded(deciding, minimum)})`;
    const before = reason === 'broke' && day < run.from ? 'the one before ' : '';
    return hangingIndent(MARGIN + formatDay(day).padEnd(17), `${before}${REASONS[reason]}${figures}`, style);
  });
  return [title, ...rows].join('\n');
}

/** `2 of 4` */
export function doneOfNeeded(total: Pick<DayTotal, 'planned' | 'done'>, minimum: number): string {
  return `${total.done} of ${neededOf(total, minimum)}`;
}

/** `12 days through yesterday; today 2 of 4` */
export function streakSentence(streak: Streak, today: DayRecord): string {
  const open = today.rest ? 'today is a rest day' : `today ${doneOfNeeded(totalOf(today), streak.minimum)}`;
  const { current } = streak;
  if (current === null)
    return streak.longest === null ? `No day counts yet; ${open}` : `The next streak starts here; ${open}`;
  if (current.to === streak.today) return `${plural(current.days, 'day')}, today counted`;
  return `${plural(current.days, 'day')} through yesterday; ${open}`;
}

/** `12 days, 11 to 22 Nov 2026` */
export function runWords(run: Run | null): string {
  return run === null ? '' : `${plural(run.days, 'day')}, ${formatSpan(run.from, run.to)}`;
}

function dayCounts({ days }: Streak): string {
  if (days.active + days.rest + days.missed === 0) return '';
  const parts = [`${days.counted} counted`, `${days.active} with something done`];
  if (days.rest > 0) parts.push(`${plural(days.rest, 'rest day')}`);
  if (days.missed > 0) parts.push(`${days.missed} missed`);
  return parts.join(', ');
}

function comebackWords({ gaps, gap, last }: Streak): string {
  const next = gap > 0 ? ['the next one starts here'] : [];
  if (last === null || gaps.length === 0) return next.join('');
  return [`${gaps.length}: ${gapsInWords(gaps)}, last on ${formatDay(last.from)}`, ...next].join('; ');
}

/** `back in 1.5 days on average, 3 at the longest` */
export function gapsInWords(gaps: readonly number[]): string {
  return `back in ${plural(averageDays(gaps) ?? 0, 'day')} on average, ${longestDays(gaps)} at the longest`;
}

function row(name: string, value: string, style: Style): string {
  return hangingIndent(MARGIN + style.dim(padEnd(name, 11)), value, style);
}
