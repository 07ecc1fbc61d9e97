import { isDeepStrictEqual } from 'node:util';
import type { Connection } from '../store/connection.ts';
import type { Fields } from '../store/records.ts';
import { recordLocalChanges } from './capture.ts';
import { type ChangeLog, changesBeside, compactLog, type LoggedRecord, mergeLogs } from './change-log.ts';
import { applyRemote, deleteRow } from './materialize.ts';
import type { RecordChange } from './record-change.ts';
import { forgetLogs, type KeptRecord, keptRecords, replaceLog } from './replica.ts';

// A rewritten history has only what stands: what was dropped or reworded is nowhere in it. A machine that knows more must not bring
// that back. So it takes the remote's logs in place of its own, and adds only what it has changed since its last sync.

/** Makes the store follow a remote whose history was rewritten. Returns what changed here. */
export function followRewrite(db: Connection, remote: readonly LoggedRecord[]): RecordChange[] {
  recordLocalChanges(db);
  const before = keptRecords(db);
  const theirs = new Map(remote.map((record) => [keyOf(record), record.log]));
  const logs = before.map((record) => ({ ...record, log: logAfter(record, theirs.get(keyOf(record)) ?? []) }));
  forgetLogs(db);
  for (const { kind, id, log } of logs) if (log.length === 0) deleteRow(db, kind, id);
  applyRemote(db, [...logs.filter(({ log }) => log.length > 0), ...remote]);
  return changesBetween(before, keptRecords(db));
}

/** Without its old changes. A record that the remote no longer has stays only if it was changed here since. */
function logAfter({ kind, log, isSent }: KeptRecord, theirs: ChangeLog): ChangeLog {
  if (isSent) return theirs;
  return theirs.length > 0 ? mergeLogs(theirs, changesBeside(log, theirs)) : compactLog(kind, log);
}

function keyOf({ kind, id }: Pick<LoggedRecord, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

function changesBetween(before: readonly KeptRecord[], after: readonly KeptRecord[]): RecordChange[] {
  const rowsOf = (records: readonly KeptRecord[]) => new Map(records.map((record) => [keyOf(record), record.row]));
  const [was, is] = [rowsOf(before), rowsOf(after)];
  const all = new Map([...before, ...after].map((record) => [keyOf(record), record]));
  const changed = ([key]: [string, unknown]) => !isDeepStrictEqual(was.get(key) ?? null, is.get(key) ?? null);
  return [...all].filter(changed).map(([key, { kind, id }]) => {
    const [old, now]: (Fields | null)[] = [was.get(key) ?? null, is.get(key) ?? null];
    return { kind, id, before: old ?? null, after: now ?? null };
  });
}

/** Takes what was replaced or dropped out of all logs. The records stay as they are. */
export function compactLogs(db: Connection): void {
  for (const { kind, id, log } of keptRecords(db)) replaceLog(db, { kind, id, log: compactLog(kind, log) });
}
