import { parseText } from '../core/text.ts';
import { addDone } from '../core/thing.ts';
import { openYesterday } from '../session/late.ts';
import { printChangedDay } from '../session/print-day.ts';
import { defineCommand } from './command.ts';
import { doneDateOption } from './days.ts';
import { asking, listArgument, readUnlessDay } from './options.ts';

export const did = defineCommand({
  name: 'did',
  group: 'day',
  summary: 'Add something you did without planning it',
  days: 'back',
  arguments: {
    text: listArgument({
      name: 'text',
      summary: 'What you did; it takes an empty slot, or becomes an extra',
      isRequired: true,
      parse: (words, reading) =>
        readUnlessDay(words, reading, {
          refuse: ({ refuseDayAsText }) => refuseDayAsText(words, (day) => ['did', '-d', day, 'Fixed the printer']),
          read: () => parseText(words.join(' ')),
        }),
      ask: asking('What did you do?'),
    }),
  },
  options: { date: doneDateOption },
  examples: [
    { line: 'four did "Fixed the printer"', meaning: 'Today' },
    { line: 'four did "Went for a run" -d monday', meaning: 'On the latest Monday before today' },
  ],
  async run(session, { text, date }) {
    const isLate = date === undefined && session.output.printsText && openYesterday(session) !== undefined;
    const record = session.changeDay(date ?? session.today, (before) => addDone(before, text, session.changeContext));
    printChangedDay(
      session,
      record,
      isLate ? (await import('../flows/which-day.ts')).sayWhichDay(session, record) : '',
    );
  },
});
