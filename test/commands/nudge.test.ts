import fs from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { useHome } from '../support/four.ts';

const home = useHome();
const { four, json, launch } = home;

const calm = (stdout: string) => ({ stdout, stderr: '', status: 0 });

describe('four nudge', () => {
  test('in the morning, with nothing planned', async () => {
    expect(await launch('nudge')).toEqual(calm('Nothing is planned yet. To name four things: four\n'));
    home.at('2026-11-23T07:59');
    expect(await four('nudge')).toEqual(calm(''));
    expect(home.stored()).toEqual([]);
  });

  test('in the evening, with something open', async () => {
    home.at('2026-11-23T18:00');
    await four('plan', 'A', 'B', 'C');
    expect(await four('nudge')).toEqual(calm('Three of three are open. To check them off: four check\n'));
    await four('done', '1', '2');
    expect(await four('nudge')).toEqual(calm('One of three is open. To check it off: four check\n'));
    await four('done', '3');
    expect(await four('nudge')).toEqual(calm(''));
  });

  test('on a day of rest, and where it is off', async () => {
    await four('rest');
    expect(await four('nudge')).toEqual(calm(''));
    await four('rest', '--cancel');
    await four('config', 'nudge-morning', 'off');
    expect(await four('nudge')).toEqual(calm(''));
  });

  test('with --json', async () => {
    expect(await json('nudge')).toEqual({
      due: 'morning',
      line: 'Nothing is planned yet. To name four things: four',
    });
    await four('plan', 'A');
    expect(await json('nudge')).toEqual({ due: null, line: null });
    home.at('2026-11-23T19:00');
    expect(await json('nudge')).toEqual({ due: 'evening', line: 'One of one is open. To check it off: four check' });
  });

  test('at two in the night it is the day before, where the day begins at four', async () => {
    await four('config', 'day-start', '04:00');
    await four('plan', 'A', 'B');
    home.at('2026-11-24T02:00');
    expect((await four('nudge')).stdout).toBe('Two of two are open. To check them off: four check\n');
    home.at('2026-11-24T04:00');
    expect((await four('nudge')).stdout).toBe('');
  });
});

describe('the status file', () => {
  const file = () => `${home.storeFile()}.status`;
  const lines = () => fs.readFileSync(file(), 'utf8').trimEnd().split('\n');
  const seconds = (local: string) => new Date(local).getTime() / 1000;

  test('says what a prompt shows, from when on', async () => {
    home.at('2026-11-23T12:34:56');
    await four('config', 'minimum', '1');
    await four('did', 'Zero', '-d', 'yesterday');
    await four('plan', 'A', 'B', '-d', 'today');
    await four('plan', 'C', '-d', '2026-11-25');
    await four('done', '1');
    expect(lines().slice(0, 6)).toEqual([
      `2026-11-23T00:00 ${seconds('2026-11-23T00:00')} 2026-11-23 1 2 2 -`,
      `2026-11-23T18:00 ${seconds('2026-11-23T18:00')} 2026-11-23 1 2 2 evening One of two is open. To check it off: four check`,
      `2026-11-24T04:00 ${seconds('2026-11-24T04:00')} 2026-11-24 0 0 2 -`,
      `2026-11-24T08:00 ${seconds('2026-11-24T08:00')} 2026-11-24 0 0 2 morning Nothing is planned yet. To name four things: four`,
      `2026-11-25T00:00 ${seconds('2026-11-25T00:00')} 2026-11-25 0 1 0 -`,
      `2026-11-25T18:00 ${seconds('2026-11-25T18:00')} 2026-11-25 0 1 0 evening One of one is open. To check it off: four check`,
    ]);
    for (const line of lines()) expect(line).toMatch(/^[ -~]+$/);
  });

  test.each([
    ['plan', 'B'],
    ['done', '1', '-m', 'It'],
    ['undone', '1'],
    ['did', 'X'],
    ['edit', '1', 'Other', '-d', 'today'],
    ['drop', '1'],
    ['move', '1', 'yesterday'],
    ['rest'],
    ['config', 'minimum', '2'],
    ['undo'],
    ['lost', 'Sale', '--next', 'Ask'],
    ['restore', 'COPY'],
  ])('is written after four %s', async (...words) => {
    await four('plan', 'A', '-q');
    await four('done', '1', '-q');
    const copy = `${home.folder}/copy.db`;
    await four('backup', copy);
    fs.rmSync(file());
    const result = await four(...words.map((word) => (word === 'COPY' ? copy : word)));
    expect(result).toMatchObject({ stderr: '', status: 0 });
    const { done, planned } = await json();
    expect(lines()[0]?.split(' ').slice(2, 5)).toEqual(['2026-11-23', String(done), String(planned)]);
  });

  test.each([['today'], ['week'], ['log'], ['nudge'], ['done', '1'], ['undone', '4'], ['undo', '--redo'], ['doctor']])(
    'is left alone by four %s, which changes nothing',
    async (...words) => {
      await four('plan', 'A');
      await four('done', '1');
      fs.rmSync(file());
      await four(...words);
      expect(fs.existsSync(file())).toBe(false);
    },
  );

  test('is no part of what can go wrong', async () => {
    fs.mkdirSync(`${home.storeFile()}.status`, { recursive: true });
    expect(await four('plan', 'A')).toMatchObject({ stderr: '', status: 0 });
    expect((await json()).planned).toBe(1);
    const left = fs.readdirSync(`${home.folder}/data/fourthings`);
    expect(left.filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
