import { UsageError } from '../core/errors.ts';
import { nearestWord } from '../core/nearest-word.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { type Command, missingArgument } from './command.ts';
import { TOPIC_NAMES } from './topics.ts';

/** The answer to a word that is no command: the one that people mean by it, or the nearest. */
export function unknownCommand(word: string, following: readonly string[], commands: readonly Command[]): UsageError {
  const names = commands.filter(({ group }) => group !== undefined).map(({ name }) => name);
  if (names.includes(word))
    return new UsageError(`${word} comes first, its options after it`, `Like this: four ${word} -d yesterday`);
  return new UsageError(`there is no command ${JSON.stringify(word)}`, hintFor(word, following, commands, names));
}

function hintFor(
  word: string,
  following: readonly string[],
  commands: readonly Command[],
  names: readonly string[],
): string {
  const meant = inOurWords(word, following, commands);
  if (meant !== undefined) return didYouMean(meant);
  const nearest = nearestWord(word, [...names, ...TOPIC_NAMES]);
  if (nearest === undefined) return 'For a list of commands: four --help';
  return `Did you mean four ${names.includes(nearest) ? '' : 'help '}${nearest}?`;
}

/** What people who know other tools type, as a command of ours with their own words. */
function inOurWords(word: string, following: readonly string[], commands: readonly Command[]): string[] | undefined {
  if (/^([1-4]|\+\d*)$/.test(word)) return ['four', 'done', word, ...following];
  for (const { name, otherNames = {}, isDefault } of commands) {
    if (!Object.hasOwn(otherNames, word)) continue;
    const words = otherNames[word]?.(following) ?? [];
    return ['four', ...(isDefault ? [] : [name]), ...words];
  }
  return undefined;
}

/** What Commander cannot make sense of, as far as the answer can do better than Commander's own. */
export function explainUsage(
  { code, message }: { readonly code: string; readonly message: string },
  typed: readonly string[],
  commands: readonly Command[],
): UsageError | undefined {
  const command = commands.find(({ name }) => typed.includes(name));
  const [word] = typed;
  if (!command) return word && /^[^-]/.test(word) ? unknownCommand(word, typed.slice(1), commands) : undefined;
  const words = typed.slice(typed.indexOf(command.name) + 1);
  const [, named = ''] = /'(.*)'/s.exec(message) ?? [];
  switch (code) {
    case 'commander.missingArgument':
      return missingArgument(named, command);
    case 'commander.excessArguments':
      return new UsageError(`too many arguments for ${command.name}`, otherForm(command, words) ?? exampleOf(command));
    case 'commander.unknownOption':
      return explainOption({ command, option: named, words }, commands);
    default:
      return undefined;
  }
}

interface UnknownOption {
  readonly command: Command;
  readonly option: string;
  /** What was typed after the command's name. */
  readonly words: readonly string[];
}

function explainOption(
  { command, option, words }: UnknownOption,
  commands: readonly Command[],
): UsageError | undefined {
  const message = `${command.name} has no option ${JSON.stringify(option)}`;
  const form = otherForm(command, words);
  if (form !== undefined) return new UsageError(message, form);
  const place = commands.flatMap(({ examples = [] }) => examples).find(({ line }) => line.split(' ').includes(option));
  if (place) return new UsageError(message, `It goes with another command: ${place.line}`);
  if (option.startsWith('--') || !takesText(command)) return undefined;
  return new UsageError(message, didYouMean(['four', command.name, '--', ...words]));
}

function takesText({ arguments: args }: Command): boolean {
  return 'text' in args || 'texts' in args;
}

function otherForm({ name, otherForms }: Command, words: readonly string[]): string | undefined {
  const form = otherForms?.(words);
  return form && didYouMean(['four', name, ...form]);
}

function exampleOf({ examples: [example] = [] }: Command): string | undefined {
  return example && `Like this: ${example.line}`;
}

function didYouMean(words: readonly string[]): string {
  return `Did you mean: ${words.map(shellQuote).join(' ')}`;
}
