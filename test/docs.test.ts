import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { COMMANDS } from '../src/commands/index.ts';
import { SETTING_KEYS } from '../src/core/settings.ts';
import { EXIT_CODE } from '../src/session/error-report.ts';
import { useHome } from './support/four.ts';

const { launch } = useHome();

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const README = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** The rows of the table under a heading, as the first cell and the whole row. */
function tableUnder(heading: string): [first: string, row: string][] {
  const [, section = ''] = README.split(new RegExp(`^#+ ${heading}$`, 'm'));
  const [table = ''] = section.split(/^#/m);
  const rows = table.split('\n').filter((line) => /^\| (?!---)/.test(line));
  return rows.slice(1).map((row) => [row.split(/(?<!\\)\|/)[1]?.trim() ?? '', row]);
}

const commandRows = tableUnder('Commands').map(([first, row]) => {
  const names = [...first.matchAll(/`four ([a-z]+)/g)].map(([, name = '']) => name);
  return { names, usage: first.replaceAll('`', ''), row };
});

function registered(): Command {
  const program = new Command('four');
  for (const register of Object.values(COMMANDS)) {
    register(program, () => {
      throw new Error('no command is run here');
    });
  }
  return program;
}

// Without those that are hidden, which only the shells call.
const commands = registered().createHelp().visibleCommands(registered());
const helpPages = new Map<string, Promise<string>>();

function helpOf(name: string): Promise<string> {
  const page = helpPages.get(name) ?? launch(name, '--help').then(({ stdout }) => stdout);
  helpPages.set(name, page);
  return page;
}

/** The flags a help page or a line of the README names. */
function flagsIn(text: string): string[] {
  return [...new Set(text.match(/(?<![\w-])--?[a-zA-Z][a-z-]*/g))].sort();
}

describe('the commands', () => {
  const names = commands.map((command) => command.name()).sort();

  test('are the same in the README', () => {
    expect(commandRows.flatMap((row) => row.names).sort()).toEqual(names);
  });

  test('are the same in four --help', async () => {
    const { stdout } = await launch('--help');
    const [, list = ''] = stdout.split('Commands:\n');
    const listed = [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name);
    expect(listed.sort()).toEqual(names);
  });

  test('each says what it does', () => {
    for (const command of commands) expect(command.description()).toMatch(/^\S.{5,}$/);
  });
});

describe('each command is described as it is', () => {
  test.each(commands.map((command) => [command.name(), command] as const))('four %s', async (name, command) => {
    const help = await helpOf(name);
    expect(help).toMatch(new RegExp(`^Usage: four ${name}\\b`));
    const { usage = '', row = '' } = commandRows.find(({ names }) => names.includes(name)) ?? {};

    const options = command.options.map(({ short, long }) => [short, long].filter((flag) => flag !== undefined));
    // What every command about one day takes is said once, below the table.
    const own = options.filter((flags) => !flags.includes('--date'));
    for (const flags of own)
      expect({ name, flags, isInReadme: flags.some((flag) => flagsIn(row).includes(flag)) }).toEqual({
        name,
        flags,
        isInReadme: true,
      });
    for (const flags of options) expect(flagsIn(help)).toEqual(expect.arrayContaining(flags));
    for (const flag of flagsIn(row)) expect(flagsIn(help)).toContain(flag);

    const inReadme = usage.replaceAll(/\[-[^\]]*\]/g, '').match(/\b[A-Z]+\b/g) ?? [];
    const inCommand = command.registeredArguments.map((argument) => argument.name().toUpperCase());
    expect(inReadme).toEqual(inCommand);
  });
});

test('the global options are in the README', async () => {
  const { stdout } = await launch('--help');
  const [options = ''] = stdout.split('Options:\n')[1]?.split('Commands:') ?? [];
  const lines = options.split('\n').filter((line) => /^ {2}-/.test(line));
  expect(lines.length).toBeGreaterThan(5);
  const mentioned = flagsIn(README);
  for (const line of lines)
    expect({ line, isThere: flagsIn(line).some((flag) => mentioned.includes(flag)) }).toEqual({ line, isThere: true });
});

test('-d goes with every command but those about many days, or none', () => {
  const without = commands.filter((command) => !command.options.some(({ long }) => long === '--date'));
  expect(without.map((command) => command.name()).sort()).toEqual(
    'backup config doctor export help import init log nudge restore streak sync undo year'.split(' '),
  );
});

test('the settings are the same', () => {
  expect(tableUnder('Settings').map(([first]) => first.replaceAll('`', ''))).toEqual(SETTING_KEYS);
});

test('so are the exit statuses', () => {
  const statuses = tableUnder('For scripts').map(([first]) => Number(first));
  expect(statuses).toEqual(Object.values(EXIT_CODE).sort((a, b) => a - b));
});

test('every picture and file the README links to is there', () => {
  const targets = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);
  const local = targets.filter((target) => !/^https?:/.test(target));
  expect(local.filter((target) => !fs.existsSync(path.join(ROOT, target)))).toEqual([]);
});
