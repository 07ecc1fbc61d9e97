import { formatShortDay } from '../core/day.ts';
import type { Setback } from '../core/setback.ts';
import type { Streak } from '../core/streak.ts';
import type { Style } from '../core/style.ts';
import type { DayRecord } from '../core/thing.ts';
import { enumerate, plural } from './words.ts';

/** How many of the last comebacks the sentence mentions. */
const RECALLED = 3;

/**
 * The sentence for the morning after a miss: how soon the user was back the last times, and what they learned. Empty if there is no
 * gap, on a rest day, and once today has begun.
 */
export function morningAfter(streak: Streak, today: DayRecord, setbacks: readonly Setback[], style: Style): string {
  if (streak.gap === 0 || today.rest || today.things.length > 0) return '';
  const fact = comebackFact(streak) || streakFact(streak);
  const lesson = setbacks.find((setback) => setback.lesson !== null);
  if (!lesson) return `${fact}.`;
  return `${fact}, and on ${formatShortDay(lesson.day)} you noted: ${style.text(lesson.lesson as string)}`;
}

function comebackFact({ gaps }: Streak): string {
  const last = gaps.slice(-RECALLED);
  if (last.length === 0) return '';
  if (new Set(last).size === 1)
    return `You were back in ${plural(last[0] as number, 'day')} the last ${lastTimes(last.length)}`;
  return `The last ${last.length} times you were back in ${enumerate(last.map(String))} days`;
}

function lastTimes(count: number): string {
  return count === 1 ? 'time' : `${count} times`;
}

function streakFact({ longest, days }: Streak): string {
  if (longest && longest.days > 1) return `You have done ${plural(longest.days, 'day')} in a row before`;
  return `You have had ${plural(days.counted, 'day')} that counted before`;
}
