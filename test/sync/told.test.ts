import { expect } from '@jest/globals';
import { UNICODE } from '../../src/core/style.ts';
import { changeItems, changesMessage, packItems } from '../../src/sync/change-words.ts';
import { gitConfig, sync, syncAll, useHomes } from '../support/homes.ts';
import { needs } from '../support/needs.ts';

// What came is told by name, and the commits of the diary are named alike.

const { describe, test } = needs('git', 'sh');

const homes = useHomes(['laptop', 'desktop'], async ({ all, laptop, remote }) => {
  await laptop.four('plan', 'Run', 'Call', 'Read', 'Slides');
  for (const home of all) await sync(home, remote.folder);
});
const { laptop, desktop, remote } = homes;

const subjects = async () => (await remote.git('log', '--format=%s', 'main')).trimEnd().split('\n');

test('each kind of change is named', async () => {
  await laptop.four('done', '1');
  await laptop.four('edit', '2', 'Call Acme');
  await laptop.four('drop', '3');
  await laptop.four('edit', '4', 'Prepare the slides');
  desktop.at('2026-11-23T09:00');
  await desktop.four('edit', '4', 'Prepare slides');
  await laptop.four('plan', '-d', '2026-11-27', 'Pack');
  await laptop.four('rest', '2026-12-24');
  await laptop.four('lost', 'Sale', '--let-go');
  await laptop.four('config', 'minimum', '3');
  await sync(laptop);
  desktop.terminal = 80;
  desktop.env.NO_COLOR = '1';
  const preview = (await desktop.four('sync', '--dry-run')).stdout;
  const { stdout } = await desktop.four('sync');
  const named = stdout
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => line.trim())
    .join('   ');
  expect(preview.replace(/\s{3,}/g, '   ')).toContain(named);
  expect(named.split('   ').sort()).toEqual(
    [
      '✔ Run',
      '✎ Call Acme',
      '− Read',
      '↔ two wordings of "Prepare slides"',
      '+ Pack (Fri 27 Nov)',
      '+ rest day Thu 24 Dec',
      '+ lost: Sale',
      '+ minimum 3',
    ].sort(),
  );
  // The merge has the same words; what was changed here is a commit of its own.
  const [merge, local] = await subjects();
  expect(merge).toMatch(/^.{1,75}…$/);
  expect(
    merge
      ?.split('   ')
      .slice(0, -1)
      .every((item) => named.includes(item)),
  ).toBe(true);
  expect(await remote.git('log', '-1', '--format=%b', 'main')).toContain('− Read\n');
  expect(local).toBe('✎ Prepare slides');
});

test('a thing that is open again, moved or back is named too', async () => {
  await laptop.four('done', '1');
  await syncAll([laptop, desktop]);
  await laptop.four('undone', '1');
  await laptop.four('move', '2', 'tomorrow');
  await laptop.four('swap', '3', '4');
  await sync(laptop);
  expect((await subjects())[0]?.split('   ').sort()).toEqual(['→ Call (Tue 24 Nov)', '→ Read', '→ Slides', '○ Run']);
  expect((await desktop.four('--ascii', 'sync')).stdout).toMatch(/\[ \] Run/);
});

test('nothing is named that did not change, and quiet and JSON stay as they are', async () => {
  await laptop.four('done', '1');
  await sync(laptop);
  expect(await laptop.four('sync')).toMatchObject({ stdout: '\n  Already in sync.\n\n' });
  expect(await desktop.four('-q', 'sync')).toMatchObject({ stdout: '' });
  expect(Object.keys(await sync(desktop))).toEqual(['remote', 'dryRun', 'came', 'went']);
});

test('commits name no text where the contents may be encrypted', async () => {
  const filter =
    '[filter "rot"]\n\tclean = tr a-zA-Z n-za-mN-ZA-M\n\tsmudge = tr a-zA-Z n-za-mN-ZA-M\n\trequired = true\n';
  for (const home of homes.all) gitConfig(home, filter);
  await remote.commit({ '.gitattributes': '*.md filter=rot\n*.jsonl filter=rot\nREADME.md !filter\n' });
  await sync(laptop);
  await laptop.four('done', '1');
  await desktop.four('did', 'Fixed');
  await sync(laptop);
  await sync(desktop);
  const log = await remote.git('log', '--format=%B', '-4', 'main');
  expect(log).toContain('2026-11-23');
  expect(log).not.toMatch(/Fixed/);
  expect((await subjects())[0]).not.toContain('Run');
});

describe('a long list', () => {
  const added = (count: number) =>
    Array.from({ length: count }, (_, number) => ({
      kind: 'setting' as const,
      id: `key-${number}`,
      before: null,
      after: { value: 'x'.repeat(10) },
    }));

  test('ends after a screenful with how many more there are', () => {
    const items = changeItems(added(50), '2026-11-23' as never, UNICODE);
    expect(items).toHaveLength(21);
    expect(items.at(-1)).toBe('and 30 more');
    const [subject, blank, ...body] = changesMessage(items).split('\n');
    expect([subject?.length, blank, body]).toEqual([expect.any(Number), '', items]);
    expect(subject?.length).toBeLessThanOrEqual(76);
  });

  test('names days of other years with the year, and cuts long texts', () => {
    const thing = { text: 'x'.repeat(500), day: '2024-02-29', doneAt: null };
    const [item = ''] = changeItems(
      [{ kind: 'thing', id: 'one', before: null, after: thing }],
      '2026-11-23' as never,
      UNICODE,
    );
    expect(item).toMatch(/^\+ x{49}… \(Thu 29 Feb 2024\)$/);
  });

  test('is broken between its items', () => {
    expect(packItems(['one', 'two', 'three'], 9)).toEqual(['one   two', 'three']);
    expect(packItems(['far too long', 'two'], 5)).toEqual(['far too long', 'two']);
    expect(packItems([], 5)).toEqual([]);
  });
});
