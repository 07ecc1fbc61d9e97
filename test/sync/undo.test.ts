import { describe, expect, test } from '@jest/globals';
import { expectEqual, slots, sync, syncAll, useHomes } from '../support/homes.ts';

/** Two machines that have the same day, at nine in the morning. */
const homes = useHomes(['laptop', 'desktop'], async ({ laptop, desktop, remote }) => {
  await laptop.four('plan', 'Write', 'Swim', 'Call');
  await sync(laptop, remote.folder);
  await sync(desktop, remote.folder);
});
const { laptop, desktop } = homes;

/** What was changed on the laptop comes to the desktop; and the other way round. */
async function toDesktop(): Promise<void> {
  await sync(laptop);
  await sync(desktop);
}

async function toLaptop(): Promise<void> {
  await sync(desktop);
  await sync(laptop);
}

/** All that was changed on the laptop last, and that both have the same then. */
async function meet(): Promise<void> {
  await toDesktop();
  await expectEqual(homes.all);
}

describe('undo after a sync', () => {
  test('takes back the last command here, and not the sync', async () => {
    await laptop.four('done', '1', '-m', 'Two pages');
    await desktop.four('did', 'Cooked');
    await toLaptop();
    expect((await laptop.four('undo')).stdout).toContain("four done 1 -m 'Two pages'");
    expect(await slots(laptop)).toEqual(['1 Write', '2 Swim', '3 Call', '4 Cooked ✓']);
    await meet();
    expect(await slots(desktop)).toEqual(['1 Write', '2 Swim', '3 Call', '4 Cooked ✓']);
    expect((await laptop.four('undo', '--redo')).status).toBe(0);
    await meet();
    expect(await slots(desktop)).toEqual(['1 Write ✓ Two pages', '2 Swim', '3 Call', '4 Cooked ✓']);
  });

  test('leaves what another machine has made of the same things since', async () => {
    await laptop.four('plan', 'Read');
    await laptop.four('edit', '2', 'Dive');
    await toDesktop();
    await desktop.four('done', '2', '4', '-m', 'Done there');
    await toLaptop();
    await laptop.four('undo', '-n', '2');
    // The wording is taken back, the check-off is not; and what was planned here and done there stays.
    expect(await slots(laptop)).toEqual(['1 Write', '2 Swim ✓ Done there', '3 Call', '4 Read ✓ Done there']);
    await meet();
  });

  test('of a rewording leaves a thing away that was dropped elsewhere since', async () => {
    await laptop.four('edit', '2', 'Dive');
    await toDesktop();
    await desktop.four('drop', '2');
    await toLaptop();
    await laptop.four('undo');
    expect(await slots(laptop)).toEqual(['1 Write', '3 Call']);
    await meet();
  });

  test('of a plan takes only what nobody has touched', async () => {
    await laptop.four('plan', '-d', 'tomorrow', 'A', 'B', 'C');
    await toDesktop();
    await desktop.four('edit', '2', 'B it is', '-d', 'tomorrow');
    await toLaptop();
    await laptop.four('undo');
    expect(await slots(laptop, '-d', 'tomorrow')).toEqual(['2 B it is']);
    await meet();
  });

  test('of a drop brings the thing back, into the next empty slot where another one has come into its own', async () => {
    await laptop.four('drop', '2');
    await toDesktop();
    await desktop.four('plan', 'Cook');
    await toLaptop();
    expect(await slots(laptop)).toEqual(['1 Write', '2 Cook', '3 Call']);
    await laptop.four('undo');
    expect(await slots(laptop)).toEqual(['1 Write', '2 Cook', '3 Call', '4 Swim']);
    await meet();
    expect(await slots(desktop)).toEqual(['1 Write', '2 Cook', '3 Call', '4 Swim']);
  });

  test('of a drop on a day that is full by now brings the thing back to wait', async () => {
    await laptop.four('drop', '2');
    await toDesktop();
    await desktop.four('plan', 'Cook', 'Read');
    await toLaptop();
    await laptop.four('undo');
    expect(await slots(laptop)).toEqual(['1 Write', '2 Cook', '3 Call', '4 Read', '- Swim']);
    await meet();
  });

  test('of a move brings the thing back to its day', async () => {
    await laptop.four('move', '2', 'tomorrow');
    await toDesktop();
    await desktop.four('edit', '1', 'Dive', '-d', 'tomorrow');
    await toLaptop();
    await laptop.four('undo');
    expect(await slots(laptop)).toEqual(['1 Write', '2 Dive', '3 Call']);
    expect(await slots(laptop, '-d', 'tomorrow')).toEqual([]);
    await meet();
  });

  test('of a setting, a day of rest and a setback', async () => {
    await laptop.four('config', 'minimum', '2');
    await laptop.four('rest', 'tomorrow', '-m', 'Away');
    await laptop.four('lost', 'Sale');
    await toDesktop();
    await laptop.four('undo', '-n', '3');
    await meet();
    expect(await desktop.json('config', 'minimum')).toEqual({ minimum: 4 });
    expect(await desktop.json('today', '-d', 'tomorrow')).toMatchObject({ rest: false });
    expect(await desktop.json('lost')).toEqual([]);
  });
});

describe('a setback', () => {
  test('that is settled on both machines is settled as it was later, and both go on', async () => {
    await laptop.four('lost', 'Sale');
    await toDesktop();
    laptop.at('2026-11-23T09:00');
    desktop.at('2026-11-23T09:05');
    await laptop.four('lost', '--settle', '1', '--next', 'Ask');
    await desktop.four('lost', '--settle', '1', '--let-go');
    await sync(desktop);
    await meet();
    expect(await laptop.json('lost')).toMatchObject([{ kind: 'let-go', next: null }]);
    expect(await slots(laptop)).toEqual(['1 Write', '2 Swim', '3 Call', '4 Ask']);
  });

  test('whose settling is taken back is open everywhere, for a new machine too', async () => {
    await laptop.four('lost', 'Sale');
    await toDesktop();
    await laptop.four('lost', '--settle', '1', '--next', 'Ask');
    await toDesktop();
    await laptop.four('undo');
    await meet();
    expect(await desktop.json('lost')).toMatchObject([{ kind: null, next: null }]);
    await laptop.four('undo', '--redo');
    await meet();
    expect(await desktop.json('lost')).toMatchObject([{ kind: 'correct', next: { text: 'Ask' } }]);
  });

  test('is open again when its settling is taken back after the thing that corrects it was dropped elsewhere', async () => {
    await laptop.four('lost', 'Sale');
    await laptop.four('lost', '--settle', '1', '--next', 'Ask');
    await toDesktop();
    await desktop.four('drop', 'Ask');
    await toLaptop();
    await laptop.four('undo');
    expect(await laptop.json('lost')).toMatchObject([{ kind: null, next: null }]);
    await meet();
  });

  test('keeps the way it was settled when the thing that corrects it is dropped, and comes back', async () => {
    await laptop.four('lost', 'Sale', '--next', 'Ask');
    await toDesktop();
    await laptop.four('drop', 'Ask');
    await desktop.four('edit', 'Ask', 'Ask again');
    await syncAll(homes.all);
    for (const home of homes.all)
      expect(await home.json('lost')).toMatchObject([{ kind: 'correct', next: { text: 'Ask again', slot: 4 } }]);
  });
});

describe('a day with something that waits', () => {
  test('gives it the slot that gets empty, and what is planned next comes behind it', async () => {
    await laptop.four('plan', 'Read');
    desktop.at('2026-11-23T08:05');
    await desktop.four('plan', 'Cook');
    await toLaptop();
    expect(await slots(laptop)).toEqual(['1 Write', '2 Swim', '3 Call', '4 Read', '- Cook']);
    laptop.at('2026-11-23T09:00');
    await laptop.four('drop', '1');
    await meet();
    expect(await slots(laptop)).toEqual(['1 Cook', '2 Swim', '3 Call', '4 Read']);
  });

  test('leaves the slots as whoever has changed them has seen them', async () => {
    await laptop.four('plan', 'Read');
    desktop.at('2026-11-23T08:05');
    await desktop.four('plan', 'Cook');
    await toLaptop();
    laptop.at('2026-11-23T09:00');
    await laptop.four('drop', '4');
    await laptop.four('plan', 'Paint');
    await meet();
    expect(await slots(desktop)).toEqual(['1 Write', '2 Swim', '3 Call', '4 Paint', '- Cook']);
  });

  test('does not put back by itself what had been pushed aside', async () => {
    await laptop.four('drop', '3');
    await toDesktop();
    await laptop.four('plan', 'Read');
    desktop.at('2026-11-23T08:05');
    await desktop.four('plan', 'Cook');
    await toLaptop();
    expect(await slots(laptop)).toEqual(['1 Write', '2 Swim', '3 Read', '4 Cook']);
    await laptop.four('drop', '3');
    await meet();
    expect(await slots(desktop)).toEqual(['1 Write', '2 Swim', '4 Cook']);
  });
});
