import { expect } from '@jest/globals';
import { needs } from '../support/needs.ts';
import type { Screen } from '../support/screen.mjs';
import { slot, useSitting } from '../support/sitting.ts';

const { describe, test } = needs('sh');

const home = useSitting();
const { four, sit } = home;

const LONG = 'Write the post about the sale that was lost in October';
const WIDE = '日本語の長い文'.repeat(8);

/** The whole way through the questions: both kinds, then the result. `look` sees the screen at every stop. */
async function walk(start: (words: string[]) => Screen, look: (screen: Screen) => void): Promise<void> {
  const morning = start(['plan']);
  await morning.until(slot(1));
  look(morning);
  morning.press('down');
  await morning.until('Enter takes it');
  look(morning);
  morning.press('enter');
  await morning.until(slot(2));
  morning.press('down', 'enter');
  await morning.until(slot(3));
  morning.type('wr');
  await morning.until(/[›>] wr\n[\s\S]*Writing/);
  look(morning);
  morning.press('ctrl-c');
  await morning.exited;
  look(morning);

  const evening = start(['check']);
  await evening.until(/1 \S+(?: \])? Write/);
  look(evening);
  evening.press('space', 'enter');
  await evening.until('What was done?');
  look(evening);
  evening.type('Well\r');
  expect((await evening.exited).exitCode).toBe(0);
  look(evening);
}

async function prepare(): Promise<void> {
  await four('plan', LONG, WIDE, '-d', 'yesterday');
  await four('did', `Writing, ${LONG}`, '-d', '2026-11-01');
}

const hasColor = (screen: Screen) =>
  screen
    .cells()
    .flat()
    .some(({ fg, bg }) => fg !== null || bg !== null);

describe('the look of prompts', () => {
  test('nothing overflows in 40 columns', async () => {
    await prepare();
    await walk(
      (words) => sit(words, { cols: 40 }),
      (screen) => {
        // What runs over goes on at the very left, where nothing of ours ever begins but a mark or an error.
        for (const row of screen.text().split('\n')) expect(row).toMatch(/^( |$|❯|four: |To go on: )/);
      },
    );
  });

  test('--no-color removes the colours and keeps the words', async () => {
    await prepare();
    let looks = 0;
    await walk(
      (words) => sit(words, { env: { NO_COLOR: '1' } }),
      (screen) => {
        looks += 1;
        expect(hasColor(screen)).toBe(false);
      },
    );
    expect(looks).toBe(7);
  });

  test('there is one colour for what is done, and red only for errors', async () => {
    await prepare();
    const screen = sit(['done', 'all', '-d', 'yesterday']);
    await screen.exited;
    const colors = new Set(
      screen
        .cells()
        .flat()
        .map(({ fg }) => fg),
    );
    expect(colors).toEqual(new Set([null, 2]));
    const error = sit(['done', '7']);
    await error.exited;
    expect(error.cells()[0]?.[0]).toMatchObject({ text: 'four:', fg: 1 });
  });

  test('--ascii prints only ASCII', async () => {
    await four('plan', LONG, '-d', 'yesterday');
    await four('plan', `${LONG} again`, '-d', 'yesterday');
    await four('did', `Writing, ${LONG}`, '-d', '2026-11-01');
    await walk(
      (words) => sit([...words, '--ascii']),
      (screen) => expect(screen.text()).toMatch(/^\p{ASCII}*$/u),
    );
  });

  test('--ascii, past midnight', async () => {
    await four('plan', 'A');
    home.at('2026-11-24T01:30');
    const screen = sit(['check', '--ascii']);
    expect(await screen.until('Which day?')).toMatch(/^\p{ASCII}*$/u);
  });
});

describe('text that another program stored is safe in prompts', () => {
  const EVIL = 'A\u001b[2J\u001b[31m\r\nred';

  const isHarmless = (screen: Screen) => {
    expect(screen.text()).toContain('23 Nov');
    expect(screen.cells().flat()).not.toContainEqual(expect.objectContaining({ fg: 1 }));
  };

  test('offered, and completed', async () => {
    await four('plan', 'A', '-d', 'yesterday');
    home.sql('UPDATE thing SET text = ?', EVIL);
    const screen = sit(['plan']);
    await screen.until('red');
    isHarmless(screen);
    screen.press('tab');
    await screen.until(/1 › A.*red/);
    isHarmless(screen);
    screen.press('ctrl-c');
    expect((await screen.exited).exitCode).toBe(130);
    expect((await four()).stdout).toContain('Nothing is planned');
  });

  test('ticked, and asked about', async () => {
    await four('plan', 'A');
    home.sql('UPDATE thing SET text = ?', EVIL);
    const screen = sit(['check']);
    await screen.until('red');
    isHarmless(screen);
    screen.press('space', 'enter');
    await screen.until('What was done?');
    expect(screen.text()).toMatch(/1 . A.*red/);
    screen.press('enter');
    expect((await screen.exited).exitCode).toBe(0);
    isHarmless(screen);
  });

  test('reworded', async () => {
    await four('plan', 'A');
    home.sql('UPDATE thing SET text = ?', EVIL);
    const screen = sit(['edit', '1']);
    await screen.until('red');
    screen.type('!');
    await screen.until(/A.*red!/);
    expect(screen.cells().flat()).not.toContainEqual(expect.objectContaining({ fg: 1 }));
    screen.press('ctrl-c');
    expect((await screen.exited).exitCode).toBe(130);
  });
});
