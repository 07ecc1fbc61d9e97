import { beforeEach, expect } from '@jest/globals';
import { needs } from '../support/needs.ts';
import { slot, useSitting } from '../support/sitting.ts';

const { describe, test } = needs('sh');

const home = useSitting();
const { four, json, sit } = home;

const QUESTION = 'Anything to take into next week?';

const nextNote = async () => (await json<{ nextNote?: string }>('week')).nextNote;

/** Sunday, 22 November 2026. */
beforeEach(async () => {
  home.at('2026-11-22T20:00');
  await four('did', 'Swim');
});

describe('the last day of the week', () => {
  test('ends with a question, and its answer begins the next week', async () => {
    const screen = sit(['week']);
    expect(await screen.until(QUESTION)).toMatch(/Sun {2}Swim\n/);
    screen.type('Call before you write\r');
    expect((await screen.exited).exitCode).toBe(0);
    expect(screen.text()).toMatch(
      / {2}Into next week: Call before you write\n {2}You will see it on the first morning\.$/,
    );
    expect(await nextNote()).toBe('Call before you write');
    home.at('2026-11-23T08:00');
    const morning = sit([]);
    expect(await morning.until(slot(1))).toContain('From last week: Call before you write');
  });

  test('Enter, Ctrl-D and Ctrl-C take nothing along', async () => {
    for (const [key, exitCode] of [
      ['enter', 0],
      ['ctrl-d', 0],
      ['ctrl-c', 130],
    ] as const) {
      const screen = sit(['week']);
      await screen.until(QUESTION);
      screen.press(key);
      expect((await screen.exited).exitCode).toBe(exitCode);
      expect(await nextNote()).toBeUndefined();
    }
  });

  test('asks in plain lines where nothing can be redrawn', async () => {
    const screen = sit(['week'], { env: { ACCESSIBLE: '1' } });
    await screen.until(QUESTION);
    screen.type('Ask first\r');
    expect((await screen.exited).exitCode).toBe(0);
    expect(await nextNote()).toBe('Ask first');
  });
});

test.each([
  ['on another day', '2026-11-21T20:00', ['week']],
  ['about another week', '2026-11-22T20:00', ['week', 'last']],
  ['about an empty week', '2026-11-29T20:00', ['week']],
  ['when it is quiet', '2026-11-22T20:00', ['week', '-q']],
  ['in JSON', '2026-11-22T20:00', ['week', '--json']],
  ['in a report', '2026-11-22T20:00', ['week', '--format', 'text']],
  ['with its answer', '2026-11-22T20:00', ['week', '--note', 'A']],
  ['by the week-start of the user', '2026-11-22T20:00', ['week'], 'sunday'],
])('nothing is asked %s', async (_, now, words, weekStart = 'monday') => {
  await four('config', 'week-start', weekStart);
  home.at(now);
  const screen = sit(words);
  expect((await screen.exited).exitCode).toBe(0);
  expect(screen.text()).not.toContain(QUESTION);
});

test('nothing is asked again once there is a note', async () => {
  await four('week', '--note', 'Ask first');
  const screen = sit(['week']);
  expect((await screen.exited).exitCode).toBe(0);
  expect(screen.text()).toMatch(/Into next week: Ask first$/);
});
