import { type Day, formatDay } from '../core/day.ts';
import {
  type DayRecord,
  findThing,
  isWaiting,
  place,
  remove,
  type Selector,
  type Slot,
  type Thing,
} from '../core/thing.ts';
import { dayData, dayOutcome, dayText } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import type { Store } from '../store/store.ts';
import { defineCommand } from './command.ts';
import { dateOption, requiredDayArgument } from './options.ts';
import { slotArgument } from './slots.ts';

export const move = defineCommand({
  name: 'move',
  group: 'day',
  summary: "Move a thing to another day's first empty slot",
  days: 'ahead',
  arguments: { slot: slotArgument, to: requiredDayArgument('The day it goes to') },
  options: { date: dateOption },
  examples: [
    { line: 'four move 2 tomorrow', meaning: 'The second thing waits until tomorrow' },
    { line: 'four move 1 today -d yesterday', meaning: 'Do today what was on yesterday' },
  ],
  run(session, { slot, to, date }) {
    const from = date ?? session.today;
    const { left, moved } = moveThing(session, from, to, slot);
    session.output.printChange(
      () => ({ ...dayData(session, left), moved }),
      () => dayText(session, left, from === to ? '' : `Moved to slot ${moved.slot} of ${formatDay(to)}.`),
      dayOutcome(session, to),
    );
  },
});

interface Moved {
  /** The day it was on, as it is now. */
  readonly left: DayRecord;
  readonly moved: { readonly day: Day; readonly slot: Slot | null };
}

function moveThing({ store }: Session, from: Day, to: Day, selector: Selector): Moved {
  return store.change(() => {
    const before = store.days.load(from);
    const thing = findThing(before, selector);
    if (from === to) return takeSlot(store, before, thing);
    const target = store.days.load(to);
    const filled = place(target, thing);
    const left = remove(before, thing.id);
    store.days.save(target, filled);
    store.days.save(before, left);
    return { left, moved: { day: to, slot: slotOf(filled, thing) } };
  });
}

/** On its own day only a thing that waits for a slot has anywhere to go. */
function takeSlot(store: Store, before: DayRecord, thing: Thing): Moved {
  const left = isWaiting(thing) ? place(remove(before, thing.id), thing) : before;
  store.days.save(before, left);
  return { left, moved: { day: before.day, slot: slotOf(left, thing) } };
}

function slotOf(record: DayRecord, thing: Thing): Slot | null {
  return record.things.find(({ id }) => id === thing.id)?.slot ?? null;
}
