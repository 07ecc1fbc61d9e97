import type { Day } from '../core/day.ts';
import { type DayRecord, plan, type Slot } from '../core/thing.ts';
import type { Session } from '../session/session.ts';

export const ALL_TAKEN = 'All four slots are taken.';

/** Stores texts in the empty slots, or from one of them on; a text that says what was left open carries it. */
export function planTexts(session: Session, day: Day, texts: readonly string[], slot?: Slot): DayRecord {
  return session.changeDay(day, (record) =>
    plan(record, texts, session.changeContext, {
      leftovers: session.leftovers(day),
      first: slot,
      today: session.today,
    }),
  );
}
