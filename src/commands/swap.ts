import { swap as swapThings } from '../core/thing.ts';
import { dayOfThings } from '../session/late.ts';
import { printChangedDay } from '../session/print-day.ts';
import { defineCommand } from './command.ts';
import { dateOption } from './days.ts';
import { slotArgument } from './slots.ts';

export const swap = defineCommand({
  name: 'swap',
  group: 'day',
  summary: 'Exchange two slots',
  days: 'back',
  arguments: { slot: slotArgument, other: { ...slotArgument, summary: 'The other one' } },
  options: { date: dateOption },
  examples: [
    { line: 'four swap 1 3', meaning: 'What was third comes first' },
    { line: 'four swap run 1', meaning: 'The one with run in its text comes first' },
  ],
  async run(session, { slot, other, date }) {
    const record = session.changeDay(await dayOfThings(session, date, [slot, other]), (before) =>
      swapThings(before, [slot, other], session.calendar),
    );
    printChangedDay(session, record);
  },
});
