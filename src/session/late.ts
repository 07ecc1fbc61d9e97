import { addDays, type Day, minutesAfterMidnight } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import { LATE_UNTIL, lateUntil } from '../core/late.ts';
import { type DayRecord, hasThing, type Selector } from '../core/thing.ts';
import type { Session } from './session.ts';

/** Yesterday, if it is just past midnight and yesterday may still be meant. */
export function openYesterday({ store, settings, today, now }: Session): DayRecord | undefined {
  // Most commands run by day, and need not look.
  if (minutesAfterMidnight(now) >= LATE_UNTIL) return undefined;
  const yesterday = store.days.load(addDays(today, -1));
  const until = lateUntil(yesterday, store.days.load(today), settings);
  return minutesAfterMidnight(now) < until ? yesterday : undefined;
}

/** That days may end later, the first time that it helps; empty from then on. */
export function dayStartHint({ store }: Session): string {
  return store.takeHint('day-start-hint') ? 'If your days end later than midnight: four config day-start 04:00' : '';
}

/** The day of things: as it was named, or today. Just past midnight, things that only yesterday has are answered with its name. */
export async function dayOfThings(
  session: Session,
  date: Day | undefined,
  selectors: 'all' | readonly Selector[],
): Promise<Day> {
  const yesterday = date === undefined ? openYesterday(session) : undefined;
  if (yesterday && isOnlyOn(yesterday, session.store.days.load(session.today), selectors))
    throw new CommandError(
      'it is past midnight, and that was planned yesterday',
      `Did you mean: ${session.commandWith('-d', 'yesterday')}`,
    );
  const day = date ?? session.today;
  if (selectors !== 'all' && selectors.some((one) => !('piece' in one)) && session.store.days.isMoved(day)) {
    const { askWhetherMeant } = await import('./moved-day.ts');
    await askWhetherMeant(session, day);
  }
  return day;
}

function isOnlyOn(yesterday: DayRecord, today: DayRecord, selectors: 'all' | readonly Selector[]): boolean {
  if (selectors === 'all') return true;
  return selectors.some((one) => hasThing(yesterday, one) && !hasThing(today, one));
}
