import { addDays, type Day, weekdayOf } from '../../src/core/day.ts';
import { type DayRecord, SLOTS, type Slot } from '../../src/core/thing.ts';
import { thing } from './records.ts';

/** What is known of a thing before anyone knows whether it gets done. */
export interface Prospect {
  readonly weekday: number;
  readonly slot: Slot;
  readonly carried: number;
}

/** How likely a thing is done, besides what its week and its day do to it. */
export type Habit = (prospect: Prospect) => number;

interface Lived {
  readonly days: number;
  readonly habit: Habit;
  /** How much good and bad weeks and days change: 0 for not at all. */
  readonly moods?: number;
  /** How many things are planned on a day. */
  readonly planned?: (weekday: number) => number;
  readonly random: () => number;
}

const FIRST = '2025-01-06' as Day;

/** A history with known habits: with moods that last for weeks, days off, and things that are carried. */
export function live({ days, habit, moods = 0.3, planned = () => 4, random }: Lived): DayRecord[] {
  const records: DayRecord[] = [];
  let mood = 0;
  let left: number[] = [];
  for (let index = 0; index < days; index += 1) {
    const day = addDays(FIRST, index);
    mood = 0.9 * mood + moods * (random() - 0.5);
    const today = mood + moods * (random() - 0.5);
    if (random() < 0.05) continue;
    const weekday = weekdayOf(day);
    const things = SLOTS.slice(0, planned(weekday)).map((slot) => {
      const carried = left.length > 0 && random() < 0.7 ? (left.shift() as number) + 1 : 0;
      const chance = Math.min(0.98, Math.max(0.02, habit({ weekday, slot, carried }) + today));
      const doneAt = random() < chance ? `${day}T18:00:00.000Z` : null;
      return thing({ slot, doneAt, carried, carriedFrom: null });
    });
    left = things.filter(({ doneAt }) => doneAt === null).map(({ carried }) => carried);
    records.push({ day, things, rest: null });
  }
  return records;
}
