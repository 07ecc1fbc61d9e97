import type { Command } from 'commander';
import type { Day } from '../core/day.ts';
import { parseSelector } from '../core/selector.ts';
import { parseText } from '../core/text.ts';
import { findThing, reword, type Selector } from '../core/thing.ts';
import { printChangedDay } from '../session/print-day.ts';
import type { Begin, Session } from '../session/session.ts';
import { type PromptContext, problemWith, withPrompts } from '../session/with-prompts.ts';
import { type DateOption, dateOption } from './options.ts';

export function register(program: Command, begin: Begin): void {
  program
    .command('edit')
    .description('rewords a thing')
    .argument('<slot>', '1 to 4, + for an extra, or a piece of the text that fits just one')
    .argument('[text...]', 'the new text; without it the terminal asks')
    .addOption(dateOption())
    .action(async (slot: string, words: string[], options: DateOption) => {
      const reference = parseSelector(slot);
      const given = words.length === 0 ? undefined : parseText(words.join(' '));
      const session = begin();
      const day = await session.parseDay(options.date);
      const text = given ?? (await askForText(session, day, reference));
      printChangedDay(
        session,
        session.changeDay(day, (before) => reword(before, findThing(before, reference).id, text)),
      );
    });
}

async function askForText(session: Session, day: Day, reference: Selector): Promise<string> {
  const { text } = findThing(session.store.days.load(day), reference);
  const missing: PromptContext = {
    needs: 'TEXT',
    instead: 'Give the new text: four edit 2 "Call the buyer"',
    stored: () => ['Nothing was changed.'],
  };
  const answer = await withPrompts(session, missing, (questions) =>
    questions.line(text, 'The new text:', text, problemWith),
  );
  return parseText(answer);
}
