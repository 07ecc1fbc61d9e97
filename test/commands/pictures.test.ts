import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { expectError, useHome } from '../support/four.ts';

const home = useHome();
const { four, json } = home;
const here = (name: string) => path.join(home.folder, name);

beforeEach(async () => {
  await four('plan', 'Secret');
});

test.each([['week'], ['streak'], ['year']])('four %s --svg writes a picture, and says so', async (command) => {
  expect(await four(command, '--svg', here('a.svg'))).toEqual({
    stdout: expect.stringMatching(/^\n {2}Written: \S*a\.svg\n\n$/),
    stderr: '',
    status: 0,
  });
  expect(fs.readFileSync(here('a.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  expect(fs.readFileSync(here('a.svg'), 'utf8')).not.toContain('Secret');
  expect(await json(command, '--svg', here('b.svg'))).toEqual(await json(command));
  expect(fs.readFileSync(here('b.svg'))).toEqual(fs.readFileSync(here('a.svg')));
});

test.each([['week'], ['streak']])('four %s --svg in a folder that is not there: 1', async (command) => {
  expectError(await four(command, '--svg', here('nowhere/a.svg')), 1, 'nowhere');
});

test.each([['week'], ['year']])('four %s --words without a picture: a usage error', async (command) => {
  expectError(await four(command, '--words'), 2, '--svg FILE');
});

test('four week --svg with --format: a usage error, and nothing is written', async () => {
  expectError(await four('week', '--svg', here('a.svg'), '--format', 'md'), 2, '--svg and --format');
  expect(fs.existsSync(here('a.svg'))).toBe(false);
});
