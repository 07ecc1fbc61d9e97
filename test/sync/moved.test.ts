import { expect } from '@jest/globals';
import { expectError } from '../support/four.ts';
import { slots, sync, syncAll, useHomes } from '../support/homes.ts';
import { needs } from '../support/needs.ts';

const { describe, test } = needs('git', 'sh');

// What a sync does to the slots of a day, and what numbers mean afterwards.

const homes = useHomes(['laptop', 'desktop'], async ({ all, remote }) => {
  for (const home of all) await sync(home, remote.folder);
});
const { laptop, desktop } = homes;

/** The desktop planned first, the laptop synced last. */
async function collide(): Promise<void> {
  laptop.at('2026-11-23T08:05');
  await laptop.four('plan', 'Write', 'Swim');
  desktop.at('2026-11-23T08:00');
  await desktop.four('plan', 'Call', 'Read');
  await sync(desktop);
  await sync(laptop);
}

describe('a number after a sync has moved things', () => {
  test('is refused once, with what is there now', async () => {
    await collide();
    expectError(
      await laptop.four('done', '1'),
      1,
      /moved the things of today since you saw them: now 1 "Call", 2 "Read"/,
    );
    expect(await slots(laptop)).toEqual(['1 Call', '2 Read', '3 Write', '4 Swim']);
    const again = await laptop.four('done', '1');
    expect(again).toMatchObject({ status: 0, stderr: '' });
    expect((await laptop.four('done', '2')).status).toBe(0);
  });

  test.each(['undone 1', 'drop 1', 'swap 1 2', 'move 1 tomorrow', 'edit 1 New', 'done 1-2', 'check 1', 'drop +'])(
    'is refused for any command: %s',
    async (line) => {
      await collide();
      expectError(await laptop.four(...line.split(' ')), 1, /moved the things of today/);
    },
  );

  test('is fine as soon as the day was shown, and texts and all are always', async () => {
    await collide();
    expect((await laptop.four('done', 'write')).status).toBe(0);
    expect((await laptop.four('done', '1')).status).toBe(0);
    await desktop.four('plan', 'A');
    await laptop.four('plan', '-d', 'tomorrow', 'X');
    desktop.at('2026-11-23T07:00');
    await desktop.four('plan', '-d', 'tomorrow', 'Y');
    await sync(desktop);
    await sync(laptop);
    expect((await laptop.four('done', '2')).status).toBe(0);
    expectError(await laptop.four('drop', '1', '-d', 'tomorrow'), 1, /moved the things of tomorrow/);
    await laptop.four('-d', 'tomorrow');
    expect((await laptop.four('drop', '1', '-d', 'tomorrow')).status).toBe(0);
  });

  test('is fine on the machine whose things stayed, and when only empty slots were filled', async () => {
    await collide();
    await sync(desktop);
    expect((await desktop.four('done', '1')).status).toBe(0);
  });
});

describe('what is done', () => {
  test('keeps its slot, though another thing was planned there earlier', async () => {
    laptop.at('2026-11-23T08:05');
    await laptop.four('plan', 'Write', 'Swim');
    laptop.at('2026-11-23T09:00');
    await laptop.four('done', '1');
    desktop.at('2026-11-23T08:00');
    await desktop.four('plan', 'Call', 'Read');
    await syncAll(homes.all);
    expect(await slots(laptop)).toEqual(['1 Write ✓', '2 Read', '3 Call', '4 Swim']);
    // Taking the tick back moves nothing, and neither does a tick.
    await laptop.four('undone', 'Write');
    await syncAll(homes.all);
    expect(await slots(desktop)).toEqual(['1 Write', '2 Read', '3 Call', '4 Swim']);
    await desktop.four('done', 'Swim', 'Call');
    await syncAll(homes.all);
    expect(await slots(laptop)).toEqual(['1 Write', '2 Read', '3 Call ✓', '4 Swim ✓']);
  });

  test('counts for the label of the slot it was planned in', async () => {
    await laptop.four('config', 'labels', 'body mind heart spirit');
    for (const [home, time] of [
      [laptop, '08:05'],
      [desktop, '08:00'],
    ] as const) {
      home.at(`2026-11-23T${time}`);
      await home.four('plan', ...(home === laptop ? ['Swim', 'Read'] : ['Run', 'Write', 'Call', 'Rest']));
      await home.four('done', '1', '2');
    }
    await syncAll(homes.all);
    for (const home of homes.all) {
      const week = await home.four('week');
      expect(week.stdout).toMatch(/body +2 of 2/);
      expect(week.stdout).toMatch(/mind +2 of 2/);
      expect((await home.four('year')).stdout).toMatch(/body +2 of 2/);
    }
  });
});
