import type { Command } from 'commander';
import { parseText } from '../core/text.ts';
import { addDone } from '../core/thing.ts';
import { printChangedDay } from '../session/print-day.ts';
import type { Begin } from '../session/session.ts';
import { type DateOption, dateOption } from './options.ts';

export function register(program: Command, begin: Begin): void {
  program
    .command('did')
    .description('writes down something done that nobody planned: into an empty slot, else as an extra')
    .argument('<text...>', 'what was done')
    .addOption(dateOption())
    .action(async (words: string[], options: DateOption) => {
      const text = parseText(words.join(' '));
      const session = begin();
      const day = await session.parseDay(options.date);
      printChangedDay(
        session,
        session.changeDay(day, (before) => addDone(before, text, session.changeContext)),
      );
    });
}
