import { defineCommand } from './command.ts';
import { doneDateOption } from './days.ts';
import { slotsArgument } from './slots.ts';

export const check = defineCommand({
  name: 'check',
  group: 'day',
  summary: 'End the day: tick things off, and say what you did',
  days: 'back',
  showsToday: true,
  arguments: { slots: slotsArgument({ isRequired: false }) },
  options: { date: doneDateOption },
  examples: [
    { line: 'four check', meaning: 'Tick off today on one screen' },
    { line: 'four check 1 3', meaning: 'Check these off, and say what you did' },
    { line: 'four check -d yesterday', meaning: 'Tick off yesterday' },
  ],
  async run(session, { slots, date }) {
    const { checkDay } = await import('../flows/evening.ts');
    await checkDay(session, { slots, date });
  },
});
