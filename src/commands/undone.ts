import type { Command } from 'commander';
import { parseSelectors } from '../core/selector.ts';
import { uncheck } from '../core/thing.ts';
import { printChangedDay } from '../session/print-day.ts';
import type { Begin } from '../session/session.ts';
import { findThings } from './done.ts';
import { type DateOption, dateOption } from './options.ts';

export function register(program: Command, begin: Begin): void {
  program
    .command('undone')
    .description('takes a check-off back')
    .argument('<slot...>', '1 to 4, all, + for an extra, or a piece of the text that fits just one')
    .addOption(dateOption())
    .action(async (words: string[], options: DateOption) => {
      const references = parseSelectors(words);
      const session = begin();
      const day = await session.parseDay(options.date);
      printChangedDay(
        session,
        session.changeDay(day, (before) => uncheck(before, findThings(before, references, day))),
      );
    });
}
