import { UsageError } from '../core/errors.ts';
import type { Streak } from '../core/streak.ts';
import type { Session } from '../session/session.ts';
import type { Connection } from '../store/connection.ts';
import { plural } from '../views/words.ts';
import { recordLocalChanges } from './capture.ts';
import { recordOf } from './change-log.ts';
import { confirmCommand } from './confirmation.ts';
import { applyRemote } from './materialize.ts';
import { dayOfPage } from './pages.ts';
import type { RemotePage } from './remote-pages.ts';
import { type PlacedRecord, placedRecords, replicate } from './replica.ts';

/** A first sync of two histories that have both more days of their own than this asks first. */
export const LONG_DAYS = 14;

/** What a first sync makes of two histories. */
export interface Join {
  /** How many days have records that the other side lacks. */
  readonly days: { readonly here: number; readonly there: number };
  readonly streak: { readonly before: Streak; readonly after: Streak };
}

/** The backups that are made before two long histories are joined. */
export interface JoinBackups {
  /** Of this store. */
  readonly here: string;
  /** The tag on the remote. */
  readonly there: string;
}

/** What joining the store with the records of a remote would come to, if both have a long history. Nothing is changed. */
export function previewJoin(session: Session, pages: readonly RemotePage[]): Join | undefined {
  // So short a history is not looked at: comparing takes as long as the sync itself.
  if (pages.length <= LONG_DAYS) return undefined;
  const preview = (db: Connection): Join | undefined => {
    recordLocalChanges(db);
    const here = placedRecords(db);
    if (daysBeside(here, []) <= LONG_DAYS) return undefined;
    const there = remoteRecords(pages);
    const days = { here: daysBeside(here, there), there: daysBeside(there, here) };
    if (Math.min(days.here, days.there) <= LONG_DAYS) return undefined;
    const before = session.streak();
    applyRemote(
      db,
      pages.flatMap(({ records }) => records),
    );
    return { days, streak: { before, after: session.streak(session.store.settings.load()) } };
  };
  return replicate(session, preview, true);
}

function remoteRecords(pages: readonly RemotePage[]): PlacedRecord[] {
  return pages.flatMap(({ page, records }) =>
    records.map(({ kind, id, log }) => ({ kind, id, page, isLive: recordOf(kind, log) !== null })),
  );
}

/** How many days one side has with records that the other does not know. */
function daysBeside(one: readonly PlacedRecord[], other: readonly PlacedRecord[]): number {
  const known = new Set(other.map(keyOf));
  const own = one.filter(
    (record) => record.isLive && dayOfPage(record.page) !== undefined && !known.has(keyOf(record)),
  );
  return new Set(own.map(({ page }) => page)).size;
}

function keyOf({ kind, id }: PlacedRecord): string {
  return `${kind} ${id}`;
}

/** The two histories, and what joining them will change. */
export function joinSentences({ days, streak: { before, after } }: Join): [histories: string, change: string] {
  const changes: readonly [name: string, before: number, after: number][] = [
    ['Days that count', before.days.counted, after.days.counted],
    ['Current streak', before.current?.days ?? 0, after.current?.days ?? 0],
    ['Longest streak', before.longest?.days ?? 0, after.longest?.days ?? 0],
  ];
  return [
    `${plural(days.here, 'day')} only here, ${plural(days.there, 'day')} only there.`,
    changes.map(([name, now, then]) => `${name}: ${now} now, ${then} afterwards.`).join(' '),
  ];
}

/** Where nobody can be asked. */
export function joinRefused(address: string, join: Join): UsageError {
  const [histories] = joinSentences(join);
  return new UsageError(
    `this would join two long histories: ${histories.replace(/\.$/, '')}`,
    `Nothing was changed. To join them: ${joinCommand(address)}`,
  );
}

/** The command that joins without asking. */
export function joinCommand(address: string): string {
  return `${confirmCommand(address)} --join`;
}
