import { beforeEach, expect } from '@jest/globals';
import { needs } from '../support/needs.ts';
import type { Screen } from '../support/screen.mjs';
import { useSitting } from '../support/sitting.ts';

const { describe, test } = needs('sh');

const home = useSitting();
const { four, json, sit } = home;

const texts = async () => (await json()).things.map(({ slot, text }) => `${slot} ${text}`);
const done = async () => (await json()).things.map(({ done, did }) => did ?? done);

async function ends(screen: Screen, exitCode: number): Promise<string> {
  expect(await screen.exited).toEqual({ exitCode, signal: null });
  // The end of the output is marked by the test itself.
  expect(screen.written().split('\x1b]4444')[0]).not.toContain('\x1b');
  return screen.text();
}

/** Answers each prompt, which ends with the prompt's mark. */
async function answer(screen: Screen, ...lines: string[]): Promise<void> {
  for (const [index, line] of lines.entries()) {
    await screen.until((text) => (text.match(/[›>](?= |$)/gm) ?? []).length === index + 1);
    screen.type(`${line}\r`);
  }
}

beforeEach(() => {
  home.at('2026-11-23T21:00');
});

const SEATS = [
  ['ACCESSIBLE=1', { ACCESSIBLE: '1' }],
  ['TERM=dumb', { TERM: 'dumb' }],
] as const;

describe.each(SEATS)('with %s', (_, env) => {
  const begin = (...words: string[]) => sit(words, { env });

  test('the morning asks for a line for each slot, with a list of what is offered', async () => {
    await four('plan', 'Write the post', '-d', 'yesterday');
    const screen = begin();
    await answer(screen, '1', 'Swim', '', 'Cook');
    const text = await ends(screen, 0);
    expect(text).toMatch(
      /^\n {2}Mon 23 Nov 2026\n\n1 Write the post, left on Sun 22 Nov\nA text, or a number of the list; Enter leaves it empty\n1 [›>] 1\n/,
    );
    expect(await texts()).toEqual(['1 Write the post', '2 Swim', '4 Cook']);
  });

  test('more of a long list is a keystroke away, and only what was shown is a number', async () => {
    for (let number = 10; number < 18; number += 1) await four('usual', `Usual ${number}`);
    const screen = begin();
    await answer(screen, '8', '', '+', '7', '');
    expect(await ends(screen, 0)).toMatch(
      /\n1 Usual 10, every day\n[\s\S]*\n5 Usual 14, every day\n\+ shows 3 more\nA text[\s\S]*3 [›>] \+\n6 Usual 15, every day\n7 Usual 16, every day\n8 Usual 17, every day\n3 [›>] 7\n/,
    );
    expect(await texts()).toEqual(['1 8', '3 Usual 16']);
  });

  test('the evening asks which are done, and a line for each', async () => {
    await four('plan', 'Write the post', 'Swim', 'Cook');
    await four('done', '2');
    const screen = begin('check');
    await answer(screen, '1 9', '1, 3', 'Published it', '');
    expect(await ends(screen, 0)).toMatch(
      /Mon 23 Nov 2026: what is done\?\n1 \S+(?: \])? Write the post\n2 \S+ Swim\n3 .*Cook\nNumbers, like 1 3; Enter for none\nWhich are done\? [›>] 1 9\nThere is no 9 in the list\.\nWhich are done\? [›>] 1, 3\n/,
    );
    expect(await done()).toEqual(['Published it', true, true]);
  });

  test('a choice is a number', async () => {
    const screen = begin('lost', 'The sale');
    await answer(screen, 'yes', '2', '');
    expect(await ends(screen, 0)).toMatch(
      /The sale\n1 There is something to correct\n2 Let it go\n3 Decide later\nWhich one\? [›>] yes\nType a number from 1 to 3\.\nWhich one\? [›>] 2\n/,
    );
    expect(await json('lost')).toMatchObject([{ kind: 'let-go', lesson: null }]);
  });

  test('an error is a line, and the question comes again', async () => {
    await four('plan', 'Write');
    const screen = begin('edit', '1');
    await answer(screen, 'x'.repeat(501), '');
    expect(await ends(screen, 0)).toMatch(/The new text:\nNow: Write\nEnter keeps it\n[\s\S]*the limit is 500\n/);
    expect(await texts()).toEqual(['1 Write']);
  });

  test('Ctrl-C stops, and Ctrl-D ends the questions', async () => {
    const stopped = begin('plan');
    await answer(stopped, 'Write');
    await stopped.until(/^2 [›>]/m);
    stopped.press('ctrl-c');
    expect(await ends(stopped, 130)).toMatch(/^four: stopped\. One thing is planned\.\nTo go on: four plan$/m);
    const ended = begin('plan');
    await ended.until(/^2 [›>]/m);
    ended.press('ctrl-d');
    expect(await ends(ended, 0)).toMatch(/1 .* Write\n/);
  });

  test('a pasted block fills the slots, and names what found none', async () => {
    const screen = begin('plan');
    await screen.until(/^1 [›>]/m);
    screen.type('One\rTwo\rThree\rFour\rFive\r');
    expect(await ends(screen, 0)).toContain('No slot was left for: Five');
    expect(await texts()).toEqual(['1 One', '2 Two', '3 Three', '4 Four']);
  });
});

test.each(['', '0', 'false'])('ACCESSIBLE=%s changes nothing', async (value) => {
  const screen = sit(['plan'], { env: { ACCESSIBLE: value } });
  expect(await screen.until('Enter leaves it empty')).toMatch(/1 ›\n/);
});
