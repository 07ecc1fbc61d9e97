import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { open } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { slot, useSitting } from '../support/sitting.ts';

const { describe, test } = needs('sh');

const home = useSitting();
const { four, json, sit, shell } = home;

const texts = async () => (await json()).things.map(({ slot, text }) => [slot, text]);

describe('four, with nothing planned', () => {
  test('asks for the four, stores each answer as it is given, and shows the day', async () => {
    const screen = sit([]);
    expect(await screen.until(slot(1))).toContain('Mon 23 Nov 2026');
    screen.type('Write the post\r');
    await screen.until(slot(2));
    expect((await json()).things).toEqual([open(1, 'Write the post')]);
    screen.type('  Swim \r');
    await screen.until(slot(3));
    screen.type('日本語 🌱\r');
    await screen.until(slot(4));
    screen.type('Run\r');
    expect(await screen.exited).toEqual({ exitCode: 0, signal: null });
    expect(screen.text()).toMatch(
      /^\s*Mon 23 Nov 2026\n\n {2}1 ○ Write the post\n {2}2 ○ Swim\n {2}3 ○ 日本語 🌱\n {2}4 ○ Run\n\n {2}Four open\./,
    );
    expect(screen.cursor().visible).toBe(true);
    expect(await texts()).toEqual([
      [1, 'Write the post'],
      [2, 'Swim'],
      [3, '日本語 🌱'],
      [4, 'Run'],
    ]);
  });

  test('stopped after two, it keeps two and says so; four plan then asks only for the others', async () => {
    const first = sit([]);
    await first.until(slot(1));
    first.type('Write the post\r');
    await first.until(slot(2));
    first.type('Swim\r');
    await first.until(slot(3));
    first.type('half a th');
    await first.until('half a th');
    first.press('ctrl-c');
    expect(await first.exited).toEqual({ exitCode: 130, signal: null });
    expect(first.text()).toMatch(/^four: stopped\. Two things are planned\./m);
    expect(first.text()).toContain('four plan');
    expect(first.cursor().visible).toBe(true);
    expect(await texts()).toEqual([
      [1, 'Write the post'],
      [2, 'Swim'],
    ]);

    const second = sit(['plan']);
    expect(await second.until(slot(3))).toMatch(/1 ○ Write the post\n {2}2 ○ Swim\n/);
    second.press('enter'); // leaves it empty
    await second.until(slot(4));
    second.type('Run\r');
    expect((await second.exited).exitCode).toBe(0);
    expect(await texts()).toEqual([
      [1, 'Write the post'],
      [2, 'Swim'],
      [4, 'Run'],
    ]);
  });

  test("today's questions begin with the last days and the streak, another day's do not", async () => {
    await four('plan', '-d', 'yesterday', 'Run', 'Swim', 'Read', 'Cook');
    await four('done', '-d', 'yesterday', 'all');
    const today = sit([]);
    expect(await today.until(slot(1))).toMatch(/^ {2}Mon 23 Nov 2026 +■ · {5}1-day streak$/m);
    today.press('ctrl-d');
    const tomorrow = sit(['plan', '-d', 'tomorrow']);
    expect(await tomorrow.until(slot(1))).toMatch(/^ {2}Tue 24 Nov 2026$/m);
    tomorrow.press('ctrl-d');
    await Promise.all([today.exited, tomorrow.exited]);
  });

  test('Ctrl-D on an empty line ends the questions: what was answered is the day', async () => {
    const screen = sit([]);
    await screen.until(slot(1));
    screen.type('One\r');
    await screen.until(slot(2));
    screen.type('half');
    await screen.until('half');
    screen.press('ctrl-d'); // not an empty line
    screen.press('backspace', 'backspace', 'backspace', 'backspace', 'ctrl-d');
    expect(await screen.exited).toEqual({ exitCode: 0, signal: null });
    expect(screen.text()).toMatch(/^ {2}1 ○ One\n {2}2 ·\n {2}3 ·\n {2}4 ·\n\n {2}One open/m);
    expect(await texts()).toEqual([[1, 'One']]);
  });

  test('four lines pasted at once answer four questions', async () => {
    const screen = sit([]);
    await screen.until(slot(1));
    screen.type('One\rTwo\rThree\rFour\r');
    expect((await screen.exited).exitCode).toBe(0);
    expect(await texts()).toEqual([
      [1, 'One'],
      [2, 'Two'],
      [3, 'Three'],
      [4, 'Four'],
    ]);
  });

  test('all four may be left empty', async () => {
    const screen = sit([]);
    await screen.until(slot(1));
    screen.press('enter', 'enter', 'enter', 'enter');
    expect((await screen.exited).exitCode).toBe(0);
    expect(home.stored()).toEqual([]);
  });

  test('does not ask on a rest day, for another day, or with --json', async () => {
    await four('rest');
    for (const words of [[], ['-d', 'tomorrow'], ['--json', '-d', 'tomorrow']]) {
      const screen = sit(words);
      expect(await screen.exited).toEqual({ exitCode: 0, signal: null });
      expect(screen.text()).not.toMatch(slot(1));
    }
  });
});

describe('what the last planned day had', () => {
  test('is offered before anything is typed, leftovers first; Down and Enter take it', async () => {
    await four('plan', '-d', '2026-11-20', 'Write the post', 'Swim', 'Call the buyer');
    await four('done', '2', '-d', '2026-11-20');
    const screen = sit([]);
    const offers = await screen.until(slot(1));
    expect(offers).toMatch(
      /Write the post {2}left on Fri 20 Nov\n +Call the buyer {2}left on Fri 20 Nov\n +Swim {2}done on Fri 20 Nov\n/,
    );
    screen.press('down', 'enter');
    // What was taken up is offered no more.
    expect((await screen.until(slot(2))).split('\n').filter((row) => row.includes('Write the post'))).toHaveLength(1);
    screen.press('down', 'enter');
    await screen.until(slot(3));
    expect(screen.text()).toMatch(/1 ○ Write the post +carried once\n {2}2 ○ Call the buyer +carried once\n/);
    screen.type('Something new\r');
    await screen.until(slot(4));
    // What was done comes anew.
    screen.press('down', 'enter');
    expect((await screen.exited).exitCode).toBe(0);
    expect((await json()).things).toEqual([
      open(1, 'Write the post', 1),
      open(2, 'Call the buyer', 1),
      open(3, 'Something new'),
      open(4, 'Swim'),
    ]);
  });
});

describe('what is usual', () => {
  const rows = (text: string) => text.split('\n').flatMap((row) => /^ {6}(\S.*)/.exec(row)?.[1] ?? []);

  test('is offered on its days, below what was left and above what was done last, and never filled in', async () => {
    await four('plan', '-d', '2026-11-20', 'Write the post', 'Swim');
    await four('done', '2', '-d', '2026-11-20');
    for (const [text, days] of [
      ['Plan the week', 'mon,thu'],
      ['Call home', 'sun'],
      ['swim', 'daily'],
    ])
      await four('usual', text as string, '--on', days as string);
    const screen = sit([]);
    expect(rows(await screen.until(slot(1)))).toEqual([
      'Write the post  left on Fri 20 Nov',
      'Plan the week  Mondays and Thursdays',
      'swim  every day',
    ]);
    screen.press('down', 'down', 'enter');
    expect(rows(await screen.until(slot(2)))).not.toContain('Plan the week  Mondays and Thursdays');
    screen.press('enter', 'enter', 'enter');
    expect((await screen.exited).exitCode).toBe(0);
    expect(await texts()).toEqual([[1, 'Plan the week']]);
    // The Sunday that went by has left nothing to catch up with.
    const later = sit(['plan', '-d', 'tomorrow']);
    expect(rows(await later.until(slot(1))).join()).not.toContain('Call home');
    later.press('ctrl-c');
    await later.exited;
  });

  test('is three texts at once, however many there are; Right shows the rest', async () => {
    await four('plan', '-d', 'yesterday', 'Left one', 'Left two', 'Left three', 'Left four');
    for (let number = 10; number < 30; number += 1) await four('usual', `Usual ${number}`);
    const screen = sit([]);
    expect(rows(await screen.until('    Right shows 19 more\n'))).toEqual([
      ...['Left one', 'Left two'].map((text) => `${text}  left on Sun 22 Nov`),
      ...['Usual 10', 'Usual 11', 'Usual 12'].map((text) => `${text}  every day`),
    ]);
    screen.press('right');
    expect(rows(await screen.until('    Left goes back, Right shows 14 more\n'))).toEqual([
      ...['Left three', 'Left four'].map((text) => `${text}  left on Sun 22 Nov`),
      ...['Usual 13', 'Usual 14', 'Usual 15'].map((text) => `${text}  every day`),
    ]);
    screen.press('right', 'down', 'enter');
    await screen.until(slot(2));
    // What is typed finds any of them.
    screen.type('29');
    await screen.until('Usual 29');
    screen.press('down', 'enter');
    await screen.until(slot(3));
    screen.press('right', 'right', 'right', 'right', 'right', 'right');
    await screen.until(/^ {4}Left goes back$/m);
    screen.press('left', 'left', 'left', 'left', 'left', 'left');
    await screen.until(/^ {4}Right shows \d+ more$/m);
    screen.press('ctrl-d');
    await screen.exited;
    expect(await texts()).toEqual([
      [1, 'Usual 16'],
      [2, 'Usual 29'],
    ]);
  });

  test('fits a narrow terminal', async () => {
    for (let number = 10; number < 30; number += 1)
      await four('usual', `Usual ${number}`, '--on', 'mon,tue,wed,thu,sat');
    for (const cols of [40, 24]) {
      const screen = sit(['plan', '-d', '2026-12-01'], { cols });
      await screen.until(/Right shows 15/);
      screen.press('right');
      // One row each: what is longer would be broken by the terminal, and left behind.
      expect(await screen.until(/^ {4}Left goes back/m)).toMatch(
        /( {6}Usual 1\d {2}Mon.*\n){5} {4}Left goes back.*\n {4}Down/,
      );
      screen.press('ctrl-c');
      await screen.exited;
    }
  });

  test('is not what plan --again means', async () => {
    await four('usual', 'Stretch');
    await four('plan', '-d', 'yesterday', 'Swim');
    await four('plan', '--again');
    expect(await texts()).toEqual([[1, 'Swim']]);
  });
});

describe('leftovers', () => {
  const offers = (text: string) => text.split('\n').flatMap((row) => /^ {6}(\S.*?) {2}\w+ on/.exec(row)?.[1] ?? []);

  test('of the last seven days are offered, newest first, and carried when they are typed', async () => {
    await four('plan', '-d', '2026-11-15', 'Too old');
    await four('plan', '-d', '2026-11-16', 'Write the post');
    await four('plan', '-d', '2026-11-20', 'Swim', 'Read');
    await four('plan', '-d', '2026-11-22', 'Run');
    await four('done', '1', '-d', '2026-11-22');
    const screen = sit([]);
    expect(offers(await screen.until(slot(1)))).toEqual(['Swim', 'Read', 'Write the post', 'Run']);
    screen.type('write the post\r');
    await screen.until(slot(2));
    screen.press('enter', 'enter', 'enter');
    await screen.exited;
    expect((await json()).things).toEqual([open(1, 'write the post', 1)]);
  });

  test('with labels, the own slot offers its own first', async () => {
    await four('config', 'labels', 'body mind heart work');
    await four('plan', '-d', '2026-11-20', 'Swim', 'Read', 'Call home', 'Write the post');
    const screen = sit([]);
    expect(offers(await screen.until(slot(1, 'body')))).toEqual(['Swim', 'Read', 'Call home', 'Write the post']);
    screen.press('enter');
    expect(offers(await screen.until(slot(2, 'mind')))).toEqual(['Read', 'Swim', 'Call home', 'Write the post']);
    screen.press('ctrl-c');
    await screen.exited;
  });

  test('with two slots filled ahead, the others offer the rest; nothing planned ahead is left', async () => {
    await four('plan', '-d', 'yesterday', 'Swim', 'Read', 'Run');
    await four('plan', 'Swim', 'Write');
    await four('plan', '-d', 'tomorrow', 'Ahead');
    const screen = sit(['plan']);
    expect(offers(await screen.until(slot(3)))).toEqual(['Read', 'Run']);
    screen.press('ctrl-c');
    await screen.exited;
    const later = sit(['plan', '-d', '+2']);
    expect(offers(await later.until(slot(1)))).toEqual(['Swim', 'Write', 'Read', 'Run']);
    later.press('ctrl-c');
    await later.exited;
  });
});

describe('typing', () => {
  test('what begins with the letters goes first, then what has a word that does; nothing that is planned already', async () => {
    const texts = ['Handwriting', 'Re-write the talk', 'Write a letter', 'Writing class'];
    for (const [ago, text] of texts.entries()) await four('did', text, '-d', `-${ago + 20}`);
    await four('plan', 'Writing class');
    const screen = sit(['plan']);
    await screen.until(slot(2));
    screen.type('wri');
    expect(await screen.until(/› wri\n[\s\S]*Handwriting/)).toMatch(
      /2 › wri\n +Write a letter\n +Re-write the talk\n +Handwriting\n +Down chooses/,
    );
    screen.press('ctrl-c');
    await screen.exited;
  });

  test("Tab completes from the user's own history", async () => {
    await four('did', '-d', '2026-10-01', 'Write to Grandmother');
    await four('did', '-d', '2026-10-02', 'Handwriting');
    const screen = sit(['plan']);
    await screen.until(slot(1));
    screen.type('wri');
    // What begins with the letters goes first.
    expect(await screen.until('Handwriting')).toMatch(/Write to Grandmother[\s\S]*Handwriting/);
    screen.press('tab');
    await screen.until('1 › Write to Grandmother');
    screen.type(' again\r');
    await screen.until(slot(2));
    screen.press('ctrl-c');
    expect((await screen.exited).exitCode).toBe(130);
    expect(await texts()).toEqual([[1, 'Write to Grandmother again']]);
  });

  test('an invalid text is rejected in place and can be corrected', async () => {
    const screen = sit(['plan']);
    await screen.until(slot(1));
    screen.type('x'.repeat(501));
    await screen.until((text) => (text.match(/x/g) ?? []).length === 501);
    screen.press('enter');
    await screen.until(/limit is 500/);
    expect(home.stored()).toEqual([]);
    screen.press('backspace');
    await screen.until((text) => (text.match(/x/g) ?? []).length === 500);
    screen.press('enter');
    await screen.until(slot(2));
    screen.press('ctrl-c');
    expect((await screen.exited).exitCode).toBe(130);
    expect(screen.text()).toContain('One thing is planned');
    expect(await texts()).toEqual([[1, 'x'.repeat(500)]]);
  });
});

test('prompts go to standard error, the result to standard output', async () => {
  const screen = shell('four plan --json > result.json; echo "exit $?"');
  await screen.until(slot(1));
  screen.type('A\rB\rC\rD\r');
  await screen.until('exit 0');
  expect((await screen.exited).exitCode).toBe(0);
  const { stdout } = await four('--json');
  expect(fs.readFileSync(path.join(home.folder, 'result.json'), 'utf8')).toBe(stdout);
  expect((await json()).planned).toBe(4);
});

test('nothing is asked if standard input is not a terminal', async () => {
  const screen = shell('four plan < /dev/null; echo "exit $?"; four < /dev/null');
  await screen.exited;
  expect(screen.text()).toMatch(/TEXT[\s\S]*exit 2/);
  expect(screen.text()).toContain('Nothing is planned');
  expect(home.stored()).toEqual([]);
});

describe('in the first days', () => {
  /** What `four` says last on a terminal. */
  async function lastLine(...words: string[]): Promise<string | undefined> {
    const screen = sit(words);
    await screen.exited;
    return screen.text().trimEnd().split('\n').at(-1)?.trim();
  }

  test('the next command is named until each was used once', async () => {
    expect(await lastLine('plan', 'A', 'B', 'C', 'D')).toBe('To check one off: four done 1');
    expect(await lastLine()).toBe('To check one off: four done 1');
    expect((await four()).stdout).not.toContain('four done 1');
    const linked = path.join(home.folder, 'my diary.db');
    fs.symlinkSync(home.storeFile(), linked);
    expect(await lastLine('--db', linked, 'done', '1')).toBe('To end the day: four check');
    const screen = sit(['check']);
    await screen.until(/2 . B/);
    screen.press('down', 'space', 'enter');
    await screen.until('What was done?');
    screen.press('enter');
    await screen.exited;
    expect(await lastLine()).toBe('2 done, 2 open.');
  });

  test('not on another day, and not when there is a history already', async () => {
    await four('plan', 'A', '-d', 'tomorrow');
    expect(await lastLine('-d', 'tomorrow')).toContain('the day counts with four.');
    await four('did', 'B', '-d', '-14');
    await four('plan', 'A');
    expect(await lastLine()).toContain('the day counts with four.');
  });
});
