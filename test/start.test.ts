import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { LAUNCHER, launch, useHome } from './support/four.ts';

const home = useHome();

const DIST = path.join(path.dirname(LAUNCHER), '../dist');

/** What a command has loaded by its end: parts of Node, and files of ours. */
async function loadedBy(...words: string[]): Promise<{ builtins: string[]; files: string[] }> {
  const hook = path.join(home.folder, 'hook.cjs');
  const report = path.join(home.folder, 'loaded.json');
  fs.writeFileSync(
    hook,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(report)}, JSON.stringify({
       builtins: process.moduleLoadList.filter((name) => name.startsWith('NativeModule ')).map((name) => name.slice(13)),
       files: Object.keys(require.cache),
     })));`,
  );
  const { status, stderr } = await launch(process.execPath, ['--require', hook, LAUNCHER, ...words], home.env);
  expect({ words, status, stderr }).toEqual({ words, status: 0, stderr: '' });
  const { builtins, files } = JSON.parse(fs.readFileSync(report, 'utf8'));
  return { builtins, files: files.filter((file: string) => file !== hook) };
}

// On a terminal, `four` cannot do without `tty`.
const LATE = ['tty', 'net', 'crypto', 'child_process', 'readline', 'zlib', 'os'];
const main = path.join(fs.realpathSync(DIST), 'main.cjs');

test.each([
  { words: ['today'], files: [main] },
  { words: ['done', '2'], files: [main] },
  { words: ['did', 'Ran'], files: [main] },
  { words: ['streak'], files: [main] },
  { words: ['week'], files: [main] },
  { words: ['log', '-n', '7'], files: [main] },
  { words: ['--help'], files: [] },
  { words: ['--version'], files: [] },
])('four $words loads one bundle at most, and nothing of Node that takes long', async ({ words, files }) => {
  await home.four('plan', 'Write the post', 'Call the buyer');
  const loaded = await loadedBy(...words);
  expect(loaded.builtins.filter((name) => LATE.includes(name))).toEqual([]);
  // Reading FOURTHINGS_NOW takes the second one.
  expect(loaded.files.filter((file) => !/\/(package\.json|late-date-fns-parseISO\.cjs)$/.test(file))).toEqual([
    fs.realpathSync(LAUNCHER),
    ...files,
  ]);
});

test.each(['json', 'csv', 'md', 'todotxt', 'ics'])('an export loads no format but its own: %s', async (format) => {
  await home.four('plan', 'Write the post');
  const { files } = await loadedBy('export', '--format', format);
  const bundles = fs.readdirSync(DIST).filter((name) => name.endsWith('.cjs'));
  const formats = bundles.filter((name) => /^(json|csv|markdown|todotxt|ics|read-markdown)\.cjs$/.test(name));
  expect(formats).toHaveLength(6);
  const loaded = files.map((file) => path.basename(file)).filter((name) => formats.includes(name));
  expect(loaded).toEqual([`${format === 'md' ? 'markdown' : format}.cjs`]);
});

test.each(['20', '79', '80', '81', '88', '200', ''])(
  '--help in %j columns is what Commander prints',
  async (columns) => {
    home.env.COLUMNS = columns;
    expect(await launch(LAUNCHER, ['--help'], home.env)).toEqual(await home.four('--help'));
  },
);

test('what every command reads stays small', () => {
  expect(fs.statSync(path.join(DIST, 'main.cjs')).size).toBeLessThan(185_000);
});
