import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sectionsOf } from '../../src/transfer/markdown-sections.ts';
import { type Block, readMarkdown } from '../../src/transfer/read-markdown.ts';
import { type DayJson, expectError, useHome } from '../support/four.ts';
import { type Outcome, useImports } from '../support/imports.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';

const { home, write, importTwice, history } = useImports();
const { four, json } = home;

describe('our own export', () => {
  const other = useHome();

  async function days(from: typeof home): Promise<object[]> {
    const { days } = JSON.parse((await from.four('export')).stdout) as { days: DayJson[] };
    return days.map(({ day, rest, things, ...more }) => ({
      day,
      rest,
      reason: (more as { restReason?: string }).restReason,
      things: things.map(({ slot, text, done, did, also }: DayJson['things'][number] & { also?: string }) => ({
        slot,
        text,
        done,
        did,
        also,
      })),
    }));
  }

  test('comes back with its days, done and open things, notes and rest days', async () => {
    await four('plan', 'Write *the* post', '1. [x] list', '# no heading', '+ a & b <c>', '-d', '2026-11-20');
    await four('done', '1', '-m', 'Also: nothing\\', '-d', '2026-11-20');
    await four('done', '3', '-m', '- `code` ✅ 2020-01-01', '-d', '2026-11-20');
    await four('did', 'An extra', '-d', '2026-11-20');
    await four('rest', '2026-11-21', '-m', 'Ill: at home');
    await four('rest', '2026-11-22');
    await four('plan', 'Pack', '-d', '2026-11-25');
    const text = (await four('export', '--format', 'md')).stdout;
    const file = write('four.md', text);
    other.env.TZ = home.env.TZ;
    const outcome = (await other.json('import', file)) as unknown as Outcome;
    expect(outcome).toMatchObject({ format: 'md', read: 8, imported: 8, leftOut: [] });
    const there = await days(other);
    // `Also:` is how the export marks another text of a thing.
    const wanted = JSON.parse(
      JSON.stringify(await days(home)).replace('"did":"Also: nothing\\\\"', '"did":null,"also":"nothing\\\\"'),
    );
    expect(there).toEqual(wanted);
    expect((await other.json('import', file)) as unknown).toMatchObject({ imported: 0, known: 8 });
  });

  test('leaves setbacks out, with their reason', async () => {
    const file = write(
      'four.md',
      '# Four things\n\n## 2026-11-20 Friday\n\n- [x] Run\n\nLost: The sale\n- A lesson\n- Let go\n',
    );
    expect(await importTwice(file)).toEqual({
      format: 'md',
      imported: 1,
      leftOut: ['line 7: a setback, which is in json only'],
    });
  });
});

test('a page of the diary comes with what is done and open on it', async () => {
  write('day.md', '---\ntags: day\n---\n# Mon 23 Nov 2026\n\nRest day: Rain\n\n- [x] Run\n  - Five km\n- [ ] Write\n');
  await four('import', path.join(home.folder, 'day.md'));
  const { things, rest } = await json('-d', '2026-11-23');
  expect(things).toMatchObject([
    { slot: 1, text: 'Run', done: true, did: 'Five km' },
    { slot: 2, text: 'Write', done: false },
  ]);
  expect(rest).toBe(true);
});

describe('notes', () => {
  test.each([
    ['- [x] Run ✅ 2023-04-19', 'Run'],
    ['* [X] Run 📅 2023-04-30 ✅ 2023-04-19', 'Run'],
    ['1. [x] Run ⏫ 🔁 every day when done 📅 2023-04-30 ✅ 2023-04-19 #sport', 'Run #sport'],
    ['- [x] #task Run ➕ 2023-04-01 ✅2023-04-19 🆔 abc123 ⛔ x,y', '#task Run'],
    ['- [x] Run [completion:: 2023-04-19]', 'Run'],
    ['- [x] Run (due:: 2023-04-30)  [completion:: 2023-04-19] [priority:: high] [mood:: 7]', 'Run [mood:: 7]'],
    ['> not this\n\n- Below\n    - [x] **Run** ✅ 2023-04-19', '**Run**'],
  ])('a done task with a date of its own: %j', async (text, wanted) => {
    expect(await importTwice(write('Tasks.md', `${text}\n`))).toEqual({ format: 'md', imported: 1, leftOut: [] });
    expect(await history()).toEqual([`2023-04-19: 1 ${wanted}`]);
  });

  test.each([
    ['- [ ] Run ✅ 2023-04-19', 'not done'],
    ['- [ ] Run 📅 2023-04-19', 'not done'],
    ['- [/] Run', 'not done'],
    ['- [-] Run ❌ 2023-04-19', 'cancelled'],
    ['- [x] Run 📅 2023-04-19', 'no date'],
    ['- [x] Run ✅ 2027-04-19', 'in the future'],
    ['- [x] ✅ 2023-04-19', 'the text is empty'],
  ])('%j is left out: %s', async (text, reason) => {
    const file = write('Tasks.md', `${text}\n- [x] Read ✅ 2023-04-19\n`);
    expect(await importTwice(file)).toMatchObject({ imported: 1, leftOut: [`line 1: ${reason}`] });
  });

  test.each([
    '2023-04-19',
    '2023-04-19 Wednesday',
    'Wed 19 Apr 2023',
    'Wednesday, 19 April 2023',
    'April 19th, 2023',
    'Apr 19, 2023: a day',
    '19.04.2023',
    '2023/04/19',
    '20230419',
  ])('a task goes by the date in the heading above it: %s', async (heading) => {
    const text = `# Log\n\n- [x] Without\n\n## ${heading}\n\n### Tasks\n\n- [x] Run\n\n## Ideas\n\n- [x] Nothing\n`;
    expect(await importTwice(write('Log.md', text))).toEqual({
      format: 'md',
      imported: 1,
      leftOut: ['line 3: no date', 'line 13: no date'],
    });
    expect(await history()).toEqual(['2023-04-19: 1 Run']);
  });

  test.each(['2023-04-19.md', '2023-04-19 Wednesday.md', '20230419.md', '2023_04_19.md', 'Apr 19, 2023.md'])(
    'a task goes by the date in the name of its file: %s',
    async (name) => {
      const text =
        '---\ntags: [daily]\n---\n# Today\n- [x] Run\n  In the rain,\n  slowly\n  - Five kilometres\n  - [x] Stretch\n- [x] Read ✅ 2023-04-20\n';
      expect(await importTwice(write(name, text))).toMatchObject({ imported: 3, leftOut: [] });
      expect(await history()).toEqual([
        '2023-04-19: 1 Run (In the rain,; slowly; Five kilometres), 2 Stretch',
        '2023-04-20: 1 Read',
      ]);
    },
  );

  test('a date that could be two is refused', async () => {
    const file = write('Log.md', '## 3.4.2023\n\n- [x] Run\n');
    expectError(
      await four('import', file),
      2,
      /3\.4\.2023 could be 3 Apr 2023 or 4 Mar 2023\n.*--dates dmy or --dates mdy/,
    );
    expect(await importTwice(file, '--dates', 'mdy')).toMatchObject({ imported: 1 });
    expect(await history()).toEqual(['2023-03-04: 1 Run']);
  });

  test('in a folder are read together, without hidden ones and other files', async () => {
    write('vault/Daily/2023-04-19.md', '- [x] Run\n- [ ] Open\n');
    write('vault/Daily/2023/04/20.markdown', '- [x] Read\n');
    write('vault/Tasks.md', 'No tasks\n');
    write('vault/.obsidian/plugins/a.md', '- [x] Hidden ✅ 2023-04-19\n');
    write('vault/.trash/2023-04-21.md', '- [x] Gone\n');
    write('vault/image.png', new Uint8Array([137, 80, 78, 71, 255]));
    expect(await importTwice(path.join(home.folder, 'vault'))).toEqual({
      format: 'md',
      imported: 2,
      leftOut: ['Daily/2023-04-19.md line 2: not done'],
    });
    expect(await history()).toEqual(['2023-04-19: 1 Run', '2023-04-20: 1 Read']);
  });

  test('the folders around a file say nothing of its day', async () => {
    const file = write('2023-04-19/Tasks.md', '- [x] Run\n');
    expect((await json<Outcome>('import', file)).leftOut).toMatchObject([{ where: 'line 1', reason: 'no date' }]);
  });

  test('lists within lists a thousand deep are left out, and the rest of the note is not', async () => {
    const deep = Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}- [x] ${depth} ✅ 2023-04-19`).join(
      '\n',
    );
    const file = write('Deep.md', `# Deep\n\n${deep}\n\n# Flat\n\n- [x] Run ✅ 2023-04-19\n`);
    expect(await importTwice(file)).toMatchObject({
      imported: 1,
      leftOut: ['line 1: lists or marks are nested too deeply'],
    });
  });

  test('what looks like a heading in code, a comment or front matter is none', async () => {
    const text = [
      '---',
      '# 2023-04-01',
      '---',
      '## 2023-04-19',
      '```sh',
      '# 2023-04-02',
      '- [x] Code',
      '```',
      '<!--',
      '# 2023-04-03',
      '-->',
      '- [x] Run',
      '~~~',
      '# 2023-04-04',
      '~~~',
      '- [ ] Read',
    ].join('\r\n');
    expect(await importTwice(write('Log.md', text))).toMatchObject({ imported: 1, leftOut: ['line 16: not done'] });
    expect(await history()).toEqual(['2023-04-19: 1 Run']);
  });

  test('tasks in a callout are read', async () => {
    const text =
      '# 2023-04-19\n\n> [!todo] Today\n> - [x] Run\n>   - Slowly\n> > - [x] Read\n>\n> - [ ] Swim\n\n- [x] Call\n';
    expect(await importTwice(write('Log.md', text))).toMatchObject({ imported: 3, leftOut: ['line 8: not done'] });
    expect(await history()).toEqual(['2023-04-19: 1 Run (Slowly), 2 Read, 3 Call']);
  });
});

test('a text in sections is read like the whole', () => {
  const lines = fc.constantFrom(
    ...[
      '# a',
      '## b',
      '####### c',
      '#d',
      ' # e',
      '- [x] f',
      '  - g',
      '    # h',
      'i',
      '===',
      '---',
      '',
      '',
      '> j',
      '1. k',
    ],
    ...[
      '```',
      '~~~',
      '- ```',
      '  ```',
      '``` l',
      '<!--',
      '-->',
      '<!-- m -->',
      '<div>',
      '\t# n',
      '> ```',
      '> # o',
      '```` p',
      '<pre>',
      '- <!--',
    ],
  );
  const located = (blocks: readonly Block[], first = 1) =>
    blocks.map(({ start: _, end: __, ...block }) => JSON.stringify(shift({ ...block }, first - 1)));
  const shift = (block: object, by: number): object =>
    Object.fromEntries(
      Object.entries(block).flatMap(([key, value]) => {
        if (key === 'line') return [[key, value + by]];
        if (key === 'items') return [[key, value.map((item: object) => shift(item, by))]];
        return key === 'text' || key === 'kind' ? [[key, value]] : [];
      }),
    );
  fc.assert(
    fc.property(fc.array(lines, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), (parts, end) => {
      const text = parts.join(end);
      const inSections = sectionsOf(text).flatMap((section) => located(readMarkdown(section.text), section.line));
      expect(inSections).toEqual(located(readMarkdown(text)));
    }),
    runs(500, 50_000),
  );
});
