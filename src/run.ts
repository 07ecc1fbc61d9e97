import type { Command } from './commands/command.ts';
import { did } from './commands/did.ts';
import { done } from './commands/done.ts';
import { log } from './commands/log.ts';
import { readPlainLine } from './commands/plain-line.ts';
import { plan } from './commands/plan.ts';
import { streak } from './commands/streak.ts';
import { today } from './commands/today.ts';
import { week } from './commands/week.ts';
import { checkWords } from './core/limits.ts';
import { execute, printError } from './execute.ts';
import type { Context } from './session/context.ts';
import { EXIT_CODE } from './session/error-report.ts';
import { COMPLETE } from './shell/shells.ts';

/** The commands people type most: they start without Commander, and without the code of the others. */
const QUICK_COMMANDS = [today, plan, done, did, week, streak, log];

/** Runs one command line (without `node` and the script) and returns its exit status. */
export async function run(argv: readonly string[], context: Context): Promise<number> {
  const line = readPlainLine(argv, argv[0] === COMPLETE ? await loadCommands() : QUICK_COMMANDS);
  if (!line) {
    const { runWithCommander } = await import('./program.ts');
    return runWithCommander(argv, context);
  }
  try {
    checkWords(argv);
    await execute(line, argv, context);
    return EXIT_CODE.done;
  } catch (error) {
    return printError(error, context, line.options);
  }
}

/** TAB asks about every command, but has no use for Commander either. */
async function loadCommands(): Promise<readonly Command[]> {
  const { COMMANDS } = await import('./commands/index.ts');
  return COMMANDS;
}
