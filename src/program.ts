import { Command, CommanderError, type Help } from 'commander';
import { unknownCommand } from './commands/help.ts';
import { COMMANDS, commandsFor, type Register } from './commands/index.ts';
import type { Context, GlobalOptions } from './session/context.ts';
import { EXIT_CODE, report } from './session/error-report.ts';
import { type Begin, Session } from './session/session.ts';
import { writePromptStatus } from './shell/status-file.ts';
import { startAutoSync } from './sync/auto.ts';
import { screenWidth } from './views/layout.ts';

/** Runs one command line (without `node` and the script) and gives its exit status. */
export async function run(argv: readonly string[], context: Context): Promise<number> {
  let session: Session | undefined;
  const begin = () => {
    session = new Session(context, program.opts<GlobalOptions>(), argv);
    return session;
  };
  const program = createProgram(context, begin, commandsFor(argv));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return EXIT_CODE.done;
  } catch (error) {
    if (isHelpOrVersion(error)) return EXIT_CODE.done;
    return complain(error, context, program.opts<GlobalOptions>());
  } finally {
    if (session?.store.hasChanged) afterChange(session, context);
    session?.store.close();
  }
}

function afterChange(session: Session, context: Context): void {
  writePromptStatus(session);
  // What a sync has changed was sent with it.
  if (!session.store.hasSynced) startAutoSync(session, context);
}

/** The options and commands there are. */
export function createProgram(
  context: Pick<Context, 'version' | 'terminal'>,
  begin: Begin,
  commands: readonly Register[] = Object.values(COMMANDS),
): Command {
  const program = new Command('four');
  // Before any command is made: a command takes both from its parent when it is created.
  program.exitOverride().configureOutput({
    writeOut: (text) => context.terminal({}).out(text),
    writeErr: (text) => context.terminal({}).err(text),
    outputError: () => {},
    getOutHelpWidth: () => screenWidth(context.terminal({}).style),
    // Help has no colours: to ask the streams for theirs would only take time.
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  program
    .description('Four things a day: name them in the morning, check them off in the evening, see the streak.')
    .option('--db <file>', 'the store to use')
    .option('--json', 'print one JSON document and nothing else')
    .option('--color', 'colour, also where it would be left out')
    .option('--no-color', 'no colour')
    .option('--ascii', 'plain ASCII marks')
    .option('-q, --quiet', 'print nothing after a change')
    .version(context.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    // Help on what is no command would be taken for an answer to it.
    .addHelpText('beforeAll', () => {
      const [word = '-'] = program.args;
      if (!word.startsWith('-') && !Object.hasOwn(COMMANDS, word)) throw unknownCommand(word, program);
      return '';
    })
    .configureHelp({ formatItem: helpItem, minWidthToWrap: 20 })
    .addHelpText(
      'after',
      '\nThese options go with every command.\nMore on one of them: four plan --help\nTopics: four help dates, streaks, data',
    );
  for (const register of commands) register(program, begin);
  return program;
}

const HELP_INDENT = 2;
const NARROWEST_DESCRIPTION = 30;

/** A command or an option with its description beside it, or below it where the terminal is narrow. */
function helpItem(term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? 80;
  const beside = HELP_INDENT + termWidth + 2;
  const indent = width - beside < NARROWEST_DESCRIPTION ? HELP_INDENT + 4 : beside;
  const lines = helper.boxWrap(description, width - indent).split('\n');
  const text = lines.map((line) => ' '.repeat(indent) + line).join('\n');
  const head = ' '.repeat(HELP_INDENT) + term;
  return indent === beside ? head.padEnd(beside) + text.slice(beside) : `${head}\n${text}`;
}

function isHelpOrVersion(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}

function complain(error: unknown, context: Context, options: GlobalOptions): number {
  const { status, lines } = report(error, storeName(context, options));
  const { errorStyle, err } = context.terminal(options);
  // The words of the command line come back in it: shown as harmless as what is stored.
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
