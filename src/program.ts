import { Argument, Command as CommanderCommand, CommanderError, Help, Option } from 'commander';
import type { Command, Example, GivenInputs } from './commands/command.ts';
import { dayNote } from './commands/days.ts';
import { argumentTerm, DESCRIPTION, generalHelp } from './commands/general-help.ts';
import { GLOBAL_OPTIONS, HELP_OPTION, VERSION_OPTION } from './commands/globals.ts';
import { COMMANDS } from './commands/index.ts';
import { explainUsage, unknownCommand } from './commands/unknown.ts';
import { isDayName } from './core/day-words.ts';
import { checkWords } from './core/limits.ts';
import { wrapLines } from './core/width.ts';
import { execute, printError } from './execute.ts';
import type { Context, GlobalOptions } from './session/context.ts';
import { EXIT_CODE } from './session/error-report.ts';
import { screenWidth } from './views/layout.ts';

type Run = (command: Command, given: GivenInputs) => Promise<void>;

/** Runs any command line (without `node` and the script) and returns its exit status. */
export async function runWithCommander(argv: readonly string[], context: Context): Promise<number> {
  const words = withHelpFlag(argv);
  const options = () => program.opts<GlobalOptions>();
  const run: Run = (command, given) =>
    execute({ command, given, options: options(), literalWords: literalWordsOf(words) }, argv, context);
  const program = createProgram(context, commandsFor(words), run, words);
  try {
    checkWords(argv);
    await program.parseAsync(words, { from: 'user' });
    return EXIT_CODE.done;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_CODE.done; // help or the version
    return printError(explained(error, words), context, options());
  }
}

/** `four help plan` is `four plan --help`, and `four help` is `four --help`. */
function withHelpFlag(argv: readonly string[]): readonly string[] {
  const [first, topic, ...more] = argv;
  if (first !== 'help' || more.length > 0) return argv;
  if (topic === undefined) return ['--help'];
  return COMMANDS.some(({ name, group }) => group && name === topic) ? [topic, '--help'] : argv;
}

/** Defining all commands would take longer than running most of them. */
function commandsFor([first]: readonly string[]): readonly Command[] {
  if (first === undefined) return COMMANDS.filter(({ isDefault }) => isDefault);
  const named = COMMANDS.find(({ name }) => name === first);
  return named ? [named] : COMMANDS;
}

/** Commander's program, from the definitions of the commands. */
export function createProgram(
  context: Pick<Context, 'version' | 'terminal'>,
  commands: readonly Command[],
  run: Run,
  typed: readonly string[] = [],
): CommanderCommand {
  const program = new CommanderCommand('four');
  // Before any command is made: a command takes both from its parent when it is created.
  program.exitOverride().configureOutput({
    writeOut: (text) => context.terminal({}).out(text),
    writeErr: (text) => context.terminal({}).err(text),
    outputError: () => {},
    getOutHelpWidth: () => screenWidth(context.terminal({}).style),
    // Help has no colours: asking the streams for theirs would only take time.
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
  program
    .description(DESCRIPTION)
    .version(context.version, VERSION_OPTION.flags, VERSION_OPTION.summary)
    .helpOption(HELP_OPTION.flags, HELP_OPTION.summary)
    .helpCommand(false)
    // `four nonsense --help` must fail, not print the general help.
    .addHelpText('beforeAll', () => {
      const [word = '-'] = program.args;
      if (!word.startsWith('-') && !COMMANDS.some(({ name }) => name === word) && !isDayName(word))
        throw unknownCommand(word, [], COMMANDS);
      return '';
    })
    .configureHelp({ formatHelp, formatItem: helpItem, showGlobalOptions: true, minWidthToWrap: 20 });
  for (const { flags, summary } of GLOBAL_OPTIONS) program.option(flags, summary);
  for (const command of commands) addCommand(program, command, run, typed);
  return program;
}

function addCommand(program: CommanderCommand, definition: Command, run: Run, typed: readonly string[]): void {
  const { name, summary, group, isDefault = false, examples = [], details } = definition;
  const command = program.command(name, { hidden: group === undefined, isDefault }).description(summary);
  for (const argument of Object.values(definition.arguments)) command.addArgument(toCommander(argument));
  const options = Object.entries(definition.options).map(
    ([key, { flags, summary: meaning }]) => [key, new Option(flags, meaning)] as const,
  );
  for (const [, option] of options) command.addOption(option);
  const width = () => command.configureOutput().getOutHelpWidth?.() ?? 80;
  const note = dayNote(definition);
  if (note) command.addHelpText('after', () => `\n${wrapLines(note, width()).join('\n')}`);
  if (details) command.addHelpText('after', () => `\n${details(width())}`);
  if (examples.length > 0) command.addHelpText('after', () => `\n${exampleLines(examples, width())}`);
  command.action(async () => {
    // The default command also gets every word that is no command.
    if (isDefault && !typed.includes(name)) checkDayName(command.args, typed);
    const values = Object.keys(definition.arguments).map((key, index) => [key, command.processedArgs[index]] as const);
    const given = options.map(([key, option]) => [key, command.getOptionValue(option.attributeName())] as const);
    await run(definition, Object.fromEntries([...values, ...given]));
  });
}

function checkDayName(words: readonly string[], typed: readonly string[]): void {
  const [first] = words;
  if (first === undefined || isDayName(words.join(' '))) return;
  throw unknownCommand(first, typed.slice(typed.indexOf(first) + 1), COMMANDS);
}

function literalWordsOf(typed: readonly string[]): number {
  return typed.includes('--') ? typed.length - typed.indexOf('--') - 1 : 0;
}

/** Commander's own help for one command, and ours for all of them. */
function formatHelp(command: CommanderCommand, helper: Help): string {
  if (!command.parent) return generalHelp(COMMANDS, helper.helpWidth ?? 80);
  return Help.prototype.formatHelp.call(helper, command, helper);
}

/** What can be asked for is optional to Commander: the command finds out whether there is a terminal. */
function toCommander(argument: Command['arguments'][string]): Argument {
  const made = new Argument(argumentTerm(argument), argument.summary);
  return argument.ask ? made.argOptional() : made;
}

/** The lines to type are never broken, so that they can be copied. */
function exampleLines(examples: readonly Example[], width: number): string {
  const lines = examples.flatMap(({ line, meaning }) => [
    `  ${line}`,
    ...wrapLines(meaning, width - MEANING_INDENT.length).map((part) => MEANING_INDENT + part),
  ]);
  return ['Examples:', ...lines].join('\n');
}

const MEANING_INDENT = ' '.repeat(6);

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

function explained(error: unknown, words: readonly string[]): unknown {
  return (error instanceof CommanderError && explainUsage(error, words, COMMANDS)) || error;
}
