import type { CommandLine } from './commands/plain-line.ts';
import type { Context, GlobalOptions } from './session/context.ts';
import { EXIT_CODE, report } from './session/error-report.ts';
import { Session } from './session/session.ts';
import { writePromptStatus } from './shell/status-file.ts';
import { fetchInBackground, startAutoSync } from './sync/auto.ts';

/** Runs a command as it was read from `argv`, then closes the store. */
export async function execute(line: CommandLine, argv: readonly string[], context: Context): Promise<void> {
  const { command, given, options, literalWords } = line;
  const session = new Session(context, { ...options, ...command.globals?.(given) }, argv);
  try {
    await command.execute(session, given, literalWords);
  } finally {
    if (session.store.hasChanged) await afterChange(session);
    else if (command.showsToday) await fetchInBackground(session);
    session.store.close();
  }
}

async function afterChange(session: Session): Promise<void> {
  writePromptStatus(session);
  // A sync has sent its own changes already.
  if (!session.store.hasSynced) await startAutoSync(session);
}

/** Prints an error and returns its exit status. */
export function printError(error: unknown, context: Context, options: GlobalOptions): number {
  const { status, lines } = report(error, storeName(context, options), options.db);
  const { errorStyle, err } = context.terminal(options);
  // Words of the command line come back in it: they are shown as harmless as what is stored.
  const [first, ...more] = status === EXIT_CODE.bug ? lines : lines.map((line) => shorten(errorStyle.text(line)));
  err([`${errorStyle.error('four:')} ${first}`, ...more, ''].join('\n'));
  return status;
}

const LONGEST_LINE = 300;

function shorten(line: string): string {
  return line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE)}...`;
}

function storeName(context: Context, { db }: GlobalOptions): string {
  try {
    return context.storeFile(db);
  } catch {
    return 'the store';
  }
}
