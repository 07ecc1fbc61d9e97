import type { Command } from 'commander';
import { parseSelector } from '../core/selector.ts';
import { findThing, remove } from '../core/thing.ts';
import { printChangedDay } from '../session/print-day.ts';
import type { Begin } from '../session/session.ts';
import { type DateOption, dateOption } from './options.ts';

export function register(program: Command, begin: Begin): void {
  program
    .command('drop')
    .description('removes a thing')
    .argument('<slot>', '1 to 4, + for an extra, or a piece of the text that fits just one')
    .addOption(dateOption())
    .action(async (slot: string, options: DateOption) => {
      const reference = parseSelector(slot);
      const session = begin();
      const day = await session.parseDay(options.date);
      printChangedDay(
        session,
        session.changeDay(day, (before) => remove(before, findThing(before, reference).id)),
      );
    });
}
