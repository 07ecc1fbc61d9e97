import { describe, expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import type { DayRecord, Thing } from '../../src/core/thing.ts';
import { dayPage } from '../../src/transfer/day-markdown.ts';
import { readDayPage } from '../../src/transfer/day-page.ts';
import { type PageContext, takeInPage } from '../../src/transfer/page-edits.ts';
import { rewritePage } from '../../src/transfer/rewrite-page.ts';

const DAY = '2026-11-23' as Day;
const TIME = '2026-11-23T20:00:00.000Z';

function thing(id: string, slot: Thing['slot'], text: string, more: Partial<Thing> = {}): Thing {
  return { id, slot, text, doneAt: null, did: null, carriedFrom: null, carried: 0, unplanned: false, ...more };
}

const done = { doneAt: '2026-11-23T12:00:00.000Z' };

/** Run is done, with what was done; Write and Call are open. */
const RECORD: DayRecord = {
  day: DAY,
  things: [thing('r', 1, 'Run', { ...done, did: 'Five km' }), thing('w', 2, 'Write'), thing('c', 3, 'Call Acme')],
  rest: null,
};
const HEAD = '# Mon 23 Nov 2026\n\n';
const RUN = '- [x] Run\n  - Five km\n';
const WRITE = '- [ ] Write\n';
const CALL = '- [ ] Call Acme\n';
const page = (...lines: readonly string[]) => HEAD + lines.join('');
const PAGE = page(RUN, WRITE, CALL);

const CONTEXT: PageContext = { timestamp: TIME, isTaken: () => false };

/** A thing as `r 1 Run ✓ Five km`; one that is new has no letter. */
function show({ id, slot, text, doneAt, did, also }: Thing): string {
  const words = [id.length === 1 ? id : '', slot ?? '-', text, doneAt === null ? '' : '✓', did ?? '', also ?? ''];
  return words.filter((word) => word !== '').join(' ');
}

function takeIn(record: DayRecord, text: string, context = CONTEXT) {
  const page = readDayPage(text);
  const edits = takeInPage(record, page, context);
  return { ...edits, rewritten: rewritePage({ text, page, taken: edits.taken }, edits.after) };
}

const STAYS = ['r 1 Run ✓ Five km', 'w 2 Write', 'c 3 Call Acme'];
const [RUN_STAYS, WRITE_STAYS, CALL_STAYS] = STAYS as [string, string, string];

/** What stands on the page afterwards, and what comes of it. */
type Edit = [what: string, page: string, things: readonly string[], rest?: string | null];

const EDITS: readonly Edit[] = [
  ['nothing', PAGE, STAYS],
  ['a tick', page(RUN, '- [x] Write\n', CALL), [RUN_STAYS, 'w 2 Write ✓', CALL_STAYS]],
  ['a tick with a capital', page(RUN, '- [X] Write\n', CALL), [RUN_STAYS, 'w 2 Write ✓', CALL_STAYS]],
  ['a tick that was taken back', page('- [ ] Run\n  - Five km\n', WRITE, CALL), ['r 1 Run', WRITE_STAYS, CALL_STAYS]],
  [
    'a tick with a line below',
    page(RUN, '- [x] Write\n  - Two pages\n', CALL),
    [RUN_STAYS, 'w 2 Write ✓ Two pages', CALL_STAYS],
  ],
  [
    'a tick with a line below without a bullet',
    page(RUN, '- [x] Write\n  Two pages\n', CALL),
    [RUN_STAYS, 'w 2 Write ✓ Two pages', CALL_STAYS],
  ],
  [
    'a tick with two lines below',
    page(RUN, '- [x] Write\n  - Two pages\n  - At dawn\n', CALL),
    [RUN_STAYS, 'w 2 Write ✓ Two pages; At dawn', CALL_STAYS],
  ],
  ['a line below an open thing', page(RUN, WRITE, '  - Two pages\n', CALL), STAYS],
  ['a changed line below', page('- [x] Run\n  - Ten km\n', WRITE, CALL), ['r 1 Run ✓ Ten km', WRITE_STAYS, CALL_STAYS]],
  [
    'another line below',
    page(RUN, '  - At dawn\n', WRITE, CALL),
    ['r 1 Run ✓ Five km; At dawn', WRITE_STAYS, CALL_STAYS],
  ],
  ['a line below that was removed', page('- [x] Run\n', WRITE, CALL), ['r 1 Run ✓', WRITE_STAYS, CALL_STAYS]],
  ['a reworded line', page(RUN, '- [ ] Write the post\n', CALL), [RUN_STAYS, 'w 2 Write the post', CALL_STAYS]],
  ['a line in other words altogether', page(RUN, '- [ ] Draft it\n', CALL), [RUN_STAYS, 'w 2 Draft it', CALL_STAYS]],
  [
    'a done line that was reworded',
    page('- [x] Run far\n  - Five km\n', WRITE, CALL),
    ['r 1 Run far ✓ Five km', WRITE_STAYS, CALL_STAYS],
  ],
  [
    'a line that was reworded and ticked',
    page(RUN, '- [x] Write the post\n', CALL),
    [RUN_STAYS, 'w 2 Write the post ✓', CALL_STAYS],
  ],
  ['a reword before a removal', page(RUN, '- [ ] Write the post\n'), [RUN_STAYS, 'w 2 Write the post']],
  ['a reword behind a removal', page(RUN, '- [ ] Call the Acme buyer\n'), [RUN_STAYS, 'c 3 Call the Acme buyer']],
  [
    'a reword before a new line',
    page(RUN, '- [ ] Write the post\n- [ ] Buy bread\n', CALL),
    [RUN_STAYS, 'w 2 Write the post', CALL_STAYS, '4 Buy bread'],
  ],
  [
    'a reword behind a new line',
    page(RUN, '- [ ] Buy bread\n- [ ] Write the post\n', CALL),
    [RUN_STAYS, 'w 2 Write the post', CALL_STAYS, '4 Buy bread'],
  ],
  [
    'two rewords side by side',
    page(RUN, '- [ ] Draft\n- [ ] Phone them\n'),
    [RUN_STAYS, 'w 2 Draft', 'c 3 Phone them'],
  ],
  ['another case', page(RUN, '- [ ] WRITE\n', CALL), [RUN_STAYS, 'w 2 WRITE', CALL_STAYS]],
  ['a new line', `${PAGE}- [ ] Buy bread\n`, [...STAYS, '4 Buy bread']],
  ['a new line at the top', page('- [ ] Buy bread\n', RUN, WRITE, CALL), [...STAYS, '4 Buy bread']],
  ['a new line without a box', `${PAGE}- Buy bread\n`, [...STAYS, '4 Buy bread']],
  ['a new line with another bullet', `${PAGE}* [ ] Buy bread\n`, [...STAYS, '4 Buy bread']],
  ['a new line that is done', `${PAGE}- [x] Buy bread\n  - Rye\n`, [...STAYS, '4 Buy bread ✓ Rye']],
  ['a line that is there twice', `${PAGE}- [ ] Write\n`, [...STAYS, '4 Write']],
  ['a second new line, done: an extra', `${PAGE}- [ ] Buy bread\n- [x] Nap\n`, [...STAYS, '4 Buy bread', '- Nap ✓']],
  ['a second new line, open: it waits', `${PAGE}- [ ] Buy bread\n- [ ] Nap\n`, [...STAYS, '4 Buy bread', '- Nap']],
  [
    'a new line in the place of one that was removed',
    page(RUN, WRITE, '- [x] Nap\n'),
    [RUN_STAYS, WRITE_STAYS, 'c 3 Nap ✓'],
  ],
  ['an open line that was removed', page(RUN, CALL), [RUN_STAYS, CALL_STAYS]],
  ['all open lines removed', page(RUN), [RUN_STAYS]],
  ['a done line that was removed: it stays', page(WRITE, CALL), STAYS],
  ['a new line in the place of a done one: both are there', page('- [ ] Swim\n', WRITE, CALL), [...STAYS, '4 Swim']],
  ['an empty page', '', STAYS],
  ['a page with nothing but a heading', HEAD, STAYS],
  ['a page with nothing but text', `${HEAD}What a day.\n`, STAYS],
  ['lines in another order', page(CALL, WRITE, RUN), STAYS],
  ['line breaks of Windows', PAGE.replaceAll('\n', '\r\n'), STAYS],
  ['tabs', PAGE.replaceAll('  - ', '\t- ').replaceAll('- [', '-\t['), STAYS],
  ['stars', PAGE.replaceAll('- ', '* '), STAYS],
  [
    'plus signs, and a tick',
    PAGE.replaceAll('- ', '+ ').replace('[ ] W', '[x] W'),
    [RUN_STAYS, 'w 2 Write ✓', CALL_STAYS],
  ],
  ['numbers', `${HEAD}1. [x] Run\n   1. Five km\n2. [ ] Write\n3. [ ] Call Acme\n`, STAYS],
  ['lines without boxes', `${HEAD}- Run\n  - Five km\n- Write\n- Call Acme\n`, STAYS],
  ['front matter', `---\ntags: [x]\n---\n${PAGE}`, STAYS],
  ['a byte order mark', `\uFEFF${PAGE}`, STAYS],
  ['trailing spaces and empty lines', PAGE.replaceAll('\n', '  \n\n'), STAYS],
  ['no line break at the end', PAGE.trimEnd(), STAYS],
  [
    'headings and text around the list',
    `# Journal\n\nHello\n\n## Today\n\n${RUN}${WRITE}${CALL}\n## Notes\n\n- One\n- Two\n`,
    STAYS,
  ],
  [
    'marks in a text',
    page(RUN, '- [ ] **Write** to [[Ana]] #post\n', CALL),
    [RUN_STAYS, 'w 2 **Write** to [[Ana]] #post', CALL_STAYS],
  ],
  ['escaped marks', page(RUN, '- [ ] Write \\*a\\* R\\&D\n', CALL), [RUN_STAYS, 'w 2 Write *a* R&D', CALL_STAYS]],
  [
    'a text that is too long',
    page(RUN, `- [ ] ${'Write '.repeat(100)}\n`, CALL),
    [RUN_STAYS, `w 2 ${'Write '.repeat(83)}W…`, CALL_STAYS],
  ],
  ['boxes without a text', `${PAGE}- [ ]\n- [ ] \n-\n`, STAYS],
  ['a rest day', `${PAGE}\nRest day\n`, STAYS, null],
  ['a rest day with a reason', `${HEAD}Rest day: Family\n\n${RUN}${WRITE}${CALL}`, STAYS, 'Family'],
  ['a rest day on an empty page', `${HEAD}Rest day: Family\n`, STAYS, 'Family'],
];

describe('a page that was edited by hand', () => {
  test.each(EDITS.map(([what, ...edit]) => [what, edit] as const))('with %s', (_, [text, things, rest]) => {
    const { after, kept, rewritten } = takeIn(RECORD, text);
    expect(after.things.map(show)).toEqual(things);
    expect(after.rest).toEqual(rest === undefined ? null : { reason: rest });
    expect(kept.every(({ doneAt }) => doneAt !== null) || readDayPage(text).lines.length === 0).toBe(true);
    // Written again, the page says all of it: nothing is taken in twice.
    const again = takeIn(after, rewritten);
    expect(again.after).toEqual(after);
    expect(again.rewritten).toBe(rewritten);
    // Another machine makes the same of it.
    expect(takeIn(RECORD, text).after).toEqual(after);
  });

  test('is written again as it was pushed', () => {
    expect(dayPage(RECORD)).toBe(PAGE);
    expect(takeIn(RECORD, PAGE).rewritten).toBe(PAGE);
  });
});
