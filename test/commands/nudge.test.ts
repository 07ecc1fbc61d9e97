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
    const line = (local: string, ...fields: string[]) => [local, String(seconds(local)), ...fields].join('\t');
    const evening = ['evening', 'One of two is open. To check it off: four check'];
    const morning = ['morning', 'Nothing is planned yet. To name four things: four'];
    expect(lines().slice(0, 6)).toEqual([
      line('2026-11-23T00:00', '2026-11-23', '1/2 2d', '-'),
      line('2026-11-23T18:00', '2026-11-23', '1/2 2d', ...evening),
      line('2026-11-24T04:00', '2026-11-24', '0/1 2d', '-'),
      line('2026-11-24T08:00', '2026-11-24', '0/1 2d', ...morning),
      line('2026-11-25T00:00', '2026-11-25', '0/1', '-'),
      line('2026-11-25T18:00', '2026-11-25', '0/1', 'evening', 'One of one is open. To check it off: four check'),
    ]);
    for (const one of lines()) expect(one).toMatch(/^[\t -~]+$/);
  });

  test('says nothing of the time after fourteen days', async () => {
    await four('plan', 'A');
    const [end, zone] = lines().slice(-2);
    expect(end).toBe(`2026-12-08T00:00\t${seconds('2026-12-08T00:00')}\t2026-12-08\t-\t-`);
    expect(zone).toMatch(/^zone\t/);
  });

  test.each<{ minimum: number; commands: string[][]; segment: string }>([
    { minimum: 4, commands: [['plan', 'A', 'B']], segment: '0/4' },
    { minimum: 1, commands: [['plan', 'A', 'B']], segment: '0/2' },
    {
      minimum: 4,
      commands: [
        ['plan', 'A', 'B', 'C', 'D'],
        ['did', 'E'],
        ['done', '1'],
      ],
      segment: '2/5',
    },
    { minimum: 2, commands: [['did', 'A']], segment: '1/2' },
    {
      minimum: 2,
      commands: [
        ['did', 'A'],
        ['did', 'B'],
      ],
      segment: '2/2 1d',
    },
    { minimum: 4, commands: [['plan', 'A'], ['rest']], segment: 'rest' },
    { minimum: 2, commands: [['did', 'A'], ['rest']], segment: 'rest' },
    { minimum: 1, commands: [['did', 'A'], ['rest']], segment: '1/1 1d' },
    { minimum: 1, commands: [['did', 'A', '-d', 'yesterday'], ['rest']], segment: 'rest 1d' },
  ])(
    'gives the segment $segment after $commands with a minimum of $minimum',
    async ({ minimum, commands, segment }) => {
      await four('config', 'minimum', String(minimum));
      for (const words of commands) await four(...words);
      expect(lines()[0]?.split('\t')[3]).toBe(segment);
    },
  );

  test('of four 0.1, with blanks, is ours and is written again', async () => {
    await four('plan', 'A');
    fs.writeFileSync(
      file(),
      '2026-11-23T00:00 1795392000 2026-11-23 0 1 0 -\n2026-11-23T18:00 1795456800 2026-11-23 0 1 0 evening One.\n',
    );
    await four('done', '1');
    expect(lines()[0]?.split('\t')[3]).toBe('1/4');
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
    const { done, rest } = await json();
    expect(lines()[0]).toMatch(rest ? /\t2026-11-23\trest\t/ : RegExp(`\t2026-11-23\t${done}/`));
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
