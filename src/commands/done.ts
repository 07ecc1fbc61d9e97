import type { Command } from 'commander';
import type { Day } from '../core/day.ts';
import { CommandError, UsageError } from '../core/errors.ts';
import { parseSelectors } from '../core/selector.ts';
import { parseText } from '../core/text.ts';
import { checkOff, type DayRecord, findThing, plannedThings, type Selector } from '../core/thing.ts';
import { printChangedDay } from '../session/print-day.ts';
import type { Begin } from '../session/session.ts';
import { checkDay } from './check.ts';
import { type DateOption, dateOption } from './options.ts';

interface DoneOptions extends DateOption {
  readonly message?: string;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('done')
    .description('checks things off')
    .argument('[slot...]', '1 to 4, all, + for an extra, or a piece of the text that fits just one; without it: check')
    .option('-m, --message <text>', 'what was done')
    .addOption(dateOption())
    .action(async (words: string[], options: DoneOptions) => {
      const references = parseSelectors(words);
      const did = options.message === undefined ? null : parseText(options.message, 'what was done');
      if (words.length === 0 && did !== null)
        throw new UsageError('SLOT is missing: what is done?', 'Like this: four done 2 -m "She said March"');
      const session = begin();
      if (words.length === 0) return checkDay(session, options);
      const day = await session.parseDay(options.date);
      const record = session.changeDay(day, (before) =>
        checkOff(before, findThings(before, references, day), did, session.changeContext.timestamp),
      );
      printChangedDay(session, record);
    });
}

/** The ids of the things a command names. */
export function findThings(record: DayRecord, references: 'all' | readonly Selector[], day: Day): Set<string> {
  if (references !== 'all') return new Set(references.map((reference) => findThing(record, reference).id));
  const things = plannedThings(record);
  if (things.length === 0) throw new CommandError(`nothing is planned on ${day}`, 'To name four things: four plan');
  return new Set(things.map((thing) => thing.id));
}
