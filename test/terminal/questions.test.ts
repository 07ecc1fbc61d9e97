import { beforeEach, expect } from '@jest/globals';
import { needs } from '../support/needs.ts';
import type { Screen } from '../support/screen.mjs';
import { slot, useSitting } from '../support/sitting.ts';

const { describe, test } = needs('sh');

const home = useSitting();
const { four, json, sit } = home;

const done = async () => (await json()).things.map(({ done, did }) => did ?? done);
const texts = async () => (await json()).things.map(({ slot, text }) => `${slot} ${text}`);
const paste = (text: string) => `\x1b[200~${text}\x1b[201~`;

async function ends(screen: Screen, exitCode: number): Promise<string> {
  expect(await screen.exited).toEqual({ exitCode, signal: null });
  expect(screen.cursor().visible).toBe(true);
  return screen.text();
}

beforeEach(() => {
  home.at('2026-11-23T21:00');
});

describe('one look for all questions', () => {
  test.each([
    ['a slot', ['plan'], '\n  Mon 23 Nov 2026\n\n  1 ›\n    Enter leaves it empty'],
    [
      'ticks',
      ['check'],
      '\n  Mon 23 Nov 2026: what is done?\n❯ 1 ○ Write the post\n  2 ✔ Swim\n    Space ticks, or 1-2; Enter goes on',
    ],
    [
      'a choice',
      ['lost', 'The sale'],
      '\n  The sale\n❯ There is something to correct\n  Let it go\n  Decide later\n    Enter takes one',
    ],
    ['a line', ['edit', '1'], '\n  1 ○ Write the post\n  The new text:\n    › Write the post\n    Enter keeps it'],
    ['what was done', ['check', '2'], '\n  2 ✔ Swim\n  What was done?\n    ›\n    Enter skips'],
  ])('%s', async (_, words, expected) => {
    if (words[0] !== 'plan') {
      await four('plan', 'Write the post', 'Swim');
      await four('done', '2');
    }
    const screen = sit(words, { cols: 40 });
    await screen.until(/Enter (leaves|goes|takes|keeps|skips).*$/);
    expect(screen.text()).toBe(expected);
  });

  test('in ASCII, and without colours', async () => {
    await four('plan', 'Write the post', 'Swim', '-q');
    const screen = sit(['check', '--ascii', '--no-color'], { cols: 40 });
    await screen.until('Enter goes on');
    expect(screen.text()).toBe(
      '\n  Mon 23 Nov 2026: what is done?\n> 1 [ ] Write the post\n  2 [ ] Swim\n    Space ticks, or 1-2; Enter goes on',
    );
    expect(
      screen
        .cells()
        .flat()
        .every(({ fg }) => fg === null),
    ).toBe(true);
  });

  test('the mark stands where the day has it', async () => {
    await four('config', 'labels', 'work,body,home,mind');
    await four('plan', 'Write the post', 'Swim');
    const screen = sit(['check']);
    const [question] = (await screen.until('Enter goes on')).match(/^.*○ Write.*$/m) as string[];
    screen.press('enter');
    const [row] = (await ends(screen, 0)).match(/^.*○ Write.*$/m) as string[];
    expect(question?.indexOf('○')).toBe(row?.indexOf('○'));
  });
});

test('digits tick what stands in that slot', async () => {
  await four('plan', 'A', 'B', 'C', 'D');
  await four('drop', '2');
  const screen = sit(['check']);
  await screen.until('1-4');
  screen.type('34312\r'); // 3 on, 4 on, 3 off, 1 on, and there is no 2
  await screen.until('1 ✔ A');
  screen.press('enter');
  await screen.until('4 ✔ D');
  screen.press('enter');
  await ends(screen, 0);
  expect(await done()).toEqual([true, false, true]);
});

describe('Esc', () => {
  test('goes back to what was asked before, and corrects it', async () => {
    const screen = sit(['plan']);
    await screen.until(slot(1));
    screen.type('Wirte\r');
    await screen.until(slot(2));
    screen.press('escape');
    await screen.until('1 › Wirte');
    for (const _ of 'irte') screen.press('backspace');
    screen.type('rite\r');
    await screen.until(/1 ○ Write\n {2}2 ›/);
    expect(await texts()).toEqual(['1 Write']);
    screen.press('escape');
    await screen.until('1 › Write');
    for (const _ of 'Write') screen.press('backspace');
    screen.press('enter');
    await screen.until(/1 ·\n {2}2 ›/);
    expect(await texts()).toEqual([]);
  });

  test('goes back from the line to the ticks, which may change', async () => {
    await four('plan', 'Write', 'Swim');
    const screen = sit(['check']);
    await screen.until('goes on');
    screen.type('1\r');
    await screen.until('What was done?');
    screen.press('escape');
    await screen.until('goes on');
    screen.type('12\r');
    await screen.until(/2 ✔ Swim\n {2}What was done\?/);
    screen.type('A kilometre\r');
    await ends(screen, 0);
    expect(await done()).toEqual([false, 'A kilometre']);
  });

  test('does nothing at the first question, and takes nothing from the keys after it', async () => {
    const screen = sit(['plan']);
    const before = await screen.until(slot(1));
    screen.press('escape');
    screen.type('Swim');
    await screen.until('1 › Swim');
    expect(before).toMatch(/1 ›\n/);
    screen.press('escape', 'escape', 'ctrl-c');
    expect(await ends(screen, 130)).toMatch(/four: stopped\. No things are planned\./);
  });

  test.each([
    ['ticks', ['check']],
    ['a choice', ['lost', 'Sale']],
    ['a line', ['edit', '1']],
  ])('and Ctrl-C after it still stops: %s', async (_, words) => {
    await four('plan', 'Write');
    const screen = sit(words);
    await screen.until(/Enter/);
    screen.press('escape', 'ctrl-c');
    expect(await ends(screen, 130)).toMatch(/^four: stopped\./m);
  });
});

describe('the end of the questions shows the day', () => {
  test('Ctrl-C: what is stored, and how to go on', async () => {
    const screen = sit(['plan'], { cols: 40 });
    await screen.until(slot(1));
    screen.type('Write\r');
    await screen.until(slot(2));
    screen.press('ctrl-c');
    expect(await ends(screen, 130)).toMatch(
      /^\n {2}Mon 23 Nov 2026.*\n\n {2}1 ○ Write\n {2}2 ·\n {2}3 ·\n {2}4 ·\n[\s\S]*\nfour: stopped\. One thing is planned\.\nTo go on: four plan$/,
    );
  });

  test.each([
    ['ticks', ['check'], 'goes on'],
    ['what was done', ['check', '1'], 'What was done?'],
    ['which thing', ['drop'], 'which one?'],
    ['a new text', ['edit'], 'which one?'],
    ['a setback', ['lost', 'Sale'], 'Decide later'],
  ])('Ctrl-D is calm: %s', async (_, words, shows) => {
    await four('plan', 'Write', 'Swim');
    const screen = sit(words);
    await screen.until(shows);
    screen.press('ctrl-d');
    const text = await ends(screen, 0);
    expect(text).not.toContain('four:');
    expect(text).toMatch(words[0] === 'lost' ? /Sale/ : /1 . Write\n {2}2 ○ Swim/);
  });
});

describe('a paste', () => {
  test.each([
    ['marked by the terminal', paste('One\r\n- Two\r\n\r\n3. Three\r\n[ ] Four\r\nFive\r\nSix')],
    ['of a terminal that does not mark it', 'One\rTwo\rThree\rFour\rFive\rSix\r'],
  ])('%s fills the slots, and names what found none', async (_, keys) => {
    const screen = sit(['plan']);
    await screen.until(slot(1));
    screen.type(keys);
    expect(await ends(screen, 0)).toContain('No slot was left for: Five; Six');
    expect(await texts()).toEqual(['1 One', '2 Two', '3 Three', '4 Four']);
  });

  test('of one line goes where the cursor is', async () => {
    const screen = sit(['plan']);
    await screen.until(slot(1));
    screen.type(`Call  today\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D\x1b[D${paste('the buyer\n')}`);
    await screen.until('1 › Call the buyer today');
    screen.press('enter');
    await screen.until(slot(2));
    expect(await texts()).toEqual(['1 Call the buyer today']);
  });

  test.each([
    ['marked by the terminal', paste('Published it\r\n  two people\nwrote back\n'), '\r'],
    ['of a terminal that does not mark it', 'Published it\rtwo people\rwrote back\r', ''],
  ])('%s is one line of what was done', async (_, keys, enter) => {
    await four('plan', 'Write', 'Swim');
    const screen = sit(['check', '1', '2']);
    await screen.until('What was done?');
    screen.type(keys + enter);
    await screen.until('2 ✔ Swim');
    screen.press('enter');
    await ends(screen, 0);
    expect(await done()).toEqual(['Published it two people wrote back', true]);
  });

  test('does not tick, and its control characters are no keys', async () => {
    await four('plan', 'Write', 'Swim');
    const screen = sit(['check']);
    await screen.until('goes on');
    screen.type(`${paste('1 2\x03\x1b[A\x04\r')}2\r`);
    await screen.until('What was done?');
    screen.type(`${paste('a\x03b')}\r`);
    await ends(screen, 0);
    expect(await done()).toEqual([false, 'a b']);
  });

  test('a line that is too long waits to be corrected; the others come after it', async () => {
    const screen = sit(['plan']);
    await screen.until(slot(1));
    screen.type(paste(`${'x'.repeat(501)}\nTwo\nThree`));
    await screen.until('limit is 500');
    screen.press('backspace', 'enter');
    await screen.until(slot(4));
    expect(await texts()).toEqual([`1 ${'x'.repeat(500)}`, '2 Two', '3 Three']);
  });
});

describe('a terminal that is resized', () => {
  const lines = (screen: Screen) => screen.text().split('\n');

  test.each([
    ['narrow', 80, 40, false],
    ['narrow, where the line with the cursor breaks too', 80, 40, true],
    ['wide', 40, 80, false],
  ])('%s: nothing stale is left', async (_, from, to, reflowCursorLine) => {
    await four('plan', 'Write the post about the sale that was lost in October, and send it');
    const screen = sit(['plan'], { cols: from, reflowCursorLine });
    await screen.until(slot(2));
    screen.type('Swim');
    await screen.until('2 › Swim');
    screen.resize(to);
    screen.type('ming');
    await screen.until('2 › Swimming');
    const expected = sit(['plan'], { cols: to });
    await expected.until(slot(2));
    expected.type('Swimming');
    await expected.until('2 › Swimming');
    expect(lines(screen)).toEqual(lines(expected));
    screen.press('enter');
    await screen.until(slot(3));
    expect(await texts()).toContain('2 Swimming');
  });

  test.each([
    ['ticks', ['check'], 'goes on'],
    ['a choice', ['lost', 'The sale that was lost in October, when nobody had an eye on it'], 'Enter takes'],
  ])('%s', async (_, words, shows) => {
    await four('plan', 'Write the post about the sale that was lost in October, and send it', 'Swim');
    const screen = sit(words, { cols: 80 });
    await screen.until(shows);
    screen.resize(40);
    screen.press('down');
    await screen.until(/^❯.*(Swim|Let it go)/m);
    expect(screen.text().match(new RegExp(shows, 'g'))).toHaveLength(1);
    expect(lines(screen).filter((line) => line.length >= 40)).toEqual([]);
  });

  test.each([false, true])('a text of several rows, with the cursor line breaking: %s', async (reflowCursorLine) => {
    const long = 'x'.repeat(150);
    const screen = sit(['plan'], { cols: 80, reflowCursorLine });
    await screen.until(slot(1));
    screen.type(long);
    await screen.until((text) => (text.match(/x/g) ?? []).length === 150);
    screen.resize(60);
    screen.type('y');
    expect(await screen.until(/y\n {4}Enter keeps it$/)).toMatch(
      /^\n* {2}Mon 23 Nov 2026\n\n {2}1 › x{53}\n {6}x{53}\n {6}x{44}y\n {4}Enter keeps it$/,
    );
  });
});

describe('wide characters', () => {
  test('break where the columns end, and the cursor stands behind them', async () => {
    const screen = sit(['plan'], { cols: 40 });
    await screen.until(slot(1));
    screen.type(`${'日本語'.repeat(8)}👨‍👩‍👧‍👦e\u0301`);
    await screen.until(/é|e\u0301/);
    expect(screen.text()).toMatch(
      /^\n {2}Mon 23 Nov 2026\n\n {2}1 › [日本語]{16}\n {6}[日本語]{8}👨‍👩‍👧‍👦é?[^\n]*\n {4}Enter/u,
    );
    expect(screen.cursor()).toMatchObject({ row: 4, column: 6 + 16 + 2 + 1 });
  });

  test('are one step for the cursor', async () => {
    const screen = sit(['plan'], { cols: 40 });
    await screen.until(slot(1));
    screen.type('日本語');
    await screen.until('日本語');
    screen.press('left', 'left');
    await screen.until(() => screen.cursor().column === 8);
    screen.type('X\r');
    await screen.until(slot(2));
    expect(await texts()).toEqual(['1 日X本語']);
  });

  test('suggestions end with the width', async () => {
    await four('did', '長い'.repeat(40), '-d', 'yesterday');
    const screen = sit(['plan'], { cols: 40 });
    await screen.until(slot(1));
    screen.type('長');
    const text = await screen.until('…');
    expect(text).toMatch(/^ {6}(長い){8}…$/m);
  });
});

describe('what is missing is asked for', () => {
  beforeEach(() => four('plan', 'Write', 'Swim'));

  test.each([
    ['drop', ['drop'], ['\x1b[B\r'], ['1 Write']],
    ['edit', ['edit'], ['\r', ' it\r'], ['1 Write it', '2 Swim']],
    ['move', ['move'], ['\r', 'tomorrow\r'], ['2 Swim']],
    ['move to a day', ['move', '2'], ['+1\r'], ['1 Write']],
    ['did', ['did'], ['Cooked\r'], ['1 Write', '2 Swim', '3 Cooked']],
    ['did, about a day’s name', ['did'], ['monday\r'], ['1 Write', '2 Swim', '3 monday']],
    ['swap', ['swap', '1'], ['\x1b[B\r'], ['1 Swim', '2 Write']],
  ])('%s', async (_, words, answers, expected) => {
    const screen = sit(words);
    for (const answer of answers) {
      await screen.until(/Enter (takes|keeps)/);
      screen.type(answer);
      await screen.until((text) => !text.includes('Enter takes'));
    }
    await ends(screen, 0);
    expect(await texts()).toEqual(expected);
  });

  test('a day that is none is asked for again', async () => {
    const screen = sit(['move', '1']);
    await screen.until('To which day?');
    screen.type('someday\r');
    await screen.until(/someday.*\n.*".*someday|not a day|someday" /);
    screen.press('ctrl-c');
    await ends(screen, 130);
    expect(await texts()).toEqual(['1 Write', '2 Swim']);
  });

  test('on a day with nothing on it there is nothing to choose', async () => {
    const screen = sit(['drop', '-d', 'tomorrow']);
    expect(await ends(screen, 1)).toMatch(/^four: there is nothing on tomorrow.*\nTo plan it: four plan -d tomorrow$/m);
  });
});
