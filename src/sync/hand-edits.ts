import { isDeepStrictEqual } from 'node:util';
import type { Day } from '../core/day.ts';
import { ifValid } from '../core/errors.ts';
import type { DayRecord, Thing, Timestamp } from '../core/thing.ts';
import type { Connection } from '../store/connection.ts';
import type { Fields } from '../store/records.ts';
import { readDayPage } from '../transfer/day-page.ts';
import { takeInPage } from '../transfer/page-edits.ts';
import { quote, rewritePage } from '../transfer/rewrite-page.ts';
import { appendEdit, LAST_TIME, type LoggedRecord } from './change-log.ts';
import { otherLines, sidesOf, withNewWords } from './conflicts.ts';
import { dayOfRecords, pageText } from './diary.ts';
import { editedNotes, editedSettings, type ListEdit, type ListEdits } from './list-edits.ts';
import { applyRemote } from './materialize.ts';
import { dayOfPage, NOTES_PAGE, SETBACKS_PAGE, USUAL_PAGE } from './pages.ts';
import type { RecordChange } from './record-change.ts';
import { findRecord } from './replica.ts';
import { adoptSetbackIds } from './same-setbacks.ts';
import { editedSetbacks } from './setback-edits.ts';
import { editedUsuals } from './usual-edits.ts';

// Load this file with `import()`: it brings the parser of Markdown.

/** A page that somebody has edited on the remote. */
export interface EditedPage {
  readonly page: string;
  readonly text: string;
  /** Whether git could not merge the page or its records. */
  readonly isMerged: boolean;
  /** The records as they were in the same commit: the page was written from them. */
  readonly records: readonly LoggedRecord[];
  /** When its last commit was made: a date and time in ISO 8601, with an offset from UTC. */
  readonly editedAt: string;
}

/** Who has made the changes of a page: no store, so that no machine takes them back as its own. */
const AUTHOR = 'page';

/** What was taken in from a page. */
export interface TakenPage {
  readonly page: string;
  readonly changes: readonly RecordChange[];
  /** The texts of what was removed from the page, and stays. */
  readonly kept: readonly string[];
}

/**
 * Takes in what was edited, as changes over the records of its own commit. Their times are the commit's and their ids follow from
 * their content, so every machine makes the same of it.
 */
export function takeInPages(db: Connection, pages: readonly EditedPage[]): TakenPage[] {
  return pages.map((page) => {
    const { records, kept } = editsOf(page, (id) => isElsewhere(db, id, page.page));
    adoptSetbackIds(db, [...page.records, ...records]);
    return { page: page.page, changes: applyRemote(db, records), kept };
  });
}

/** Whether a page says anything else than its records; undefined if nobody can read it. */
export function saysAnythingNew(page: Omit<EditedPage, 'editedAt'>): boolean | undefined {
  const edits = ifValid(() => editsOf({ ...page, editedAt: LAST_TIME }, () => false));
  return edits && (edits.records.length > 0 || edits.kept.length > 0);
}

/** Whether a thing with this id stands on another page. */
function isElsewhere(db: Connection, id: string, page: string): boolean {
  const known = findRecord(db, 'thing', id);
  return known?.row != null && dayOfPage(page) !== known.row.day;
}

function editsOf({ page, text, records, isMerged, editedAt }: EditedPage, isTaken: (id: string) => boolean) {
  const day = dayOfPage(page);
  const timestamp = instantOf(editedAt);
  const context = { timestamp, isTaken };
  if (day === undefined && isMerged) return { records: [], kept: [] };
  if (day === undefined) {
    const { edits, kept } = listEdits(page, text, records, timestamp);
    return { records: edits.map((edit) => loggedEdit(edit, records, timestamp)), kept };
  }
  const before = dayOfRecords(day, records);
  if (isMerged) {
    const sides = sidesOf(text).map((side) => takeInPage(before, readDayPage(side), context).after);
    const added = sides.map((side) => withNewWords(before, side, records));
    return { records: added.flatMap((after) => changedThings(before, after, records, timestamp)), kept: [] };
  }
  const { after, kept } = takeInPage(before, readDayPage(text), context);
  return {
    records: [...changedThings(before, after, records, timestamp), ...changedRest(before, after, records, timestamp)],
    kept: kept.map((thing) => thing.text),
  };
}

/** What was changed on a page that is no day. */
function listEdits(page: string, text: string, records: readonly LoggedRecord[], time: Timestamp): ListEdits {
  if (page === SETBACKS_PAGE) return editedSetbacks(text, records, time);
  if (page === USUAL_PAGE) return editedUsuals(text, records);
  return page === NOTES_PAGE ? editedNotes(text, records) : editedSettings(text, records);
}

function loggedEdit(
  { kind, id, before, after }: ListEdit,
  records: readonly LoggedRecord[],
  time: Timestamp,
): LoggedRecord {
  const log = records.find((record) => record.kind === kind && record.id === id)?.log ?? [];
  return { kind, id, log: appendEdit(log, { kind, before, after, author: AUTHOR, timeOf: () => time }) };
}

function instantOf(editedAt: string): Timestamp {
  const time = Date.parse(editedAt);
  return Number.isNaN(time) || time > Date.parse(LAST_TIME) ? LAST_TIME : new Date(time).toISOString();
}

function changedThings(
  before: DayRecord,
  after: DayRecord,
  records: readonly LoggedRecord[],
  time: Timestamp,
): LoggedRecord[] {
  const find = ({ things }: DayRecord, id: string) => things.find((thing) => thing.id === id);
  const ids = new Set([...before.things, ...after.things].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const [was, is] = [find(before, id), find(after, id)];
    if (isDeepStrictEqual(was, is)) return [];
    const log = records.find((record) => record.kind === 'thing' && record.id === id)?.log ?? [];
    const edit = { kind: 'thing', before: fieldsOf(was, before.day), after: fieldsOf(is, before.day) } as const;
    return [{ kind: 'thing' as const, id, log: appendEdit(log, { ...edit, author: AUTHOR, timeOf: () => time }) }];
  });
}

function fieldsOf(thing: Thing | undefined, day: Day): Fields | null {
  if (thing === undefined) return null;
  const { id: _, also = null, ...fields } = thing;
  return { ...fields, also, day };
}

function changedRest(
  { day, rest: before }: DayRecord,
  { rest: after }: DayRecord,
  records: readonly LoggedRecord[],
  time: Timestamp,
): LoggedRecord[] {
  if (isDeepStrictEqual(before, after)) return [];
  const log = records.find(({ kind }) => kind === 'rest')?.log ?? [];
  return [
    {
      kind: 'rest',
      id: day,
      log: appendEdit(log, { kind: 'rest', before, after, author: AUTHOR, timeOf: () => time }),
    },
  ];
}

/** A page that is written again from other records: what is not ours on it stays, if the page can be read. */
export function rewriteByHand(
  { page, text, records, isMerged }: Omit<EditedPage, 'editedAt'>,
  after: readonly LoggedRecord[],
): string {
  const day = dayOfPage(page);
  const plain = pageText(page, after);
  const rewritten = ifValid(() => {
    if (day !== undefined && !isMerged) return rewriteDay(day, { text, records }, after);
    if (day !== undefined) return withQuotes(plain, otherLines(text, plain, linesOfThings));
    const oursIn = (side: string) => linesOnList({ page, text: side, records, isMerged });
    return withQuotes(plain, otherLines(text, plain + pageText(page, records), oursIn));
  });
  return rewritten ?? plain;
}

/** The lines of a page that say something to us. Of one that git could not merge, nothing is taken in. */
function linesOnList({ page, text, records, isMerged }: Omit<EditedPage, 'editedAt'>): ReadonlySet<number> {
  return isMerged ? new Set() : listEdits(page, text, records, LAST_TIME).lines;
}

function linesOfThings(text: string): ReadonlySet<number> {
  return new Set(readDayPage(text).lines.map(({ span }) => span.line));
}

/** A page with words of others below it. Those that have been there before are quoted already. */
function withQuotes(plain: string, lines: readonly string[]): string {
  return lines.length === 0 ? plain : `${plain}\n${quote(lines.map((line) => line.replace(/^> ?/, '')))}\n`;
}

function rewriteDay(
  day: Day,
  { text, records }: Pick<EditedPage, 'text' | 'records'>,
  after: readonly LoggedRecord[],
): string {
  const model = readDayPage(text);
  const context = { timestamp: LAST_TIME, isTaken: () => false };
  const { taken } = takeInPage(dayOfRecords(day, records), model, context);
  return rewritePage({ text, page: model, taken }, dayOfRecords(day, after));
}
