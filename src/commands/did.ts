import { parseText } from '../core/text.ts';
import { addDone } from '../core/thing.ts';
import { printChangedDay } from '../session/print-day.ts';
import { defineCommand } from './command.ts';
import { doneDateOption } from './days.ts';
import { asking, listArgument } from './options.ts';
import { refuseDayAsText } from './texts.ts';

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
      parse: (words, reading) => {
        refuseDayAsText(words, reading, (day) => ['did', '-d', day, 'Fixed the printer']);
        return parseText(words.join(' '));
      },
      ask: asking('What did you do?'),
    }),
  },
  options: { date: doneDateOption },
  examples: [
    { line: 'four did "Fixed the printer"', meaning: 'Today' },
    { line: 'four did "Went for a run" -d monday', meaning: 'On the latest Monday before today' },
  ],
  run(session, { text, date }) {
    const record = session.changeDay(date ?? session.today, (before) => addDone(before, text, session.changeContext));
    printChangedDay(session, record);
  },
});
