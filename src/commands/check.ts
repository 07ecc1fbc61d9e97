import { defineCommand } from './command.ts';
import { doneDateOption } from './days.ts';

export const check = defineCommand({
  name: 'check',
  group: 'day',
  summary: 'End the day: tick things off, and say what you did',
  days: 'back',
  options: { date: doneDateOption },
  examples: [
    { line: 'four check', meaning: 'Tick off today on one screen' },
    { line: 'four check -d yesterday', meaning: 'Tick off yesterday' },
  ],
  async run(session, { date }) {
    const { checkDay } = await import('../flows/evening.ts');
    await checkDay(session, date);
  },
});
