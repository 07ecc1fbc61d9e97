import { findThing, remove } from '../core/thing.ts';
import { dayOfThings } from '../session/late.ts';
import { printChangedDay } from '../session/print-day.ts';
import { defineCommand, sameWords } from './command.ts';
import { dateOption } from './days.ts';
import { slotArgument } from './slots.ts';

export const drop = defineCommand({
  name: 'drop',
  group: 'day',
  summary: 'Remove a thing',
  days: 'back',
  otherNames: sameWords('rm', 'remove', 'delete'),
  arguments: { slot: slotArgument },
  options: { date: dateOption },
  examples: [
    { line: 'four drop 3', meaning: 'Remove the third thing' },
    { line: 'four drop +', meaning: 'Remove the first extra' },
  ],
  async run(session, { slot, date }) {
    const record = session.changeDay(await dayOfThings(session, date, [slot]), (before) =>
      remove(before, findThing(before, slot, session.calendar).id),
    );
    printChangedDay(session, record);
  },
});
