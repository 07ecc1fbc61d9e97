import type { Day } from '../core/day.ts';
import { nameDay } from '../core/day-names.ts';
import { hasCome } from '../core/day-status.ts';
import { UsageError } from '../core/errors.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { type DayRecord, isWaiting, place, remove, type Selector, type Slot, type Thing } from '../core/thing.ts';
import { pickThing } from '../session/late.ts';
import { dayData, dayOutcome, dayText } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { defineCommand } from './command.ts';
import { destinationArgument, pastDateOption } from './days.ts';
import { slotArgument } from './slots.ts';

export const move = defineCommand({
  name: 'move',
  group: 'day',
  summary: "Move a thing to another day's first empty slot",
  days: 'ahead',
  arguments: { slot: slotArgument, to: destinationArgument },
  options: { date: pastDateOption },
  examples: [
    { line: 'four move 2 tomorrow', meaning: 'The second thing waits until tomorrow' },
    { line: 'four move 1 today -d yesterday', meaning: 'Do today what was on yesterday' },
  ],
  run(session, { slot, to, date }) {
    const from = date ?? session.today;
    const { left, moved } = moveThing(session, from, to, slot);
    session.output.printChange(
      () => ({ ...dayData(session, left), moved }),
      () =>
        dayText(session, left, from === to ? '' : `Moved to slot ${moved.slot} of ${nameDay(to, session.calendar)}.`),
      dayOutcome(session, to),
    );
  },
});

interface Moved {
  /** The day it was on, as it is now. */
  readonly left: DayRecord;
  readonly moved: { readonly day: Day; readonly slot: Slot | null };
}

function moveThing(session: Session, from: Day, to: Day, selector: Selector): Moved {
  const { store, calendar } = session;
  return store.change(() => {
    const before = store.days.load(from);
    const thing = pickThing(session, before, selector);
    if (from === to) return takeSlot(session, before, thing);
    if (thing.doneAt !== null && !hasCome(to, calendar.today))
      throw new UsageError(
        `what is done cannot be moved to ${nameDay(to, calendar)}: that day has not come yet`,
        `To plan it again: four plan -d ${to} ${shellQuote(thing.text)}`,
      );
    const target = store.days.load(to);
    const filled = place(target, thing, calendar);
    const left = remove(before, thing.id);
    store.days.save(target, filled);
    store.days.save(before, left);
    return { left, moved: { day: to, slot: slotOf(filled, thing) } };
  });
}

/** On its own day only a thing that waits for a slot has anywhere to go. */
function takeSlot({ store, calendar }: Session, before: DayRecord, thing: Thing): Moved {
  const left = isWaiting(thing) ? place(remove(before, thing.id), thing, calendar) : before;
  store.days.save(before, left);
  return { left, moved: { day: before.day, slot: slotOf(left, thing) } };
}

function slotOf(record: DayRecord, thing: Thing): Slot | null {
  return record.things.find(({ id }) => id === thing.id)?.slot ?? null;
}
