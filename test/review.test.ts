import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import { LAUNCHER, launch, useHome } from './support/four.ts';
import { needs } from './support/needs.ts';
import { placeOf } from './support/programs.mjs';

const { describe, test } = needs('sh');

const home = useHome();

const page = fs.readFileSync(fileURLToPath(new URL('../docs/review.md', import.meta.url)), 'utf8');

/** The commands of the page, each without the program that it pipes into and the command that follows it. */
const commands = [...page.matchAll(/^(?:[\d*]+ .*? {2})?(four [^|&#\n]*[^|&#\s])/gm)].map(
  ([, command = '']) => command,
);

describe('docs/review.md', () => {
  test('the commands are found', () => {
    expect(commands).toContain('four week --format text');
    expect(commands).toContain('four log --format md --from today >> ~/vault/Daily/"$(date +%F)".md');
    expect(commands.length).toBeGreaterThan(10);
  });

  test.each(commands)('%s', async (command) => {
    for (const folder of ['vault/Weeks', 'vault/Daily', 'reviews'])
      fs.mkdirSync(path.join(home.folder, folder), { recursive: true });
    await home.four('did', 'Swim');
    const line = `four() { "$NODE" "$FOUR" "$@"; }; ${command}`;
    const env = { ...home.env, NODE: process.execPath, FOUR: LAUNCHER };
    expect(await launch(placeOf('sh'), ['-c', line], env)).toMatchObject({ stderr: '', status: 0 });
  });
});
