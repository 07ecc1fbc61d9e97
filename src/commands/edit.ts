import type { Day } from '../core/day.ts';
import { parseText, sanitize } from '../core/text.ts';
import { findThing, reword, type Selector } from '../core/thing.ts';
import { dayOfThings } from '../session/late.ts';
import { dayText, printChangedDay } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { type PromptContext, problemWith, withPrompts } from '../session/with-prompts.ts';
import { thingLines } from '../views/day.ts';
import { defineCommand, sameWords } from './command.ts';
import { dateOption } from './days.ts';
import { listArgument } from './options.ts';
import { slotArgument } from './slots.ts';

export const edit = defineCommand({
  name: 'edit',
  group: 'day',
  summary: 'Reword a thing',
  days: 'back',
  otherNames: sameWords('rename'),
  arguments: {
    slot: slotArgument,
    text: listArgument({
      name: 'text',
      summary: 'The new text; without it the terminal asks',
      parse: (words) => (words.length === 0 ? undefined : parseText(words.join(' '))),
    }),
  },
  options: { date: dateOption },
  examples: [
    { line: 'four edit 2 "Call the Acme buyer"', meaning: 'Reword the second thing' },
    {
      line: 'four edit acme "Write to Acme" -d tomorrow',
      meaning: 'Reword the thing of tomorrow with acme in its text',
    },
  ],
  async run(session, { slot, text, date }) {
    const day = await dayOfThings(session, date, [slot]);
    const wording = text ?? (await askForText(session, day, slot));
    if (wording === undefined) return printChangedDay(session, session.store.days.load(day));
    const record = session.changeDay(day, (before) =>
      reword(before, findThing(before, slot, session.calendar).id, wording),
    );
    printChangedDay(session, record);
  },
});

async function askForText(session: Session, day: Day, selector: Selector): Promise<string | undefined> {
  const { store, settings, calendar } = session;
  const thing = findThing(store.days.load(day), selector, calendar);
  const missing: PromptContext = {
    needs: 'TEXT',
    instead: 'Give the new text: four edit 2 "Call the buyer"',
    screen: () => dayText(session, store.days.load(day)),
    stored: () => ['Nothing was changed.'],
  };
  const answer = await withPrompts(session, missing, (questions) =>
    questions.line({
      above: (style) => thingLines(thing, settings, style),
      title: 'The new text:',
      initial: sanitize(thing.text),
      check: problemWith,
    }),
  );
  return answer === undefined ? undefined : parseText(answer);
}
