import path from 'node:path';
import { type Day, formatShortDay } from '../core/day.ts';
import type { Glyphs } from '../core/style.ts';
import { sanitize } from '../core/text.ts';
import type { Connection } from '../store/connection.ts';
import { enumerate, plural } from '../views/words.ts';
import { changeItems } from './change-words.ts';
import type { EditedPage, TakenPage } from './hand-edits.ts';
import { markPageUnsent, sentRecords, unsentPages } from './outbox.ts';
import { dayOfPage, isPage, recordsFile } from './pages.ts';
import { readRecords } from './read-records.ts';
import type { RecordChange } from './record-change.ts';
import { type FileTexts, type RemotePage, readRemotePage } from './remote-pages.ts';
import { namesOnPage } from './replica.ts';
import type { Revision, WorkingCopy } from './working-copy.ts';

/** What was done to the pages of the remote by hand. */
export interface ByHand {
  readonly taken: readonly TakenPage[];
  /** The pages that were missing or damaged, and are written again. */
  readonly putBack: readonly string[];
}

export const NOTHING_BY_HAND: ByHand = { taken: [], putBack: [] };

export function addByHand(one: ByHand, other: ByHand): ByHand {
  return { taken: [...one.taken, ...other.taken], putBack: [...new Set([...one.putBack, ...other.putBack])] };
}

/** The work of one transaction on the pages of a commit: what to do before they are merged, and after. */
export interface HandEdits {
  /** Whether there is anything to take in. */
  readonly isEdited: boolean;
  begin(db: Connection): void;
  takeIn(db: Connection): ByHand;
}

/** Reads when the pages of a commit were edited, so that all of it can be taken in within the transaction that merges them. */
export async function readHandEdits(
  copy: WorkingCopy,
  revision: Revision | undefined,
  pages: readonly RemotePage[],
): Promise<HandEdits> {
  const candidates = pages.flatMap(({ edited: text, ...page }) => (text === undefined ? [] : { ...page, text }));
  const handEdits = candidates.length === 0 ? undefined : await import('./hand-edits.ts');
  const edited: EditedPage[] = [];
  const unreadable = new Set(pages.filter(({ isUnreadable }) => isUnreadable).map(({ page }) => page));
  for (const page of candidates) {
    const isNew = handEdits?.saysAnythingNew(page);
    if (isNew === undefined) unreadable.add(page.page);
    // Most pages only have words around their lists: git is not asked about those.
    if (isNew) edited.push({ ...page, editedAt: await copy.lastEdit(revision ?? '', page.page) });
  }
  let sent = new Set<string>();
  /** Whether a page has lost records: without them, some of it would look new. */
  const isLost = (db: Connection, { page, records }: Pick<RemotePage, 'page' | 'records'>) => {
    const there = new Set(records.map(keyOf));
    return namesOnPage(db, page)
      .map(keyOf)
      .some((key) => sent.has(key) && !there.has(key));
  };
  return {
    isEdited: edited.length > 0,
    begin(db) {
      const names = pages.map(({ page }) => page);
      sent = new Set(sentRecords(db, names).map(keyOf));
    },
    takeIn(db) {
      const lost = pages.filter((page) => isLost(db, page)).map(({ page }) => page);
      const unsent = unsentPages(db);
      const putBack = pages
        .filter(({ page, isDamaged }) => lost.includes(page) || (isDamaged && unsent.includes(page)))
        .concat(pages.filter(({ page }) => unreadable.has(page) && namesOnPage(db, page).length > 0))
        .map(({ page }) => page);
      const intact = edited.filter(({ page }) => !lost.includes(page));
      return { taken: handEdits?.takeInPages(db, intact) ?? [], putBack: [...new Set(putBack)] };
    },
  };
}

function keyOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind} ${id}`;
}

/** The texts of files to be written, by their names; null for one that is removed. */
export type Files = ReadonlyMap<string, string | null>;

/** The files with what is not ours on the pages that are there. */
export async function keepOthersWords(files: Files, there: FileTexts): Promise<Files> {
  const pages = [...files.keys()].filter(isPage);
  const read = pages.map((page) => readRemotePage(page, there, !there.has(recordsFile(page))));
  const edited = read.filter((page) => page.edited !== undefined);
  if (edited.length === 0) return files;
  const { rewriteByHand } = await import('./hand-edits.ts');
  const rewritten = edited.map(({ page, edited: text = '', ...more }): [string, string] => {
    const after = readRecords(Buffer.from(files.get(recordsFile(page)) ?? ''), page).records;
    return [page, rewriteByHand({ page, text, ...more }, after)];
  });
  return new Map([...files, ...rewritten]);
}

/** Has the pages written again on which something is missing. */
export function writeAgain(db: Connection, { taken, putBack }: ByHand): void {
  const kept = taken.filter((page) => page.kept.length > 0).map(({ page }) => page);
  for (const page of [...putBack, ...kept]) markPageUnsent(db, page);
}

export function changesByHand({ taken }: ByHand): RecordChange[] {
  return taken.flatMap(({ changes }) => changes);
}

/** Whether a record was changed on a page. */
export function isByHand({ kind, id }: RecordChange, byHand: ByHand): boolean {
  return changesByHand(byHand).some((change) => change.kind === kind && change.id === id);
}

/** What came from pages that were edited by hand, and what was not taken from them, in sentences. */
export function byHandSentences({ taken, putBack }: ByHand, today: Day, glyphs: Glyphs): string[] {
  const changed = taken.filter(({ changes }) => changes.length > 0);
  const items = changed.flatMap(({ page, changes }) => changeItems(changes, dayOfPage(page) ?? today, glyphs));
  const kept = taken.filter((page) => page.kept.length > 0);
  return [
    ...(changed.length === 0 ? [] : [`${cameFrom(changed)}: ${items.join(', ')}`]),
    ...kept.map((page) => `Removed from ${namesOf([page.page])}, but kept: ${page.kept.map(sanitize).join(', ')}`),
    ...(putBack.length === 0 ? [] : [`Put back what was missing or damaged: ${namesOf(putBack)}`]),
  ];
}

/** `2 things came from pages edited by hand (23 Nov)` */
function cameFrom(pages: readonly TakenPage[]): string {
  const changes = pages.flatMap((page) => page.changes);
  const noun = changes.every(({ kind }) => kind === 'thing') ? 'thing' : 'change';
  return `${plural(changes.length, noun)} came from pages edited by hand (${enumerate(pages.map(({ page }) => nameOf(page)))})`;
}

/** `the pages of 23 Nov and 24 Nov`, or `setbacks.md` */
function namesOf(pages: readonly string[]): string {
  const days = pages.filter((page) => dayOfPage(page) !== undefined);
  const files = pages.filter((page) => dayOfPage(page) === undefined);
  const ofDays = `the ${days.length === 1 ? 'page' : 'pages'} of ${enumerate(days.map(nameOf))}`;
  return enumerate([...(days.length === 0 ? [] : [ofDays]), ...files.map(nameOf)]);
}

/** `23 Nov`, or `setbacks.md` */
function nameOf(page: string): string {
  const day = dayOfPage(page);
  return day === undefined ? path.basename(page) : formatShortDay(day).replace(/^\S+ /, '');
}

/** For scripts; undefined if nothing was done by hand. */
export function byHandJson({ taken, putBack }: ByHand) {
  if (taken.length === 0 && putBack.length === 0) return undefined;
  return { pages: taken.map(({ page, changes, kept }) => ({ page, changed: changes.length, kept })), putBack };
}
