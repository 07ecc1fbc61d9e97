import { findThings, uncheck } from '../core/thing.ts';
import { dayOfThings } from '../session/late.ts';
import { printChangedDay } from '../session/print-day.ts';
import { defineCommand, sameWords } from './command.ts';
import { doneDateOption } from './days.ts';
import { slotsArgument } from './slots.ts';

export const undone = defineCommand({
  name: 'undone',
  group: 'day',
  summary: 'Uncheck things',
  days: 'back',
  otherNames: sameWords('uncheck'),
  arguments: { slots: slotsArgument({ isRequired: true }) },
  options: { date: doneDateOption },
  examples: [
    { line: 'four undone 2', meaning: 'The second thing is open again' },
    { line: 'four undone all -d yesterday', meaning: 'Everything of yesterday is open again' },
  ],
  async run(session, { slots, date }) {
    const record = session.changeDay(await dayOfThings(session, date, slots), (before) =>
      uncheck(before, findThings(before, slots, session.calendar)),
    );
    printChangedDay(session, record);
  },
});
