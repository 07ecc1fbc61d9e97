import { addDays, minutesAfterMidnight } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import { lateUntil } from '../core/late.ts';
import { type DayRecord, findThing, findThings, hasThing, type Selector, type Thing } from '../core/thing.ts';
import type { Session } from './session.ts';

/** Yesterday, if it is just past midnight and yesterday may still be meant. */
export function openYesterday({ store, settings, today, now }: Session): DayRecord | undefined {
  const yesterday = store.days.load(addDays(today, -1));
  const until = lateUntil(yesterday, store.days.load(today), settings);
  return minutesAfterMidnight(now) < until ? yesterday : undefined;
}

/** The thing of a day that a selector matches. */
export function pickThing(session: Session, record: DayRecord, selector: Selector): Thing {
  refuseYesterdays(session, record, [selector]);
  return findThing(record, selector, session.calendar);
}

/** The ids of the things of a day that selectors match. */
export function pickThings(session: Session, record: DayRecord, selectors: 'all' | readonly Selector[]): Set<string> {
  refuseYesterdays(session, record, selectors);
  return findThings(record, selectors, session.calendar);
}

/** Just past midnight, a thing that only yesterday has is named with the same command for yesterday. */
export function refuseYesterdays(session: Session, record: DayRecord, selectors: 'all' | readonly Selector[]): void {
  if (record.day !== session.today) return;
  const yesterday = openYesterday(session);
  if (yesterday === undefined) return;
  const isYesterdays =
    selectors === 'all' || selectors.some((one) => !hasThing(record, one) && hasThing(yesterday, one));
  if (isYesterdays)
    throw new CommandError(
      'it is past midnight, and today has no such thing',
      `Did you mean: ${session.commandWith('-d', 'yesterday')}`,
    );
}
