import type { Command } from 'commander';
import { type Day, formatDay } from '../core/day.ts';
import { DAY_FORMS } from '../core/parse-day.ts';
import { parseSelector } from '../core/selector.ts';
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
import { dayData, dayText } from '../session/print-day.ts';
import type { Begin, Session } from '../session/session.ts';
import type { Store } from '../store/store.ts';
import { type DateOption, dateOption } from './options.ts';

export function register(program: Command, begin: Begin): void {
  program
    .command('move')
    .description("puts a thing on another day's first empty slot")
    .argument('<slot>', '1 to 4, + for an extra, or a piece of the text that fits just one')
    .argument('<day>', `where to: ${DAY_FORMS}`)
    .addOption(dateOption())
    .action(async (slot: string, words: string, options: DateOption) => {
      const reference = parseSelector(slot);
      const session = begin();
      const from = await session.parseDay(options.date);
      const to = await session.parseDay(words);
      const { left, moved } = moveThing(session, from, to, reference);
      session.output.printChange(
        () => ({ ...dayData(session, left), moved }),
        () => dayText(session, left, from === to ? '' : `Moved to slot ${moved.slot} of ${formatDay(to)}.`),
      );
    });
}

interface Moved {
  /** The day it was on, as it is now. */
  readonly left: DayRecord;
  readonly moved: { readonly day: Day; readonly slot: Slot | null };
}

function moveThing({ store }: Session, from: Day, to: Day, reference: Selector): Moved {
  return store.change(() => {
    const before = store.days.load(from);
    const thing = findThing(before, reference);
    if (from === to) return settleIn(store, before, thing);
    const target = store.days.load(to);
    const filled = place(target, thing);
    const left = remove(before, thing.id);
    store.days.save(target, filled);
    store.days.save(before, left);
    const slot = filled.things.find(({ id }) => id === thing.id)?.slot ?? null;
    return { left, moved: { day: to, slot } };
  });
}

/** Of its own day only what waits for a slot has anywhere to go. */
function settleIn(store: Store, before: DayRecord, thing: Thing): Moved {
  const left = isWaiting(thing) ? place(remove(before, thing.id), thing) : before;
  store.days.save(before, left);
  return { left, moved: { day: before.day, slot: left.things.find(({ id }) => id === thing.id)?.slot ?? null } };
}
