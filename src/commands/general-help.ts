import { wrapLines } from '../core/width.ts';
import { padEnd } from '../views/layout.ts';
import { type Argument, type Command, GROUPS } from './command.ts';
import { GLOBAL_OPTIONS } from './globals.ts';
import { TOPIC_NAMES } from './topics.ts';

export const DESCRIPTION = 'Four things a day: name them in the morning, check them off in the evening.';

/** In columns; a narrower terminal has no room for the arguments of each command. */
const ROOM_FOR_ARGUMENTS = 60;

const INDENT = '  ';

/** What `four --help` prints: the commands by their groups, each on one line of 80 columns. */
export function generalHelp(commands: readonly Command[], width: number): string {
  const listed = commands.filter(({ group }) => group !== undefined);
  const termOf = (command: Command) => (width < ROOM_FOR_ARGUMENTS ? command.name : usageOf(command));
  const column = INDENT.length + Math.max(...listed.map((command) => termOf(command).length)) + 2;
  const row = (command: Command) => {
    const [first = '', ...more] = wrapLines(command.summary, width - column);
    return [padEnd(INDENT + termOf(command), column) + first, ...more.map((line) => ' '.repeat(column) + line)];
  };
  const groups = Object.entries(GROUPS).flatMap(([group, title]) => [
    `${title}:`,
    ...listed.filter((command) => command.group === group).flatMap(row),
  ]);
  const general = GLOBAL_OPTIONS.map(({ flags }) => flags.replace(/^-\w, /, '')).join(', ');
  return [
    'Usage: four [command] [options]',
    ...wrapLines(DESCRIPTION, width),
    '',
    ...groups,
    '',
    ...wrapLines(`Every command takes ${general}.`, width),
    ...wrapLines(`More: four plan --help, four help ${TOPIC_NAMES.join(', ')}`, width),
    '',
  ].join('\n');
}

/** `done [slot...]` */
function usageOf({ name, arguments: args }: Command): string {
  return [name, ...Object.values(args).map(argumentTerm)].join(' ');
}

/** `<name>` if it is required, `[name...]` if it takes several words. */
export function argumentTerm({ name, isRequired, isList }: Argument): string {
  const word = isList ? `${name}...` : name;
  return isRequired ? `<${word}>` : `[${word}]`;
}
