import fs from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { expect, test } from '@jest/globals';
import { createProgress } from '../../src/terminal/progress.ts';
import { needs } from '../support/needs.ts';
import { useSitting } from '../support/sitting.ts';

const home = useSitting();

/** A stream that keeps what a terminal would be sent. */
function terminal() {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), {
    isTTY: true,
    columns: 80,
    cursorTo() {},
    moveCursor() {},
    clearLine() {},
    clearScreenDown() {},
  });
  return { stream: stream as unknown as WriteStream, sent: () => String(stream.read() ?? '') };
}

test('an operation shorter than a second shows no bar', () => {
  let time = 0;
  const { stream, sent } = terminal();
  const progress = createProgress(stream, () => time);
  for (time = 0; time < 1000; time += 10) progress.show(time / 1000);
  progress.end();
  expect(sent()).toBe('');
});

test('a longer operation shows a bar from then on', () => {
  let time = 0;
  const { stream, sent } = terminal();
  const progress = createProgress(stream, () => time);
  progress.show(0.1);
  expect(sent()).toBe('');
  time = 1000;
  progress.show(0.42);
  expect(sent()).toContain('%');
  progress.end();
});

needs('sh').test('an import on a terminal leaves only its result on the screen', async () => {
  const rows = Array.from({ length: 50 }, (_, index) => `2026-11-1${1 + (index % 9)},Thing ${index},yes`);
  fs.writeFileSync(path.join(home.folder, 'a.csv'), ['day,text,done', ...rows].join('\n'));
  const screen = home.sit(['import', 'a.csv']);
  expect(await screen.exited).toEqual({ exitCode: 0, signal: null });
  expect(screen.text()).toMatch(/^\s*Imported 50 of 50 lines\s+To undo it: four undo\s*$/);
});
