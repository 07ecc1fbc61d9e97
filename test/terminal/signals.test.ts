import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import { scaled } from '../support/scale.ts';
import type { Screen } from '../support/screen.mjs';
import { slot, useSitting } from '../support/sitting.ts';

const home = useSitting();
const { four } = home;

/** Each kind of question: the command that asks it, and what its screen shows. */
const QUESTIONS = {
  slot: { words: 'plan', shows: slot(2) },
  tick: { words: 'check', shows: /Space ticks/ },
  choose: { words: 'lost Sale', shows: /Enter takes one/ },
  line: { words: 'edit 1', shows: /The new text:/ },
} as const;

type Question = keyof typeof QUESTIONS;
const SHELLS = ['sh', 'bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const STATUS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131 } as const;
const SIGNALS = Object.keys(STATUS) as (keyof typeof STATUS)[];

/** Every shell runs every question in the long form. fish itself ends when a program that it runs gets SIGQUIT. */
const CASES = (Object.keys(QUESTIONS) as Question[])
  .flatMap((question) => SIGNALS.flatMap((signal) => SHELLS.map((shell) => ({ question, signal, shell }))))
  .filter(({ signal, shell }) => signal !== 'SIGQUIT' || shell !== 'fish')
  .filter(({ question, shell }) => question === 'slot' || shell === scaled<Shell>('sh', shell));

const read = (name: string) => fs.readFileSync(path.join(home.folder, name), 'utf8');

/** A line of shell that runs four.sh and tells its status, and the terminal's settings before and after it. */
function around(shell: Shell): string {
  const status = shell === 'fish' ? '$status' : '$?';
  return `stty -g >before; sh four.sh; echo ended ${status}; stty -g >after; echo over`;
}

/** Starts a line of shell, and waits for the question. */
async function ask(shell: Shell, question: Question, line = around(shell)): Promise<Screen> {
  const { words, shows } = QUESTIONS[question];
  await four('plan', 'Write the post');
  fs.writeFileSync(path.join(home.folder, 'four.sh'), `echo $$ >pid; exec "$NODE" "$FOUR" ${words}`);
  const screen = home.start(placeOf(shell), ['-c', line], { env: home.launcher });
  await screen.until(shows);
  return screen;
}

const kill = (signal: NodeJS.Signals) => process.kill(Number(read('pid')), signal);

for (const { shell, question, signal } of CASES)
  needs('sh', shell).test(`${signal} at the question ${question} gives ${shell} its terminal back`, async () => {
    const screen = await ask(shell, question);
    const stored = home.stored();
    kill(signal);
    await screen.until(/^over/m);
    expect(screen.text()).toMatch(new RegExp(`^ended ${STATUS[signal]}$`, 'm'));
    expect(read('after')).toBe(read('before'));
    expect(screen.cursor().visible).toBe(true);
    if (signal === 'SIGINT') expect(screen.text()).toMatch(/^four: stopped\./m);
    expect(home.stored()).toEqual(stored);
  });

needs('sh', 'bash').test(
  'a question that is stopped gives the terminal back, and takes its answer when it goes on',
  async () => {
    const line = 'set -m; stty -g >before; sh four.sh; stty -g >stopped; echo stopped; fg; stty -g >after; echo over';
    const screen = await ask('bash', 'slot', line);
    kill('SIGTSTP');
    await screen.until(/^stopped$/m);
    expect(read('stopped')).toBe(read('before'));
    await screen.until(/sh four\.sh$/m);
    screen.type('Swim\r');
    await screen.until(slot(3));
    screen.press('ctrl-c');
    await screen.until(/^over/m);
    expect(read('after')).toBe(read('before'));
    expect((await home.json()).things.map(({ text }) => text)).toEqual(['Write the post', 'Swim']);
  },
);
