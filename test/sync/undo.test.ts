import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { diary, expectEqual, slots, sync, syncAll, useHomes } from '../support/homes.ts';
import { needs } from '../support/needs.ts';

const { describe, test } = needs('git', 'sh');

/** Two machines with the same day. */
const homes = useHomes(['laptop', 'desktop'], async ({ laptop, desktop, remote }) => {
  await laptop.four('plan', 'Write', 'Swim', 'Call');
  await sync(laptop, remote.folder);
  await sync(desktop, remote.folder);
});
const { laptop, desktop } = homes;

/** Syncs the changes of the laptop to the desktop. */
async function toDesktop(): Promise<void> {
  await sync(laptop);
  await sync(desktop);
}

async function toLaptop(): Promise<void> {
  await sync(desktop);
  await sync(laptop);
}

/** Syncs the changes of the laptop, and expects both machines to be equal. */
async function meet(): Promise<void> {
  await toDesktop();
  await expectEqual(homes.all);
}

describe('undo after a sync', () => {
  test('undoes the last command of this machine, not the sync', async () => {
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

  test('keeps what another machine has changed in the same things since', async () => {
    await laptop.four('plan', 'Read');
    await laptop.four('edit', '2', 'Dive');
    await toDesktop();
    await desktop.four('done', '2', '4', '-m', 'Done there');
    await toLaptop();
    await laptop.four('undo', '-n', '2');
    // The rewording is undone, the check-off is not. The thing planned here and done there stays.
    expect(await slots(laptop)).toEqual(['1 Write', '2 Swim ✓ Done there', '3 Call', '4 Read ✓ Done there']);
    await meet();
  });

  test('of a rewording does not bring back a thing that another machine has dropped since', async () => {
    await laptop.four('edit', '2', 'Dive');
    await toDesktop();
    await desktop.four('drop', '2');
    await toLaptop();
    await laptop.four('undo');
    expect(await slots(laptop)).toEqual(['1 Write', '3 Call']);
    await meet();
  });

  test('of a plan only removes what nobody has changed since', async () => {
    await laptop.four('plan', '-d', 'tomorrow', 'A', 'B', 'C');
    await toDesktop();
    await desktop.four('edit', '2', 'B it is', '-d', 'tomorrow');
    await toLaptop();
    await laptop.four('undo');
    expect(await slots(laptop, '-d', 'tomorrow')).toEqual(['2 B it is']);
    await meet();
  });

  test('of a drop brings the thing back, into the next empty slot if its own is taken', async () => {
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

  test('of a drop brings the thing back to wait if the day is full by now', async () => {
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

  test('works for a setting, a rest day and a setback', async () => {
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

describe('an undo that makes no difference', () => {
  /** The desktop makes the laptop's last command, a new wording, its own. */
  const overtaken = async () => {
    await laptop.four('done', '1');
    await laptop.four('edit', '2', 'Dive');
    await toDesktop();
    await desktop.four('edit', '2', 'Jump');
    await toLaptop();
  };

  test('says so each time, and does not reach for the command before it', async () => {
    await overtaken();
    for (let time = 0; time < 3; time += 1) {
      const { stdout } = await laptop.four('undo');
      expect(stdout).toMatch(
        /Nothing is different:\n.*four edit 2 Dive.*\n +stays, as it has been changed since: 2 Jump/,
      );
      expect(stdout).toContain('To undo the command before it too: four undo -n 2');
      expect(await slots(laptop)).toEqual(['1 Write ✓', '2 Jump', '3 Call']);
    }
    expect((await laptop.four('undo', '--redo')).stdout).toContain('There is nothing to redo.');
    await meet();
  });

  test('is passed over when the user says so, and then stays behind', async () => {
    await overtaken();
    expect((await laptop.four('undo', '-n', '2')).stdout).toMatch(/Undone:.*open again: 1 Write.*--redo/s);
    expect(await slots(laptop)).toEqual(['1 Write', '2 Jump', '3 Call']);
    expect((await laptop.four('undo')).stdout).toContain('gone: 1 Write');
    const redone = await laptop.four('undo', '--redo', '-n', '3');
    expect(redone.stdout).toMatch(/Redone:.*done again: 1 Write.*stays, as it has been changed since: 2 Jump/s);
    expect(await slots(laptop)).toEqual(['1 Write ✓', '2 Jump', '3 Call']);
    expect((await laptop.four('undo', '--redo')).stdout).toContain('Nothing is different:');
    await meet();
  });

  test('is undone after all when the other machine has taken its own change back', async () => {
    await overtaken();
    await laptop.four('undo');
    await desktop.four('undo');
    await toLaptop();
    expect((await laptop.four('undo')).stdout).toMatch(/Undone:.*reworded: 2 Swim/s);
    await meet();
  });
});

describe('a setback', () => {
  test('settled on both machines is settled as it was later', async () => {
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

  test('is open on every machine when its settling is undone', async () => {
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

  test('is open when its settling is undone after another machine dropped the thing that corrects it', async () => {
    await laptop.four('lost', 'Sale');
    await laptop.four('lost', '--settle', '1', '--next', 'Ask');
    await toDesktop();
    await desktop.four('drop', 'Ask');
    await toLaptop();
    await laptop.four('undo');
    expect(await laptop.json('lost')).toMatchObject([{ kind: null, next: null }]);
    await meet();
  });

  test('stays settled when the thing that corrects it is dropped and comes back', async () => {
    await laptop.four('lost', 'Sale', '--next', 'Ask');
    await toDesktop();
    await laptop.four('drop', 'Ask');
    await desktop.four('edit', 'Ask', 'Ask again');
    await syncAll(homes.all);
    for (const home of homes.all)
      expect(await home.json('lost')).toMatchObject([{ kind: 'correct', next: { text: 'Ask again', slot: 4 } }]);
  });
});

describe('a day with a thing that waits', () => {
  test('gives it the slot that becomes empty', async () => {
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

  test('keeps the slots as the user who rearranged them saw them', async () => {
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

  test('does not return a thing to the slot it yielded', async () => {
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

describe('undo of what both machines did', () => {
  test('keeps what the other machine planned too, and says so', async () => {
    await laptop.four('plan', 'Read');
    await desktop.four('plan', 'Read');
    await toLaptop();
    await meet();
    expect((await laptop.four('undo')).stdout).toMatch(
      /Nothing is different:\n.*\n +stays, as another machine has it too: 4 Read/,
    );
    await meet();
    expect(await slots(desktop)).toEqual(['1 Write', '2 Swim', '3 Call', '4 Read']);
    expect((await desktop.four('undo')).stdout).toContain('gone: 4 Read');
    await toLaptop();
    await meet();
    expect(await slots(laptop)).toEqual(['1 Write', '2 Swim', '3 Call']);
  });

  test('takes a thing back that the other machine planned and dropped', async () => {
    await laptop.four('plan', 'Read');
    await desktop.four('plan', 'Read');
    await desktop.four('undo');
    await toLaptop();
    expect(await slots(laptop)).toEqual(['1 Write', '2 Swim', '3 Call', '4 Read']);
    await laptop.four('undo');
    await meet();
    expect(await slots(desktop)).toEqual(['1 Write', '2 Swim', '3 Call']);
  });

  test('keeps a thing with what the other machine did to it', async () => {
    await laptop.four('plan', 'Read');
    await desktop.four('plan', 'Read');
    await desktop.four('done', '4', '-m', 'Ten pages');
    await toLaptop();
    await laptop.four('undo');
    await meet();
    expect(await slots(desktop)).toEqual(['1 Write', '2 Swim', '3 Call', '4 Read ✓ Ten pages']);
  });

  test('takes nothing from an import of the other machine', async () => {
    const file = path.join(homes.folder, 'done.txt');
    const lines = Array.from({ length: 30 }, (_, index) => `x 2026-11-${10 + (index % 10)} Thing ${index}\n`);
    fs.writeFileSync(file, lines.join(''));
    await laptop.four('import', file);
    await desktop.four('import', file);
    await toLaptop();
    const before = await diary(laptop);
    const { stdout } = await laptop.four('undo');
    expect(stdout).toContain('Nothing is different:');
    expect(stdout).toContain('and 25 more that stay as they were');
    await meet();
    expect(await diary(desktop)).toEqual(before);
    await desktop.four('undo');
    await toLaptop();
    await meet();
    expect(await slots(laptop, '-d', '2026-11-12')).toEqual([]);
  });

  test('of a wording leaves that of the other machine, whichever won', async () => {
    for (const [mine, theirs, name] of [
      ['08:10', '08:05', 'Ann'],
      ['08:15', '08:20', 'Eve'],
    ]) {
      laptop.at(`2026-11-23T${mine}`);
      desktop.at(`2026-11-23T${theirs}`);
      await laptop.four('edit', '1', `Write to ${name}`);
      await desktop.four('edit', '1', `Write to Bob, not ${name}`);
      await toLaptop();
      expect((await laptop.four()).stdout).toMatch(/also: Write to/);
      expect((await laptop.four('undo')).stdout).toMatch(/^\n {2}Undone:/);
      expect((await laptop.four()).stdout).not.toContain('also');
      expect((await slots(laptop))[0]).toBe(`1 Write to Bob, not ${name}`);
      await meet();
      await desktop.four('edit', '1', 'Write');
      await toLaptop();
      await meet();
    }
  });

  test('of a check-off and a wording at once keeps what the other machine did of it', async () => {
    await laptop.four('edit', '1', 'Write to Ann');
    await laptop.four('done', '1', '-m', 'Two pages');
    await desktop.four('done', '1', '-m', 'Three pages');
    await toLaptop();
    await laptop.four('undo');
    expect(await slots(laptop)).toEqual(['1 Write to Ann ✓ Three pages', '2 Swim', '3 Call']);
    await meet();
    await laptop.four('undo');
    await meet();
    expect(await slots(desktop)).toEqual(['1 Write ✓ Three pages', '2 Swim', '3 Call']);
  });

  test('of a rest day and a setback keeps what is left of the other machine', async () => {
    await laptop.four('rest', 'tomorrow', '-m', 'Away');
    await desktop.four('rest', 'tomorrow', '-m', 'Family');
    await laptop.four('lost', 'Sale', '--let-go');
    await desktop.four('lost', 'Sale', '--let-go');
    await toLaptop();
    await laptop.four('undo', '-n', '2');
    await meet();
    const { stdout } = await desktop.four('-d', 'tomorrow');
    expect(stdout).toContain('rest day: Family');
    expect(await desktop.json('lost')).toHaveLength(1);
  });
});
