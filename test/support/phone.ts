import type { Store } from '../../src/store/store.ts';
import { keepOthersWords, readHandEdits, writeAgain } from '../../src/sync/by-hand.ts';
import { recordLocalChanges } from '../../src/sync/capture.ts';
import { filesOfPage } from '../../src/sync/diary.ts';
import { applyRemote } from '../../src/sync/materialize.ts';
import { markSent, noteRemoteState, unsentPages } from '../../src/sync/outbox.ts';
import { isPage, pageOfFile, recordsFile } from '../../src/sync/pages.ts';
import { readRemotePage } from '../../src/sync/remote-pages.ts';
import { ensureSyncRow, recordsOnPage } from '../../src/sync/replica.ts';
import { adoptSetbackIds } from '../../src/sync/same-setbacks.ts';
import type { WorkingCopy } from '../../src/sync/working-copy.ts';
import fc from './property.ts';

/** A repository in memory, whose pages people edit: the texts of its files, and when each page was last edited. */
export interface Repository {
  readonly files: Map<string, string>;
  readonly editedAt: Map<string, string>;
}

export const newRepository = (): Repository => ({ files: new Map(), editedAt: new Map() });

/** Syncs a store with the files as `four sync` does. */
export async function meetByHand(store: Store, { files, editedAt }: Repository): Promise<void> {
  const bytes = new Map([...files].map(([file, text]) => [file, Buffer.from(text)]));
  const names = new Set([...files.keys()].flatMap((file) => pageOfFile(file) ?? []));
  const pages = [...names].map((page) => readRemotePage(page, bytes, false));
  const copy = { lastEdit: async (_: string, page: string) => editedAt.get(page) ?? '2026-11-23T08:00:00Z' };
  const edits = await readHandEdits(copy as unknown as WorkingCopy, 'revision', pages);
  const written = store.replicate((db) => {
    ensureSyncRow(db);
    recordLocalChanges(db);
    edits.begin(db);
    const remote = pages.flatMap(({ records }) => records);
    adoptSetbackIds(db, remote);
    applyRemote(db, remote);
    for (const { page, records } of pages) noteRemoteState(db, page, records);
    writeAgain(db, edits.takeIn(db));
    return new Map(unsentPages(db).flatMap((page) => filesOfPage(page, recordsOnPage(db, page))));
  });
  for (const [file, text] of await keepOthersWords(written, bytes)) files.set(file, text as string);
  store.replicate((db) => markSent(db));
}

/** What somebody does to a page of a day on a phone. `say` gives a text that nobody has typed before. */
type PageEdit = (text: string, line: number, say: (what: string) => string) => string | null;

/** Changes one of the lines with a checkbox, if there is any. */
const onLine =
  (change: (line: string, say: (what: string) => string) => string): PageEdit =>
  (text, at, say) => {
    const lines = text.split('\n');
    const boxes = [...lines.keys()].filter((index) => /^[-*] \[/.test(lines[index] ?? ''));
    const index = boxes[at % (boxes.length || 1)];
    return index === undefined ? text : lines.with(index, change(lines[index] ?? '', say)).join('\n');
  };

const PAGE_EDITS: readonly PageEdit[] = [
  onLine((line) => line.replace('[ ]', '[x]')),
  onLine((line) => line.replace('[x]', '[ ]')),
  onLine((line, say) => line.replace(/\].*/, `] ${say('phone')}`)),
  onLine((line, say) => `${line}\n  - ${say('phone')}`),
  onLine((line, say) => `- [ ] ${say('phone')}\n${line}`),
  onLine((line) => (line.includes('[ ]') ? '' : line)),
  onLine((line, say) => `${line}\n\nSaid ${say('phone')}.\n`),
  (text, _, say) => `${text.replace(/\n?$/, '\n')}- [ ] ${say('phone')}\n`,
  (text, _, say) => `${text.replace(/\n?$/, '\n')}- [x] ${say('phone')}\n`,
  (text, _, say) => `${text.replace(/\n?$/, '\n')}- ${say('phone')}\n`,
  (text, _, say) => `${text}\nRest day: ${say('phone')}\n`,
  (text, _, say) => `---\ntags: day\n---\n${text}\n## Notes\n\n- ${say('phone')}\n`,
  (text) => text.replaceAll('- [', '* ['),
  (text) => text.replaceAll(/\r?\n/g, '\r\n'),
  (text) => text.trimEnd(),
  (text, at, say) => {
    const theirs = PAGE_EDITS[at]?.(text, 0, say) ?? '';
    return `<<<<<<< ours\n${text.trimEnd()}\n=======\n${theirs.trimEnd()}\n>>>>>>> theirs\n`;
  },
  () => '',
  () => null,
];

export interface PhoneStep {
  readonly page: number;
  readonly line: number;
  readonly edit: PageEdit;
}

export const phoneSteps: fc.Arbitrary<PhoneStep> = fc.record({
  page: fc.nat(3),
  line: fc.nat(5),
  edit: fc.constantFrom(...PAGE_EDITS),
});

/** Edits a page of the repository, or writes a new one. */
export function editByHand(
  { files, editedAt }: Repository,
  { page, line, edit }: PhoneStep,
  { now, say }: { readonly now: string; readonly say: (what: string) => string },
): void {
  const pages = [...files.keys()].filter((file) => isPage(file) && file.startsWith('days/'));
  const name = [...pages, 'days/2026/2026-11-25.md'][page % (pages.length + 1)] as string;
  const text = edit(files.get(name) ?? '', line, say);
  if (text === null) files.delete(name);
  else files.set(name, text);
  editedAt.set(name, now);
}

/** What phones have typed that stands on a page. */
export function phoneWords({ files }: Repository): string[] {
  return [...files].flatMap(([file, text]) => (isPage(file) ? (text.match(/phone \d+/g) ?? []) : []));
}

/** The pages that nobody could read. */
export function untaken({ files }: Repository): string[] {
  const bytes = new Map([...files].map(([file, text]) => [file, Buffer.from(text)]));
  const pages = [...files.keys()].filter(isPage).filter((page) => files.has(recordsFile(page)));
  return pages.filter((page) => readRemotePage(page, bytes, false).isUnreadable);
}

/** Those of some words that are neither on a page nor in a record. */
export function missingIn({ files }: Repository, words: readonly string[]): string[] {
  const all = new Set([...files.values()].join('\n').match(/phone \d+/g));
  return words.filter((word) => !all.has(word));
}
