import { addDays, type Day } from '../core/day.ts';
import { nameDay } from '../core/day-names.ts';
import { hasCome } from '../core/day-status.ts';
import { UsageError } from '../core/errors.ts';
import { type Anchor, parseDay } from '../core/resolve-day.ts';
import { shellQuote } from '../core/shell-quote.ts';
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
import { dayOfThings } from '../session/late.ts';
import { dayData, dayOutcome, dayText } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { type Argument, type DayRule, defineCommand } from './command.ts';
import { DATE, dayArgument, dayOption, readDay } from './days.ts';
import { slotArgument } from './slots.ts';

/** Where a thing goes: to the first such day after its own, and not before today. */
const AFTER_ITS_DAY: DayRule = {
  dependsOnDay: true,
  anchor: ({ session: { today }, values }) => after((values.date as Day | undefined) ?? today, today),
};

function after(day: Day, today: Day): Anchor {
  const next = addDays(day, 1);
  return { from: next < today ? today : next };
}

async function askForDestination(session: Session, day: Day): Promise<string | undefined> {
  const { askForLine } = await import('../flows/missing-argument.ts');
  const anchor = after(day, session.today);
  return askForLine(session, day, {
    title: 'To which day?',
    read: (answer) => parseDay(answer, { ...session.calendar, anchor }),
  });
}

const destination: Argument<Day> = {
  ...dayArgument('The day it goes to', AFTER_ITS_DAY),
  isRequired: true,
  ask: askForDestination,
  // Where there are no words, they are asked for.
  read: (given, reading) => readDay(given, reading, AFTER_ITS_DAY) as Promise<Day>,
};

/** The day that the thing stands on is looked for back. */
const ITS_DAY: DayRule = { anchor: ({ session }) => ({ before: session.today }) };

export const move = defineCommand({
  name: 'move',
  group: 'day',
  summary: "Move a thing to another day's first empty slot",
  days: 'ahead',
  arguments: { slot: slotArgument, to: destination },
  options: { date: dayOption(DATE, ITS_DAY) },
  examples: [
    { line: 'four move 2 tomorrow', meaning: 'The second thing waits until tomorrow' },
    { line: 'four move 1 today -d yesterday', meaning: 'Do today what was on yesterday' },
  ],
  async run(session, { slot, to, date }) {
    const from = await dayOfThings(session, date, [slot]);
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
    const thing = findThing(before, selector, calendar);
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
