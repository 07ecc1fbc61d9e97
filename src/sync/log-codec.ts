import type { Fields } from '../store/records.ts';
import type { ChangeId, ChangeLog, LogEntry } from './change-log.ts';

/** A log entry as pages and the table `replica` hold it. The keys are short because every change of every record repeats them. */
export interface StoredEntry {
  /** The id of the change, which begins with its time. */
  readonly at: ChangeId;
  readonly set: Fields | null;
  /** The changes that this one was made over: its parents. */
  readonly over: readonly ChangeId[];
}

export function encodeLog(log: ChangeLog): StoredEntry[] {
  return log.map(({ changeId, set, parents }) => ({ at: changeId, set, over: parents }));
}

export function decodeEntry({ at, set, over }: StoredEntry): LogEntry {
  return { changeId: at, set, parents: over };
}

/** The text of a log in the table `replica`. Equal logs have equal texts. */
export function logText(log: ChangeLog): string {
  return JSON.stringify(encodeLog(log));
}

/** Reads what `logText` wrote. */
export function parseLogText(text: string): ChangeLog {
  const entries: StoredEntry[] = JSON.parse(text);
  return entries.map(decodeEntry);
}
