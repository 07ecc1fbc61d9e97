import { expect, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { kindOf } from '../../src/core/errors.ts';
import { IMPORT_FORMATS, type ImportFormat, loadImporter } from '../../src/transfer/formats.ts';
import { startOf } from '../../src/transfer/import-source.ts';
import type { ImportedHistory } from '../../src/transfer/imported-history.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';

/** A small file of each format. */
const SAMPLES: Readonly<Record<ImportFormat, string>> = {
  json: '{"format":"fourthings","version":1,"settings":{"minimum":3},"days":[\n{"day":"2026-11-20","rest":true,"things":[{"slot":1,"text":"Run","did":"Far"}]}],\n"setbacks":[{"day":"2026-11-20","text":"Sale"}]}',
  dstask:
    '[{"uuid":"1","status":"resolved","summary":"Run","notes":"Far","resolved":"2026-11-20T08:00:00Z"},\n{"uuid":"2","status":"pending","summary":"Read","resolved":"0001-01-01T00:00:00Z"}]',
  googletasks:
    '{"kind":"tasks#taskLists","items":[{"title":"Mine","items":[{"title":"Run","status":"completed","completed":"2026-11-20T08:00:00.000Z"}]}]}',
  habitkit:
    '{"habits":[{"id":"1","name":"Run","isInverse":false}],"completions":[{"habitId":"1","date":"2026-11-20T00:00:00.000Z","timezoneOffsetInMinutes":60,"amountOfCompletions":2,"note":"Far"}],"intervals":[{"habitId":"1","requiredNumberOfCompletionsPerDay":1}]}',
  beaverhabits: '{"habits":[{"name":"Run","records":[{"day":"2026-11-20","done":true,"text":"Far"}]}]}',
  dijo: '[{"name":"Run","stats":{"2026-11-20":3,"2026-11-21":true},"goal":2},{"name":"km","stats":{"2026-11-20":{"value":5,"precision":1}},"goal":{"value":5,"precision":1}}]',
  taskwarrior:
    '[\n{"description":"Run","status":"completed","end":"20261120T080000Z","annotations":[{"description":"Far"}]},\n{"description":"Read","status":"pending"}\n]\n',
  harsh: '# Mine\n2026-11-20 : Run : n :  : 0\n2026-11-20 : Run : y : Far : 5\n2026-11-21 : Read : s\n',
  habitctl: '2026-11-20\tRun\ty\n2026-11-20\tRun\tn\n\n2026-11-21\tRead\ts\n',
  loop: 'Date,Run,Read,\n2026-11-20,YES_MANUAL,NO,\n2026-11-21,2,SKIP,\n2026-11-22,UNKNOWN,1,\n',
  streaks:
    'task_id,title,entry_type,entry_date,entry_timestamp,quantity,minutes,notes\n1,Run,completed_manually,20261120,2026-11-20T08:00:00Z,3,25,Far\n1,Run,missed_auto,20261121,,,,\n',
  ticktick:
    '"Date: 2026-11-20+0000"\n"Status: \n0 Normal"\n\n"List Name","Title","Content","Status","Completed Time"\n"Home","Run","Far","2","2026-11-20T08:00:00+0000"\n"Home","Read","","0",""\n',
  orgmode:
    '#+TODO: TODO | DONE CANCELLED\n* TODO [#A] Run :sport:\n  :LOGBOOK:\n  - State "DONE"       from "TODO"       [2026-11-20 Fri 08:00] \\\\\n    Far\n  :END:\n* DONE Read\n  CLOSED: [2026-11-20 Fri]\n* CANCELLED Eat\n',
  csv: 'date,Run,Read\n2026-11-20,1,0\n2026-11-21,x,\n',
  md: '# Four things\n\n## 2026-11-20 Friday\n\n- [x] Run\n  - Far\n- [ ] Read\n\nLost: Sale\n- Let go\n\n## 2026-11-21\n\nRest day: Ill\n\n# Mine\n\n> - [x] Call ✅ 2026-11-20\n',
  todotxt: 'x 2026-11-20 2026-11-19 (A) Run +far\n2026-11-20 Read four:1\n(B) Open\n',
};

const CONTEXT = { today: '2026-11-23' as Day, dayStart: 0, dates: undefined };

function source(text: string) {
  return { name: 'file', file: undefined, bytes: Buffer.from(text) };
}

async function read(format: ImportFormat, text: string): Promise<ImportedHistory> {
  return (await loadImporter(format)).read(source(text), CONTEXT);
}

/** How many entries ended up somewhere. */
function accountedFor(history: ImportedHistory): number {
  const days = history.days().map(([, { things, rest }]) => things.length + (rest === null ? 0 : 1));
  const lists = [history.leftOut, history.setbacks, history.usuals, history.weekNotes];
  const all = [...days, ...lists.map(({ length }) => length), history.settings.size];
  return all.reduce((sum, count) => sum + count, 0);
}

test.each(IMPORT_FORMATS)(
  '%s is recognized by what is in the file, and by nothing before it in the list',
  async (format) => {
    const recognized: ImportFormat[] = [];
    for (const one of IMPORT_FORMATS)
      if ((await loadImporter(one)).detect(startOf(source(SAMPLES[format])))) recognized.push(one);
    expect(recognized[0]).toBe(format);
    const history = await read(format, SAMPLES[format]);
    expect(accountedFor(history)).toBe(history.entryCount);
    expect(history.days().length).toBeGreaterThan(0);
  },
);

const pieces = fc.oneof(
  fc.constantFrom(
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\n',
    '\r\n',
    '\t',
    ' ',
    '- [x] ',
    '* ',
    '# ',
    '> ',
    '```',
    'null',
    '7',
    '-1',
  ),
  fc.constantFrom(
    '2026-11-20',
    '2027-01-01',
    '2026-02-30',
    '3/4/2026',
    '0001-01-01',
    'x',
    '\u001b',
    '\ud83d',
    'é',
    '1e999',
    '{}',
    '[]',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), pieces), { maxLength: 4 });

/** Puts pieces in the place of others. */
function edit(text: string, changes: readonly (readonly [number, number, string])[]): string {
  return changes.reduce((edited, [place, length, piece]) => {
    const at = Math.floor(place * edited.length);
    return edited.slice(0, at) + piece + edited.slice(at + length);
  }, text);
}

test('whatever a file has, an importer accounts for each entry, or says what is wrong with the file', async () => {
  const formats = fc.constantFrom(...IMPORT_FORMATS);
  await fc.assert(
    fc.asyncProperty(formats, formats, edits, async (written, readAs, changes) => {
      const text = edit(SAMPLES[written], changes);
      for (const format of new Set([written, readAs])) {
        const outcome = await read(format, text).catch((error: unknown) => error);
        if (outcome instanceof Error)
          expect([kindOf(outcome), outcome.stack]).toEqual([expect.stringMatching(/^(usage|failed)$/), outcome.stack]);
        else {
          const history = outcome as ImportedHistory;
          expect([format, text, accountedFor(history)]).toEqual([format, text, history.entryCount]);
        }
      }
    }),
    runs(800, 50_000),
  );
});
