import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { copyOf, diary, slots, sync, syncAll, useHomes } from '../support/homes.ts';
import { needs } from '../support/needs.ts';
import { makeOldStore, withDatabase } from '../support/stores.ts';

const { describe, test } = needs('git', 'sh');

const homes = useHomes(['laptop', 'desktop'], async ({ all, remote }) => {
  for (const home of all) {
    home.env.FOURTHINGS_NOW = '2026-11-23T08:00';
    await sync(home, remote.folder);
  }
});
const { laptop, desktop } = homes;

/** The same words on both machines, on the second a little later. */
async function onBoth(...words: string[]): Promise<void> {
  laptop.at('2026-11-23T08:00');
  expect(await laptop.four(...words)).toMatchObject({ status: 0, stderr: '' });
  desktop.at('2026-11-23T08:05');
  expect(await desktop.four(...words)).toMatchObject({ status: 0, stderr: '' });
}

describe('what both machines wrote down is there once', () => {
  test('planned alike', async () => {
    await onBoth('plan', 'Write', 'Swim', 'Swim');
    await syncAll(homes.all);
    expect(await slots(laptop)).toEqual(['1 Write', '2 Swim', '3 Swim']);
  });

  test('planned in another order, with other things beside it and in other letters', async () => {
    await laptop.four('plan', 'Write', 'Swim');
    desktop.at('2026-11-23T08:05');
    await desktop.four('plan', 'swim', 'Call', 'Write');
    await syncAll(homes.all);
    const things = await slots(laptop);
    expect(things.map((thing) => thing.slice(2).toLowerCase()).sort()).toEqual(['call', 'swim', 'write']);
    expect((await laptop.four()).stdout).not.toContain('also');
  });

  test('planned alike and done on one of them', async () => {
    await onBoth('plan', 'Write', 'Swim');
    desktop.at('2026-11-23T09:00');
    await desktop.four('done', '2', '-m', 'One km');
    await syncAll(homes.all);
    expect(await slots(laptop)).toEqual(['1 Write', '2 Swim ✓ One km']);
  });

  test('planned alike and reworded or dropped on one of them, before they met', async () => {
    await onBoth('plan', 'Write', 'Swim', 'Call');
    laptop.at('2026-11-23T08:02');
    await laptop.four('edit', '1', 'Write to Ann');
    desktop.at('2026-11-23T08:06');
    await desktop.four('edit', '2', 'Dive');
    await syncAll(homes.all);
    expect(await slots(laptop)).toEqual(['1 Write to Ann', '2 Dive', '3 Call']);
    expect((await laptop.four()).stdout).not.toContain('also');
  });

  test('done without a plan on both', async () => {
    await onBoth('did', 'Fixed the printer');
    await syncAll(homes.all);
    const day = await laptop.json('today');
    expect(day.things).toMatchObject([{ slot: 1, doneAt: new Date('2026-11-23T08:00').toISOString() }]);
    expect(day.done).toBe(1);
  });

  test('taken up again from the day before, or again as it was', async () => {
    for (const home of homes.all) home.at('2026-11-22T08:00');
    await laptop.four('plan', 'Write', 'Swim');
    await laptop.four('done', 'Swim');
    await sync(laptop);
    await sync(desktop);
    await onBoth('plan', '--again');
    await syncAll(homes.all);
    expect(await slots(laptop)).toEqual(['1 Write', '2 Swim']);
    expect((await laptop.json('today')).things).toMatchObject([{ carried: 1 }, { carried: 0 }]);
  });

  test('imported from the same file', async () => {
    const lines = ['x 2026-11-20 Run', 'x 2026-11-20 Run', 'x 2026-11-20 A', 'x 2026-11-20 B', 'x 2026-11-20 C'];
    for (const home of homes.all) fs.writeFileSync(path.join(home.folder, 'done.txt'), `${lines.join('\n')}\n`);
    for (const home of homes.all) await home.four('import', path.join(home.folder, 'done.txt'));
    const before = await diary(laptop);
    await syncAll(homes.all);
    expect(await diary(laptop)).toEqual(before);
  });

  test('before ids followed from content', async () => {
    for (const [home, digits] of [
      [laptop, '01932f00'],
      [desktop, '01940000'],
    ] as const) {
      fs.rmSync(home.storeFile());
      fs.rmSync(copyOf(home), { recursive: true });
      makeOldStore(home.storeFile(), 4);
      const renamed = (column: string) => `${column} = replace(${column}, '01932f00', '${digits}')`;
      withDatabase(home.storeFile(), (database) => {
        database.pragma('foreign_keys = OFF');
        database.exec(`UPDATE thing SET ${renamed('id')}, ${renamed('carried_from')};
          UPDATE setback SET ${renamed('id')}, ${renamed('next_id')}`);
      });
    }
    const before = await diary(laptop);
    for (const home of homes.all) await sync(home, homes.remote.folder);
    await syncAll(homes.all);
    expect(await diary(laptop)).toEqual(before);
  });

  test('lost on both, with a lesson from each', async () => {
    await laptop.four('lost', 'Sale', '--let-go', '-m', 'Sooner');
    await desktop.four('lost', 'sale', '--let-go', '-m', 'Ask');
    await syncAll(homes.all);
    const setbacks = await laptop.json<{ lesson: string }[]>('lost');
    expect(setbacks).toHaveLength(1);
    expect(setbacks[0]?.lesson.split('; ').sort()).toEqual(['Ask', 'Sooner']);
  });

  test('lost on both in another order, beside what only one has lost', async () => {
    for (const text of ['Sale', 'Keys', 'Bet', 'Keys']) await laptop.four('lost', text);
    for (const text of ['keys', 'Train', 'Sale']) await desktop.four('lost', text, '--let-go');
    await syncAll(homes.all);
    const lost = await laptop.json<{ text: string; kind: string | null }[]>('lost');
    const seen = lost.map(({ text, kind }) => `${text.toLowerCase()} ${kind}`).sort();
    expect(seen).toEqual(['bet null', 'keys let-go', 'keys null', 'sale let-go', 'train let-go']);
    // Undo takes only what this machine did of it.
    await desktop.four('undo', '-n', '3');
    await syncAll(homes.all);
    expect(await laptop.json('lost')).toHaveLength(4);
  });

  test('lost on one, and written on the page by hand', async () => {
    await laptop.four('lost', 'Bet');
    await laptop.four('lost', 'Keys');
    await homes.remote.commit({ 'setbacks.md': '# Setbacks\n\n## Mon 23 Nov 2026\n\nLost: Keys\n' });
    await syncAll(homes.all);
    const lost = await desktop.json<{ text: string }[]>('lost');
    expect(lost.map(({ text }) => text).sort()).toEqual(['Bet', 'Keys']);
  });

  test('dropped and planned again', async () => {
    await onBoth('plan', 'Write');
    await syncAll(homes.all);
    await laptop.four('drop', '1');
    await laptop.four('plan', 'Write');
    await syncAll(homes.all);
    expect(await slots(desktop)).toEqual(['1 Write']);
    await onBoth('drop', '1');
    await onBoth('plan', 'Write');
    await syncAll(homes.all);
    expect(await slots(desktop)).toEqual(['1 Write']);
  });
});
