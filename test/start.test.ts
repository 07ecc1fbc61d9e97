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

test.each([['today'], ['done', '2'], ['streak'], ['week'], ['--help'], ['--version']])(
  'four %s loads neither questions nor dates in English, and nothing of Node that takes long',
  async (...words) => {
    await home.four('plan', 'Write the post', 'Call the buyer');
    const { builtins, files } = await loadedBy(...words);
    const late = ['tty', 'net', 'crypto', 'child_process', 'readline', 'module', 'zlib', 'os'];
    expect(builtins.filter((name) => late.includes(name))).toEqual([]);
    // The bundle itself is run by the launcher and not required, and its version stands in the package.
    expect(files.filter((file) => !file.endsWith('/package.json'))).toEqual([fs.realpathSync(LAUNCHER)]);
  },
);

test('what every command reads stays small', () => {
  expect(fs.statSync(path.join(DIST, 'main.cjs')).size).toBeLessThan(400_000);
});
