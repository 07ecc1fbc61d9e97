import { type Argument, type Command, type Example, GROUPS, type Option } from './commands/command.ts';
import { dayNote } from './commands/days.ts';
import { DESCRIPTION as PURPOSE } from './commands/general-help.ts';
import { GLOBAL_OPTIONS, HELP_OPTION, VERSION_OPTION } from './commands/globals.ts';
import { COMMANDS } from './commands/index.ts';
import { formatValue, SETTING_KEYS, SETTINGS } from './core/settings.ts';
import { EXIT_CODE } from './session/error-report.ts';
import { TOPICS, type TopicPart } from './views/topics.ts';

// What is written about the commands when the package is built: four(1), and the tables of docs/commands.md.

const STATUS_WORDS: { readonly [Name in keyof typeof EXIT_CODE]: string } = {
  done: 'Success, even if there was nothing to do.',
  failed: 'Failure: of the store or a file, because nothing is in that slot, or because the result cannot be written.',
  usage: 'A usage error: an unknown command, an invalid date, five things.',
  bug: 'A bug in four.',
  interrupted: 'Interrupted.',
};

const ENVIRONMENT: readonly Row[] = [
  [
    '`FOURTHINGS_DB`',
    'The store, unless `--db` names one: an absolute path, or one in your home folder, like `~/four.db`.',
  ],
  [
    '`FOURTHINGS_NOW`',
    'The time to use instead of the clock, for scripts and tests: an ISO date-time, local if it has no offset.',
  ],
  ['`TZ`', 'The time zone, like `Europe/Berlin`. A zone that Node does not know is refused.'],
  ['`NO_COLOR`, `FORCE_COLOR`', 'Never use colour; always use colour. An empty one counts as unset.'],
  ['`ACCESSIBLE`', 'Ask questions as plain lines, without redrawing or colour, for screen readers: `ACCESSIBLE=1`.'],
  ['`TERM`', 'On a `dumb` terminal, `four` asks in plain lines and prints only ASCII.'],
  ['`LC_ALL`, `LC_CTYPE`, `LANG`', 'The first one that is set decides whether more than ASCII is printed.'],
  ['`COLUMNS`', 'The width of output that goes to a pipe or a file.'],
  ['`VISUAL`, `EDITOR`', 'The editor that `four edit` opens a day in; the first one that is set.'],
  ['`PAGER`', 'The program that shows the log on a terminal (default `less -FRX`); empty or `cat` for none.'],
  ['`LESS`, `LV`', 'Options for the pager. If `LESS` is not set, it is `FRX`; if `LV` is not set, it is `-c`.'],
  ['`XDG_DATA_HOME`, `HOME`, `LOCALAPPDATA`', 'These decide where the data folder is.'],
];

const FILES: readonly Row[] = [
  ['`$XDG_DATA_HOME/fourthings/fourthings.db`', 'The store. `$XDG_DATA_HOME` is `~/.local/share` if it is not set.'],
  ['`~/Library/Application Support/fourthings/fourthings.db`', 'The store on macOS.'],
  ['`%LOCALAPPDATA%\\fourthings\\fourthings.db`', 'The store on Windows.'],
  ['`fourthings.db.backups/`', 'Its backups, beside it.'],
  ['`fourthings.db.sync/`', 'The working copy of `four sync`, beside it.'],
];

const DESCRIPTION = [
  'In the morning `four` asks which four things the day is for. Through the day and in the evening you check them off, ' +
    'each with a line on what you did. At the end of the week it shows what you got done.',
  'Without a command it runs `four today`. Results go to standard output; prompts, hints and errors to standard ' +
    'error. Without a terminal, `four` never prompts.',
];

type Row = readonly [term: string, meaning: string];

const VISIBLE = COMMANDS.filter(({ group }) => group !== undefined);

/** four(1), from the definitions that `--help` and `four help` print. */
export function manPage(version: string): string {
  const lines = [
    `.TH FOUR 1 "" "fourthings ${escapeRoff(version)}" "User Commands"`,
    ...section('NAME', [escapeRoff(`four - ${PURPOSE.charAt(0).toLowerCase()}${PURPOSE.slice(1)}`.replace(/\.$/, ''))]),
    ...section('SYNOPSIS', [roff('`four` [_options_] [_command_]')]),
    ...section('DESCRIPTION', DESCRIPTION.flatMap(paragraph)),
    ...section('COMMANDS', Object.keys(GROUPS).flatMap(groupLines)),
    ...section('OPTIONS', [
      ...paragraph('Every command takes these options.'),
      ...rows([...GLOBAL_OPTIONS, VERSION_OPTION, HELP_OPTION].map(optionRow)),
    ]),
    ...section('SETTINGS', [
      ...paragraph('To change a setting: `four config KEY VALUE`.'),
      ...rows(SETTING_KEYS.map(settingRow)),
    ]),
    ...Object.entries(TOPICS).flatMap(([name, { parts }]) => section(name.toUpperCase(), parts.flatMap(topicLines))),
    ...section('EXIT STATUS', rows(statusRows())),
    ...section('ENVIRONMENT', rows(ENVIRONMENT)),
    ...section('FILES', rows(FILES)),
    ...section('EXAMPLES', rows(VISIBLE.flatMap(({ examples = [] }) => examples.map(exampleRow)))),
    ...section('SEE ALSO', ['.BR sqlite3 (1)']),
  ];
  return `${lines.join('\n')}\n`;
}

/** The reference of docs/commands.md: a section for each group with a heading for each command, then what goes with all of them. */
export function commandReference(): string {
  const groups = Object.entries(GROUPS).map(([group, title]) => {
    const commands = VISIBLE.filter((command) => command.group === group);
    return `## ${title}\n\n${commands.map(commandMarkdown).join('\n')}`;
  });
  return [
    ...groups,
    `## Options of every command\n\n${listOf([...GLOBAL_OPTIONS, VERSION_OPTION, HELP_OPTION].map(optionRow))}`,
    `## Settings\n\n${listOf(SETTING_KEYS.map(settingRow))}`,
    `## Environment\n\n${listOf(ENVIRONMENT)}`,
    `## Exit status\n\n${listOf(statusRows())}`,
  ].join('\n');
}

function listOf(all: readonly Row[]): string {
  return all.map(([term, meaning]) => `- ${term.replaceAll(/(?<!\w)_(\w+)_/g, '*$1*')}: ${meaning}\n`).join('');
}

function commandMarkdown(command: Command): string {
  const details = [
    ...Object.values(command.arguments).map(argumentRow),
    ...Object.values(command.options).map(optionRow),
  ];
  const list = listOf(details);
  const note = dayNote(command);
  const width = Math.max(...(command.examples ?? []).map(({ line }) => line.length));
  const examples = (command.examples ?? [])
    .map(({ line, meaning }) => `${line.padEnd(width)}  # ${meaning}\n`)
    .join('');
  return [
    `### \`${usageOf(command)}\`\n`,
    `${command.summary}.\n`,
    ...(list === '' ? [] : [list]),
    ...(note === undefined ? [] : [`${note}.\n`]),
    ...(examples === '' ? [] : [`\`\`\`sh\n${examples}\`\`\`\n`]),
  ].join('\n');
}

/** `four done [SLOT...] [options]` */
function usageOf({ name, arguments: args, options }: Command): string {
  const words = Object.values(args).map(({ name: word, isList, isRequired }) => {
    const term = word.toUpperCase() + (isList ? '...' : '');
    return isRequired ? term : `[${term}]`;
  });
  return ['four', name, ...words, ...(Object.keys(options).length > 0 ? ['[options]'] : [])].join(' ');
}

function section(title: string, lines: readonly string[]): string[] {
  // A section begins a paragraph of its own.
  return [`.SH ${title}`, ...(lines[0] === '.PP' ? lines.slice(1) : lines)];
}

function groupLines(group: string): string[] {
  return VISIBLE.filter((command) => command.group === group).flatMap(commandLines);
}

function statusRows(): Row[] {
  return Object.entries(EXIT_CODE).map(([name, status]) => [
    `\`${status}\``,
    STATUS_WORDS[name as keyof typeof EXIT_CODE],
  ]);
}

/** A command with its arguments and options below it. */
function commandLines({ name, summary, arguments: args, options }: Command): string[] {
  const words = Object.values(args);
  const flags = Object.values(options);
  const usage = [`\`four ${name}\``, flags.length > 0 ? '[_options_]' : '', ...words.map(argumentTerm)];
  const details = rows([...words.map(argumentRow), ...flags.map(optionRow)]);
  return [
    ...rows([[usage.filter(Boolean).join(' '), summary]]),
    ...(details.length > 0 ? ['.RS', ...details, '.RE'] : []),
  ];
}

function argumentTerm({ name, isList, isRequired }: Argument): string {
  const term = `_${name}_${isList ? '...' : ''}`;
  return isRequired ? term : `[${term}]`;
}

function argumentRow({ name, summary }: Argument): Row {
  return [`_${name}_`, summary];
}

/** `-d, --date <day>` with its flags as they are typed, and the value in their place. */
function optionRow({ flags, summary }: Pick<Option, 'flags' | 'summary'>): Row {
  const term = flags.replaceAll(/(?<!\w)-[\w-]+/g, '`$&`').replaceAll(/[<[]([\w-]+)[>\]]/g, '_$1_');
  return [term, summary];
}

function exampleRow({ line, meaning }: Example): Row {
  return [`\`${line}\``, `${meaning}.`];
}

function settingRow(key: (typeof SETTING_KEYS)[number]): Row {
  const { help, values, defaultValue } = SETTINGS[key];
  return [`\`${key}\``, `${help}: ${values} (default ${formatValue(key, defaultValue)})`];
}

function topicLines(part: TopicPart): string[] {
  return typeof part === 'string' ? paragraph(part) : rows(part.map(([term, meaning]) => [`\`${term}\``, meaning]));
}

function paragraph(text: string): string[] {
  return ['.PP', roff(text)];
}

function rows(all: readonly Row[]): string[] {
  return all.flatMap(([term, meaning]) => ['.TP', roff(term), roff(meaning) || '\\&']);
}

/** `typed as it is` in bold, _a word for something_ in italics. */
function roff(text: string): string {
  return protect(
    escapeRoff(text)
      .replaceAll(/\\\(ga(.*?)\\\(ga/g, '\\fB$1\\fR')
      .replaceAll(/(?<!\w)_([\w\\-]+)_(?!\w)/g, '\\fI$1\\fR'),
  );
}

/** The characters that mean something to roff, or that it would show as others: https://man7.org/linux/man-pages/man7/groff_char.7.html */
const SPECIAL: { readonly [character: string]: string } = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
};

function escapeRoff(text: string): string {
  return text
    .replaceAll(/[\\\-'`^~"]/g, (character) => SPECIAL[character] as string)
    .replaceAll(/[^\n -~]/gu, (character) => `\\[u${hexOf(character)}]`);
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

/** A line that begins with a dot would be a request. */
function protect(line: string): string {
  return line.startsWith('.') ? `\\&${line}` : line;
}
