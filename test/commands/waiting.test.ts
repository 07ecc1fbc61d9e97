import path from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type DayJson, expectError, open, TODAY, useHome, utc } from '../support/four.ts';
import { newId } from '../support/records.ts';

// What a sync leaves behind where two machines have planned the same day: things without a slot, and other wordings.

const home = useHome();
const { four, json, sql } = home;

beforeEach(async () => {
  await four('plan', 'Write', 'Swim', 'Call', 'Read');
  sql(
    "INSERT INTO thing (id, day, text, waiting, updated_at) VALUES (?, ?, 'Cook', 1, ?)",
    newId(),
    TODAY,
    utc('2026-11-23T07:00'),
  );
  sql("UPDATE thing SET also = 'Write the letter' WHERE slot = 1");
});

const texts = (day: DayJson) => day.things.map(({ slot, text }) => `${slot ?? '+'} ${text}`);

describe('a thing without a slot', () => {
  test('is shown below the others, and is no part of the plan', async () => {
    const { stdout } = await four();
    expect(stdout).toMatch(/\n {2}4 ○ Read\n {2}\+ ○ Cook +waiting for a slot\n\n {2}5 open\.\n/);
    const day = await json('today');
    expect(day).toMatchObject({ planned: 4, done: 0 });
    expect(day.things.at(-1)).toEqual({ ...open(1, 'Cook'), slot: null });
  });

  test('can be checked off: then it is an extra', async () => {
    const day = await json('done', '+', '-m', 'Soup');
    expect(day.things.at(-1)).toMatchObject({ slot: null, text: 'Cook', done: true, did: 'Soup' });
    expect(day).toMatchObject({ planned: 4, done: 1 });
    expect(await four('undo')).toMatchObject({ status: 0 });
    expect((await json('today')).things.at(-1)).toEqual({ ...open(1, 'Cook'), slot: null });
  });

  test('waits again when that is taken back; an extra does not', async () => {
    await four('done', '+');
    expect((await json('undone', '+')).things.at(-1)).toEqual({ ...open(1, 'Cook'), slot: null });
    await four('did', 'Bake');
    expectError(await four('undone', 'Bake'), 1, 'an extra cannot be unchecked');
  });

  test('is one of those that a nudge counts', async () => {
    home.at('2026-11-23T21:00');
    expect((await four('nudge')).stdout).toBe('5 of 5 are open. To check them off: four check\n');
    await four('done', 'Cook', 'Swim');
    await four('did', 'Bake');
    expect((await four('nudge')).stdout).toBe('3 of 5 are open. To check them off: four check\n');
  });

  test('can be dropped, reworded and moved', async () => {
    expect(texts(await json('edit', 'Cook', 'Bake'))).toContain('+ Bake');
    await four('move', 'Bake', 'tomorrow');
    expect(texts(await json('today', '-d', 'tomorrow'))).toEqual(['1 Bake']);
    expect(texts(await json('today'))).toHaveLength(4);
    expect(await four('undo')).toMatchObject({ status: 0 });
    expect(texts(await json('drop', '+'))).toHaveLength(4);
  });

  test('comes into a slot of its own day that has got empty', async () => {
    expectError(await four('move', '+', 'today'), 1, 'all four slots of today are taken');
    await four('drop', '2');
    const day = await json<DayJson & { moved: unknown }>('move', '+', 'today');
    expect(texts(day)).toEqual(['1 Write', '2 Cook', '3 Call', '4 Read']);
    expect(day.moved).toEqual({ day: TODAY, slot: 2 });
  });

  test('is offered the next morning like all that was left', async () => {
    home.at('2026-11-24T08:00');
    const day = await json('plan', 'cook');
    expect(day.things).toEqual([open(1, 'cook', 1)]);
    expect((await json('plan', '--again')).things.map(({ text }) => text)).toEqual(['cook', 'Swim', 'Call', 'Read']);
  });

  test('is in an export, and waits where that is imported', async () => {
    const { stdout } = await four('export');
    home.stdin = stdout;
    const other = path.join(home.folder, 'other.db');
    expect(await four('import', '-', '--db', other, '-q')).toMatchObject({ status: 0, stderr: '' });
    expect(await four('export', '--db', other)).toMatchObject({ stdout });
  });
});

describe('another wording', () => {
  test('is shown below the thing, and in JSON', async () => {
    expect((await four()).stdout).toMatch(/\n {2}1 ○ Write\n {6}also: Write the letter\n/);
    expect((await json('today')).things[0]).toEqual({ ...open(1, 'Write'), also: 'Write the letter' });
    expect((await json('today')).things[1]).toEqual(open(2, 'Swim'));
  });

  test('is found, and is on the page of an export', async () => {
    expect(await json<DayJson[]>('log', '--grep', 'letter')).toHaveLength(1);
    expect((await four('export', '--format', 'md')).stdout).toContain('- [ ] Write\n  - Also: Write the letter\n');
  });

  test('goes when the thing is reworded, and comes back by undo', async () => {
    expect((await json('edit', '1', 'Write the post')).things[0]).toEqual(open(1, 'Write the post'));
    await four('undo');
    expect((await json('today')).things[0]).toEqual({ ...open(1, 'Write'), also: 'Write the letter' });
  });
});
