import { beforeEach, expect } from '@jest/globals';
import { expectError } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { useSitting } from '../support/sitting.ts';

const { describe, test } = needs('sh');

const home = useSitting();
const { four, json, sit, sql } = home;

// A sync has put another thing into a slot of today.
beforeEach(async () => {
  await four('plan', 'Write', 'Swim');
  sql("INSERT INTO moved_day (day) VALUES ('2026-11-23')");
});

describe('a number on a terminal, after a sync has moved the things of the day', () => {
  test('shows the day and asks, once', async () => {
    const screen = sit(['done', '1']);
    const asked = await screen.until('Go on?');
    expect(asked).toMatch(/1 ○ Write\n {2}2 ○ Swim[\s\S]*A sync has moved these since you saw them\. Go on\?/);
    screen.press('enter');
    expect((await screen.exited).exitCode).toBe(0);
    expect(screen.text()).toMatch(/1 ✔ Write/);
    const again = sit(['done', '2']);
    expect((await again.exited).exitCode).toBe(0);
    expect(again.text()).not.toContain('Go on?');
  });

  test.each([
    ['no', ['down', 'enter']],
    ['Ctrl-D', ['ctrl-d']],
  ] as const)('changes nothing after %s', async (_, keys) => {
    const screen = sit(['drop', '1']);
    await screen.until('Go on?');
    screen.press(...keys);
    expect((await screen.exited).exitCode).toBe(1);
    expect(screen.text()).toContain('four: nothing was changed');
    expect((await json('today')).things).toHaveLength(2);
  });

  test('is not asked about with --json, but refused', async () => {
    const screen = sit(['done', '1', '--json']);
    expect((await screen.exited).exitCode).toBe(1);
    expect(screen.text()).toMatch(/a sync has moved the things of today/);
  });
});

test('the refusal names the command as it was typed, and the day', async () => {
  sql("INSERT INTO moved_day (day) VALUES ('2026-11-22')");
  await four('plan', '-d', 'yesterday', 'Rest');
  sql("INSERT OR IGNORE INTO moved_day (day) VALUES ('2026-11-22')");
  expectError(
    await four('done', '1', '-d', 'yesterday'),
    1,
    /things of yesterday since you saw them: now 1 "Rest"\n.*four done 1 -d yesterday\n/,
  );
  expect((await four('done', '1', '-d', 'yesterday')).status).toBe(0);
});
