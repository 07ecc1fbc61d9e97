import type { Argument, Command, Option } from 'commander';
import { DAY_FORMS } from './core/parse-day.ts';
import { formatValue, SETTING_KEYS, SETTINGS } from './core/settings.ts';
import { createProgram } from './program.ts';
import { EXIT_CODE } from './session/error-report.ts';
import { TOPICS, type TopicPart } from './views/topics.ts';

const STATUS_WORDS: { readonly [Name in keyof typeof EXIT_CODE]: string } = {
  done: 'Done, also when there was nothing to do.',
  failed: 'It could not be done: the store, a file, nothing in that slot.',
  usage: 'The words were wrong: an unknown command, a bad date, five things.',
  bug: 'A bug in four.',
  interrupted: 'Interrupted.',
};

const ENVIRONMENT: readonly Row[] = [
  ['`FOURTHINGS_DB`', 'The store, where `--db` names none.'],
  ['`FOURTHINGS_NOW`', 'An ISO date-time, local when it has no offset, instead of the clock: for scripts and tests.'],
  ['`NO_COLOR`, `FORCE_COLOR`', 'No colour; colour, also where it would be left out.'],
  ['`TERM`', 'On a `dumb` terminal nothing is asked, and nothing is drawn beyond ASCII.'],
  ['`LC_ALL`, `LC_CTYPE`, `LANG`', 'The first that is set says whether more than ASCII can be shown.'],
  ['`COLUMNS`', 'How wide output is that goes to no terminal.'],
  ['`PAGER`', 'Shows what is longer than the screen.'],
  ['`XDG_DATA_HOME`, `HOME`, `LOCALAPPDATA`', 'Where the data folder is.'],
];

const FILES: readonly Row[] = [
  ['`$XDG_DATA_HOME/fourthings/fourthings.db`', 'The store; `$XDG_DATA_HOME` is `~/.local/share` where it is not set.'],
  ['`~/Library/Application Support/fourthings/fourthings.db`', 'The same on macOS.'],
  ['`%LOCALAPPDATA%\\fourthings\\fourthings.db`', 'The same on Windows.'],
  ['`fourthings.db.backups/`', 'Its backups, beside it.'],
  ['`fourthings.db.sync/`', 'The working copy of `four sync`, beside it.'],
];

const EXAMPLES: readonly Row[] = [
  ['`four`', 'The morning: which four?'],
  ['`four done 2`', 'The thing in slot 2 is done.'],
  ['`four done acme -m "She said March"`', 'The one with `acme` in its text, and what was done.'],
  ['`four did "Fixed the printer"`', 'Nobody had planned it.'],
  ['`four plan --again -d tomorrow`', 'Tomorrow, the same as today.'],
  ['`four lost "The sale" --next "Ask again" -m "Send the dates sooner"`', 'A setback, settled.'],
  ['`four week --last --json`', 'Last week, for a script.'],
];

const DESCRIPTION = [
  'In the morning `four` asks which four things the day is for; through the day and in the evening they are checked off, ' +
    'each with a line on what was done; at the end of the week it shows what they came to.',
  'Without a command it is `four today`. Results go to standard output; questions, hints and errors to standard error. ' +
    'Without a terminal nothing is ever asked.',
];

type Row = readonly [term: string, meaning: string];

/** four(1), from the definitions that `--help` and `four help` print. Made when the package is built, and not shipped as code. */
export function manPage(version: string): string {
  const nobody = () => {
    throw new Error('no command is run for its description');
  };
  const program = createProgram({ version, terminal: nobody }, nobody);
  const helper = program.createHelp();
  const purpose = program.description();
  const lines = [
    `.TH FOUR 1 "" "fourthings ${escapeRoff(version)}" "User Commands"`,
    ...section('NAME', [escapeRoff(`four - ${purpose.charAt(0).toLowerCase()}${purpose.slice(1)}`.replace(/\.$/, ''))]),
    ...section('SYNOPSIS', [roff('`four` [_options_] [_command_]')]),
    ...section('DESCRIPTION', DESCRIPTION.flatMap(paragraph)),
    ...section('COMMANDS', helper.visibleCommands(program).flatMap(commandLines)),
    ...section('OPTIONS', [
      ...paragraph('These go with every command.'),
      ...rows(helper.visibleOptions(program).map(optionRow)),
    ]),
    ...section('SETTINGS', [...paragraph('For `four config`.'), ...rows(SETTING_KEYS.map(settingRow))]),
    ...Object.entries(TOPICS).flatMap(([name, { parts }]) => section(name.toUpperCase(), parts.flatMap(topicLines))),
    ...section('EXIT EXIT_CODE', rows(statusRows())),
    ...section('ENVIRONMENT', rows(ENVIRONMENT)),
    ...section('FILES', rows(FILES)),
    ...section('EXAMPLES', rows(EXAMPLES)),
    ...section('SEE ALSO', ['.BR sqlite3 (1)']),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  // A section begins a paragraph of its own.
  return [`.SH ${title}`, ...(lines[0] === '.PP' ? lines.slice(1) : lines)];
}

function statusRows(): Row[] {
  return Object.entries(EXIT_CODE).map(([name, status]) => [
    `\`${status}\``,
    STATUS_WORDS[name as keyof typeof EXIT_CODE],
  ]);
}

/** A command with its arguments and options below it. */
function commandLines(command: Command): string[] {
  const args = command.registeredArguments;
  const options = command.createHelp().visibleOptions(command);
  const own = options.filter(({ long }) => long !== '--help');
  const usage = [`\`four ${command.name()}\``, own.length > 0 ? '[_options_]' : '', ...args.map(argumentTerm)];
  const details = rows([...args.map(argumentRow), ...own.map(optionRow)]);
  return [
    ...rows([[usage.filter(Boolean).join(' '), command.description()]]),
    ...(details.length > 0 ? ['.RS', ...details, '.RE'] : []),
  ];
}

function argumentTerm(argument: Argument): string {
  const name = `_${argument.name()}_${argument.variadic ? '...' : ''}`;
  return argument.required ? name : `[${name}]`;
}

function argumentRow(argument: Argument): Row {
  return [`_${argument.name()}_`, withoutForms(argument.description)];
}

/** `-d, --date <day>` with its flags as they are typed, and the value in their place. */
function optionRow({ flags, description }: Option): Row {
  return [
    flags.replaceAll(/(?<!\w)-[\w-]+/g, '`$&`').replaceAll(/[<[]([\w-]+)[>\]]/g, '_$1_'),
    withoutForms(description),
  ];
}

/** The forms of a day have a section of their own. */
function withoutForms(description: string): string {
  return description.replace(`: ${DAY_FORMS}`, ' (see DATES)');
}

function settingRow(key: (typeof SETTING_KEYS)[number]): Row {
  const { help, values, initial } = SETTINGS[key];
  return [`\`${key}\``, `${help}: ${values} (at first ${formatValue(key, initial)})`];
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
