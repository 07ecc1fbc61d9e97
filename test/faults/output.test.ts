import { beforeEach, describe, expect, test } from '@jest/globals';
import { LAUNCHER, launch, type Result, useHome } from '../support/four.ts';
import { onLinux } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';

const home = useHome();
const { four, json } = home;

const FULL = 'standard output cannot be written: there is no space left\n';

/** A command line in which `four` is the launcher, in a shell. */
function shell(line: string): Promise<Result> {
  const script = `four() { "${process.execPath}" "${LAUNCHER}" "$@"; }\n${line}`;
  return launch(placeOf('sh'), ['-c', script], home.env);
}

beforeEach(async () => {
  await four('plan', 'Write the post', 'Call the Acme buyer', '-q');
});

describe('a result that cannot be written', () => {
  onLinux.each([
    ['did "Fixed the printer"', 'the change to today is stored, but ', 'To see it: four\n'],
    ['plan "Rest" -d tomorrow', 'the change to tomorrow is stored, but ', 'To see it: four -d 2026-11-24\n'],
    ['move 1 tomorrow', 'the change to tomorrow is stored, but ', 'To see it: four -d 2026-11-24\n'],
    ['rest tomorrow', 'the change to tomorrow is stored, but ', 'To see it: four -d 2026-11-24\n'],
    ['--json drop 1', 'the change to today is stored, but ', 'To see it: four\n'],
    ['config minimum 3', 'the change is stored, but ', ''],
    ['undo', 'the change is stored, but ', ''],
    ['year --svg year.svg', 'year.svg is written, but ', ''],
    ['undone 1', '', ''],
    ['', '', ''],
    ['week', '', ''],
    ['log --json', '', 'What was written is incomplete.\n'],
    ['export', '', 'What was written is incomplete.\n'],
    ['--help', '', ''],
    ['--version', '', ''],
  ])('four %s', async (words, stored, wayOut) => {
    const expected = { stdout: '', stderr: `four: ${stored}${FULL}${wayOut}`, status: 1 };
    expect(await shell(`four ${words} >/dev/full`)).toEqual(expected);
  });

  onLinux('leaves the change in the store', async () => {
    await shell('four did "Fixed the printer" >/dev/full');
    expect((await json()).things.map(({ text }) => text)).toContain('Fixed the printer');
  });

  onLinux('is none with --quiet', async () => {
    expect(await shell('four done 1 -q >/dev/full')).toEqual({ stdout: '', stderr: '', status: 0 });
  });
});

describe('standard output that was closed', () => {
  onLinux.each(['--json', 'export', '--json did "Fixed the printer"'])('four %s >&-', async (words) => {
    const { stderr, status } = await shell(`four ${words} >&-; exit $?`);
    expect({ stderr, status }).toEqual({
      stderr: expect.stringContaining('standard output cannot be written: it is closed\n'),
      status: 1,
    });
  });

  onLinux('is not what goes to /dev/null', async () => {
    expect(await shell('four --json >/dev/null')).toEqual({ stdout: '', stderr: '', status: 0 });
  });
});

describe('standard error that cannot be written changes no status', () => {
  onLinux.each([
    ['done 4', '>&-', 1],
    ['nonsense', '>/dev/full', 2],
    ['done 1', '>/dev/full', 0],
  ])('four %s 2%s', async (words, redirection, status) => {
    expect(await shell(`four ${words} 2${redirection} >/dev/null`)).toEqual({ stdout: '', stderr: '', status });
  });
});

test('a reader that stops reading is no error, and the change is stored', async () => {
  expect(await shell('{ four did "Fixed the printer"; echo "exit $?" >&2; } | :')).toMatchObject({
    stderr: 'exit 0\n',
  });
  expect((await json()).done).toBe(1);
});
