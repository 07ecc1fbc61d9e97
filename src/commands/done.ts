import { UsageError } from '../core/errors.ts';
import { parseText } from '../core/text.ts';
import { checkOff, findThings } from '../core/thing.ts';
import { dayOfThings } from '../session/late.ts';
import { printChangedDay } from '../session/print-day.ts';
import { defineCommand } from './command.ts';
import { doneDateOption } from './days.ts';
import { option } from './options.ts';
import { slotsArgument } from './slots.ts';

export const done = defineCommand({
  name: 'done',
  group: 'day',
  summary: 'Check things off; without SLOT, check the day',
  days: 'back',
  otherNames: { note: ([slot = '', ...text]) => [slot, '-m', text.join(' ')] },
  arguments: { slots: slotsArgument({ isRequired: false }) },
  options: {
    message: option({
      flags: '-m, --message <text>',
      summary: 'Say what you did',
      parse: (text) => parseText(text, 'what was done'),
    }),
    date: doneDateOption,
  },
  examples: [
    { line: 'four done 1 3', meaning: 'Check off the first and the third' },
    { line: 'four done acme -m "She said March"', meaning: 'The one with acme in its text, and what was done' },
  ],
  async run(session, { slots, message, date }) {
    if (slots.length === 0) {
      if (message !== undefined)
        throw new UsageError('SLOT is missing: what is done?', 'Like this: four done 2 -m "She said March"');
      const { checkDay } = await import('../flows/evening.ts');
      return checkDay(session, { slots, date });
    }
    const { timestamp } = session.changeContext;
    const record = session.changeDay(await dayOfThings(session, date, slots), (before) =>
      checkOff(before, findThings(before, slots, session.calendar), message ?? null, timestamp),
    );
    printChangedDay(session, record);
  },
});
