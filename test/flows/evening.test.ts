import { beforeEach, expect } from '@jest/globals';
import { done, expectError, open } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { newId } from '../support/records.ts';
import { useSitting } from '../support/sitting.ts';

const { describe, test } = needs('sh');

const home = useSitting();
const { four, json, sit } = home;

const EVENING = '2026-11-23T21:00';

beforeEach(async () => {
  await four('plan', 'Write the post', 'Swim', 'Call the buyer');
  home.at(EVENING);
});

/** Waits for the question what was done of a thing. */
const whatWasDone = (text: string) => new RegExp(`${text}[\\s\\S]*[Ww]hat was done\\?`);

describe('four check', () => {
  test('ticks with Space, asks what was done for each tick, and ends the day', async () => {
    const screen = sit(['check']);
    const boxes = await screen.until('Call the buyer');
    expect(boxes).toMatch(/❯ 1 ○ Write the post\n {2}2 ○ Swim\n {2}3 ○ Call the buyer/);
    screen.press('space', 'down', 'down', 'space', 'enter');
    await screen.until(whatWasDone('Write the post'));
    expect(await json()).toMatchObject({ done: 2 });
    screen.type('Published it\r');
    await screen.until(whatWasDone('Call the buyer'));
    expect((await json()).things[0]?.did).toBe('Published it');
    screen.press('enter'); // skips
    expect(await screen.exited).toEqual({ exitCode: 0, signal: null });
    expect(screen.cursor().visible).toBe(true);
    expect(screen.text()).toMatch(
      / {2}1 ✔ Write the post\n {6}Published it\n {2}2 ○ Swim\n {2}3 ✔ Call the buyer\n {2}4 ·\n\n {2}2 done, 1 open\. Two more and the day counts\.\s+\S.*\.$/,
    );
    expect((await json()).things).toEqual([
      done(1, 'Write the post', EVENING, 'Published it'),
      open(2, 'Swim'),
      done(3, 'Call the buyer', EVENING),
    ]);
  });

  test('unticking takes a check-off back, and nothing is asked about older ticks', async () => {
    await four('done', '1', '2', '-m', 'Early');
    home.at('2026-11-23T22:00');
    const screen = sit(['done']); // without SLOT it is check
    expect(await screen.until('Call the buyer')).toMatch(/1 ✔ Write the post\n {2}2 ✔ Swim\n {2}3 ○ Call/);
    screen.press('space', 'enter');
    expect((await screen.exited).exitCode).toBe(0);
    expect((await json()).things).toEqual([
      open(1, 'Write the post'),
      done(2, 'Swim', EVENING, 'Early'),
      open(3, 'Call the buyer'),
    ]);
  });

  test.each([
    ['on one screen', {}],
    ['in plain lines', { ACCESSIBLE: '1' }],
  ])('ticks what waits for a slot by the digit after the four, %s', async (_, env) => {
    home.sql(
      "INSERT INTO thing (id, day, text, waiting, updated_at) VALUES (?, '2026-11-23', 'Cook', 1, '2026-11-23T08:00:00.000Z')",
      newId(),
    );
    const screen = sit(['check'], { env });
    expect(await screen.until('Cook')).toMatch(/3 ○ Call the buyer\n *5 ○ Cook/);
    if ('ACCESSIBLE' in env) screen.type('5\r');
    else screen.type('5\r');
    await screen.until(whatWasDone('Cook'));
    screen.type('Soup\r');
    expect((await screen.exited).exitCode).toBe(0);
    expect((await json()).things.at(-1)).toEqual(done(null, 'Cook', EVENING, 'Soup'));
    // It waits again when the tick is taken back.
    if ('ACCESSIBLE' in env) return;
    const again = sit(['check']);
    expect(await again.until('Cook')).toMatch(/5 ✔ Cook/);
    again.type('5\r');
    expect((await again.exited).exitCode).toBe(0);
    expect((await json()).things.at(-1)).toMatchObject({ slot: null, text: 'Cook', done: false });
  });

  test('stopped at “what was done”, it keeps the ticks and says so', async () => {
    const screen = sit(['check']);
    await screen.until('Call the buyer');
    screen.press('space', 'down', 'space', 'enter');
    await screen.until(whatWasDone('Write the post'));
    screen.type('Published it\r');
    await screen.until(whatWasDone('Swim'));
    screen.type('half a wo');
    await screen.until('half a wo');
    screen.press('ctrl-c');
    expect(await screen.exited).toEqual({ exitCode: 130, signal: null });
    expect(screen.text()).toMatch(/^four: stopped\..*stored/m);
    expect(screen.cursor().visible).toBe(true);
    expect((await json()).things.map((thing) => [thing.done, thing.did])).toEqual([
      [true, 'Published it'],
      [true, null],
      [false, null],
    ]);
  });

  test('stopped at the list, it changes nothing', async () => {
    const before = home.stored();
    const screen = sit(['check']);
    await screen.until('Call the buyer');
    screen.press('space');
    await screen.until('✔');
    screen.press('ctrl-c');
    expect(await screen.exited).toEqual({ exitCode: 130, signal: null });
    expect(home.stored()).toEqual(before);
  });

  test('a text that is too long is rejected in place', async () => {
    const screen = sit(['check']);
    await screen.until('Call the buyer');
    screen.press('space', 'enter');
    await screen.until(whatWasDone('Write the post'));
    screen.type('x'.repeat(501));
    await screen.until((text) => (text.match(/x/g) ?? []).length === 501);
    screen.press('enter');
    await screen.until(/limit is 500/);
    screen.press('backspace');
    await screen.until((text) => (text.match(/x/g) ?? []).length === 500);
    screen.press('enter');
    expect((await screen.exited).exitCode).toBe(0);
    expect((await json()).things[0]?.did).toBe('x'.repeat(500));
  });

  test('with nothing planned it asks what was done', async () => {
    await four('drop', '3');
    await four('drop', '2');
    await four('drop', '1');
    const screen = sit(['check']);
    await screen.until('What did you do?');
    screen.type('Fixed the printer\r');
    expect((await screen.exited).exitCode).toBe(0);
    expect((await json()).things).toEqual([done(1, 'Fixed the printer', EVENING)]);
    expect(screen.text()).toMatch(/1 done\. Three more and the day counts\.\n +Did you do anything else\? four did/);
    const yesterday = sit(['check', '-d', 'yesterday']);
    await yesterday.until('What did you do?');
    yesterday.press('enter');
    expect((await yesterday.exited).exitCode).toBe(0);
    expect(yesterday.text().replaceAll(/\s+/g, ' ')).toContain(
      'Nothing was planned. To write down what you did: four did "Fixed the printer" -d yesterday',
    );
  });

  test('on a rest day with nothing on it there is nothing to ask', async () => {
    await four('rest', 'tomorrow');
    home.at('2026-11-24T21:00');
    const screen = sit(['check']);
    expect(await screen.exited).toEqual({ exitCode: 0, signal: null });
    expect(screen.text()).toContain('A rest day.');
  });
});

describe('a peak', () => {
  /** Days on which all was done, so many days ago. */
  async function live(...ago: number[]): Promise<void> {
    for (const days of ago) {
      await four('plan', 'A', 'B', 'C', 'D', '-q', '-d', `-${days}`);
      await four('done', 'all', '-q', '-d', `-${days}`);
    }
  }

  async function tickAll(): Promise<string> {
    await four('drop', '3');
    await four('config', 'minimum', '2');
    const screen = sit(['check']);
    await screen.until(/2 . Swim/);
    screen.press('space', 'down', 'space', 'enter');
    await screen.until(whatWasDone('Write the post'));
    screen.press('enter');
    await screen.until(whatWasDone('Swim'));
    screen.press('enter');
    await screen.exited;
    return screen.text();
  }

  test('a comeback gets a word, once', async () => {
    await live(4, 2);
    expect(await tickAll()).toContain('Back after one day.');
    const again = sit(['check']);
    await again.until(/2 . Swim/);
    again.press('enter');
    await again.exited;
    expect(again.text()).toContain('Rest well.');
    expect(again.text()).not.toContain('Back after');
  });

  test('is said in the evening too when the day counted before', async () => {
    await live(4, 2);
    await four('did', 'A fourth thing');
    await four('done', 'all');
    const screen = sit(['check']);
    await screen.until(/2 . Swim/);
    screen.press('enter');
    await screen.exited;
    expect(screen.text()).toContain('Back after one day.');
  });
});

describe('four check SLOT', () => {
  test('checks these off, and asks what was done for each, also for what was done before', async () => {
    await four('done', '1', '-m', 'Drafted it');
    const screen = sit(['check', '1-2']);
    await screen.until(/1 ✔ Write the post\n {2}What was done\?\n {4}› Drafted it/);
    screen.type(', and published\r');
    await screen.until(/2 ✔ Swim\n {2}What was done\?/);
    screen.press('enter');
    expect((await screen.exited).exitCode).toBe(0);
    expect((await json()).things).toEqual([
      done(1, 'Write the post', EVENING, 'Drafted it, and published'),
      done(2, 'Swim', EVENING),
      open(3, 'Call the buyer'),
    ]);
  });

  test.each([
    ['without a terminal', ['2'], 2, /^four: what was done is missing.*\nLike this: four done 2 -m/],
    ['an empty slot', ['4'], 2, /^four: /],
  ])('%s changes nothing', async (_, words, status, message) => {
    const before = home.stored();
    expectError(await four('check', ...words), status, message);
    expect(home.stored()).toEqual(before);
  });
});

describe('past midnight, with yesterday open', () => {
  test('asks which day is meant', async () => {
    home.at('2026-11-24T01:30');
    const screen = sit(['check']);
    const question = await screen.until('Which day?');
    expect(question).toMatch(/23 Nov[\s\S]*24 Nov/);
    screen.press('enter'); // yesterday is offered first
    await screen.until('Call the buyer');
    screen.press('down', 'space', 'enter');
    await screen.until(whatWasDone('Swim'));
    screen.press('enter');
    expect((await screen.exited).exitCode).toBe(0);
    expect((await json('-d', '2026-11-23')).things[1]).toEqual(done(2, 'Swim', '2026-11-24T01:30'));
  });

  test('accepts today as the answer', async () => {
    home.at('2026-11-24T03:59');
    const screen = sit(['check']);
    await screen.until('Which day?');
    screen.press('down', 'enter');
    await screen.until('What did you do?');
    screen.type('Slept badly\r');
    await screen.exited;
    expect((await json()).done).toBe(1);
    expect((await json('-d', 'yesterday')).done).toBe(0);
  });

  test('four asks too, shows the day that is meant, and says once that days may end later', async () => {
    home.at('2026-11-24T00:20');
    const first = sit([]);
    await first.until('Which day?');
    expect(first.text()).toContain('four config day-start 04:00');
    first.press('enter');
    expect((await first.exited).exitCode).toBe(0);
    expect(first.text()).toMatch(/Mon 23 Nov 2026[\s\S]*1 ○ Write the post/);
    const second = sit([]);
    expect(await second.until('Which day?')).not.toContain('day-start');
    second.press('down', 'enter');
    await second.until('Tue 24 Nov 2026');
    await second.until(/^ *1 [›>]/m);
    second.press('ctrl-c');
    expect((await second.exited).exitCode).toBe(130);
  });

  test.each([
    ['in the morning', '2026-11-24T04:00', []],
    ['when the day is named', '2026-11-24T01:30', ['-d', 'today']],
  ])('does not ask %s', async (_, now, words) => {
    home.at(now);
    const screen = sit(['check', ...words]);
    expect(await screen.until('What did you do?')).not.toContain('Which day?');
    screen.press('enter');
    expect((await screen.exited).exitCode).toBe(0);
    expect(screen.text()).toContain('Tue 24 Nov 2026');
  });

  test('does not ask when the day has not ended yet, by day-start', async () => {
    await four('config', 'day-start', '04:00');
    home.at('2026-11-24T01:30');
    const screen = sit(['check']);
    expect(await screen.until('Call the buyer')).not.toContain('Which day?');
    screen.press('enter');
    expect((await screen.exited).exitCode).toBe(0);
  });

  test('does not ask if everything of yesterday is done', async () => {
    await four('done', 'all');
    home.at('2026-11-24T01:30');
    const screen = sit(['check']);
    expect(await screen.until('What did you do?')).toContain('Tue 24 Nov 2026');
    screen.press('enter');
    expect((await screen.exited).exitCode).toBe(0);
  });
});

describe('four edit SLOT', () => {
  test('asks for the text, beginning with the old one', async () => {
    const screen = sit(['edit', '2']);
    await screen.until('Swim');
    screen.type(' twice\r');
    expect(await screen.exited).toEqual({ exitCode: 0, signal: null });
    expect((await json()).things[1]).toEqual(open(2, 'Swim twice'));
  });

  test('changes nothing when it is stopped, and says so', async () => {
    const before = home.stored();
    const screen = sit(['edit', '2']);
    await screen.until('Swim');
    screen.type(' twice');
    await screen.until('Swim twice');
    screen.press('ctrl-c');
    expect(await screen.exited).toEqual({ exitCode: 130, signal: null });
    expect(screen.text()).toMatch(/^four: stopped\./m);
    expect(home.stored()).toEqual(before);
  });
});
