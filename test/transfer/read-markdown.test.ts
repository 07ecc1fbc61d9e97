import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../src/core/errors.ts';
import { sanitize } from '../../src/core/text.ts';
import { type Item, readMarkdown } from '../../src/transfer/read-markdown.ts';
import { escapeMarkdown } from '../../src/views/markdown.ts';
import { deepList } from '../support/markdown.ts';
import fc from '../support/property.ts';

/** An item as `[x] Run / Five km (…)`, with its lines behind slashes and the items below it in parentheses. */
function show({ text, isDone, lines, items }: Item): string {
  const box = isDone === undefined ? [] : [isDone ? '[x]' : '[ ]'];
  const below = items.length === 0 ? [] : [`(${items.map(show).join(', ')})`];
  return [...box, [text, ...lines].join(' / '), ...below].join(' ');
}

function read(text: string): string[] {
  return readMarkdown(text).map((block) => {
    if (block.kind === 'heading') return `${'#'.repeat(block.level)} ${block.text}`;
    if (block.kind === 'list') return block.items.map(show).join(', ');
    return block.kind === 'paragraph' ? block.lines.join(' / ') : 'other';
  });
}

test.each<[what: string, text: string, blocks: string[]]>([
  ['nothing', '', []],
  ['a page', '# Mon\n\n- [x] Run\n  - Five km\n- [ ] Swim\n', ['# Mon', '[x] Run (Five km), [ ] Swim']],
  ['no line break at the end', '- [ ] Run', ['[ ] Run']],
  ['other bullets', '* [X] Run\n\n+ Swim\n\n1. One\n\n2) Two', ['[x] Run', 'Swim', 'One', 'Two']],
  ['empty lines between items', '- Run\n\n\n- Swim', ['Run, Swim']],
  ['line breaks of Windows', '- [x] Run\r\n  - Five km\r\n', ['[x] Run (Five km)']],
  ['trailing spaces', '- [ ] Run  \t\n- Swim\\\n', ['[ ] Run, Swim\\']],
  ['tabs', '-\t[x]\tRun\n\t- Five km\n\t\t* Hot', ['[x] Run (Five km (Hot))']],
  ['a list that is indented like code', '    - [ ] Run\n      - Note', ['[ ] Run (Note)']],
  ['further lines', '- Run\n  five km\nlazy\n\n  at dawn', ['Run / five km / lazy / at dawn']],
  ['a byte order mark', '\uFEFF# Mon', ['# Mon']],
  ['front matter', '---\ntags: [a]\n---\n\n- Run', ['Run']],
  ['front matter of Windows after a byte order mark', '\uFEFF---\r\na: b\r\n---\r\n# Mon\r\n', ['# Mon']],
  ['a rule that is no front matter', '---\n\n- Run', ['other', 'Run']],
  ['a heading with a line below it', 'Mon\n===\n\nTue\n---', ['# Mon', '## Tue']],
  ['a paragraph', 'Rest day: Away\nfor long', ['Rest day: Away / for long']],
  [
    'marks as they were typed',
    '- **Run** to [[a]] and [b](c), `d\\e` <https://x.y> #f',
    ['**Run** to [[a]] and [b](c), `d\\e` <https://x.y> #f'],
  ],
  ['escapes and entities', '- \\*Run\\* R\\&D &amp; more', ['*Run* R&D & more']],
  ['escapes within marks', '- **a\\_b**', ['**a_b**']],
  ['what is neither', '<!-- x -->\n\n> quote\n\n```\n- [x] code\n```', ['other', 'other', 'other']],
  ['an item that begins with code', '- ```\n  x\n  ```\n- Run', [', Run']],
  ['boxes without a text', '- [x]\n- [ ]tight', [', [ ]tight']],
])('reads %s', (_, text, blocks) => expect(read(text)).toEqual(blocks));

test('says where each piece stands', () => {
  const text = '\uFEFF---\na: b\n---\n# Mon\n\n- Run\n  - Five km\n- Swim\n';
  const blocks = readMarkdown(text);
  expect(blocks.map(({ start, end, line }) => [text.slice(start, end), line])).toEqual([
    ['# Mon', 4],
    ['- Run\n  - Five km\n- Swim', 6],
  ]);
  const [run, swim] = (blocks[1] as { items: readonly Item[] }).items;
  expect([text.slice(run?.start, run?.end), run?.line]).toEqual(['- Run\n  - Five km', 6]);
  expect([text.slice(swim?.start, swim?.end), swim?.line]).toEqual(['- Swim', 8]);
});

test('reads back every text that we write', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.stringMatching(/^[-+*_#>`~=|[\]()<>\\&!.:;1ax \t]{1,12}$/),
  );
  fc.assert(
    fc.property(texts, texts, (text, note) => {
      const [wanted, below] = [text, note].map((one) => one.replace(/\s+/gu, ' ').trim()) as [string, string];
      fc.pre([wanted, below].every((one) => one !== '' && one === sanitize(one)));
      const page = `- [ ] ${escapeMarkdown(wanted)}\n  - ${escapeMarkdown(below)}\n`;
      expect(readMarkdown(page)).toMatchObject([
        { items: [{ text: wanted, isDone: false, lines: [], items: [{ text: below, lines: [], items: [] }] }] },
      ]);
    }),
  );
});

describe('reads what was made to be slow, or deep', () => {
  test.each([
    ['quotes', '>'.repeat(150)],
    ['brackets', `- ${'['.repeat(2000)}`],
    ['stars', `- ${'*a '.repeat(3000)}`],
    ['emphasis', `- ${'*a **b '.repeat(2000)}`],
    ['lists in one line', '- '.repeat(150)],
    ['lists in lists', Array.from({ length: 100 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
    [
      'backticks',
      Array.from({ length: 1000 }, (_, count) => '`'.repeat(count))
        .join(' ')
        .slice(0, 50_000),
    ],
    ['entities', '&amp;'.repeat(2000)],
    ['links', '[a](<b'.repeat(2000)],
    ['definitions', '[a]: <b\n'.repeat(1000)],
  ])('%s', (_, text) => expect(readMarkdown(text).length).toBeGreaterThan(0));

  test.each([
    ['lists', deepList()],
    ['lists by tabs', deepList().replaceAll('  ', '\t')],
    ['lists in one line', '- '.repeat(5000)],
    ['lists in quotes', '> 1. '.repeat(5000)],
    ['nested marks', `${'*'.repeat(4000)}a${'*'.repeat(4000)}`],
    ['marks', '*a'.repeat(50_000)],
    ['comments without an end', `- a\n${'  <?\n'.repeat(50_000)}`],
  ])('and refuses %s that nobody writes', (_, text) => {
    expect(() => readMarkdown(text)).toThrow(UsageError);
  });
});
