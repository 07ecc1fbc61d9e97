import { isUtf8 } from 'node:buffer';
import { CommandError, UsageError } from '../core/errors.ts';
import { groupBy } from '../core/group.ts';
import { formatLimit } from '../core/limits.ts';
import { LOCAL_KEYS } from '../core/settings.ts';
import { RECORD_KINDS, type RecordKind } from '../store/records.ts';
import { fieldsOf, isObject } from '../transfer/json-fields.ts';
import {
  type ChangeId,
  hasChangeIdForm,
  isComplete,
  LAST_TIME,
  type LogEntry,
  type LoggedRecord,
  mergeLogs,
  timeOfChange,
} from './change-log.ts';
import { decodeEntry } from './log-codec.ts';
import { checkFields, isInstant, parseId } from './valid-record.ts';

/** How many changes of one record are read. */
const MAX_CHANGES = 20_000;

/** What a file of records holds. */
export interface RecordsFile {
  readonly records: readonly LoggedRecord[];
  /** Whether something in it cannot be read. */
  readonly isDamaged: boolean;
}

/**
 * Reads the records in a file. Every line that begins like a record is read, wherever it stands, and all changes of a record are
 * merged: a file with conflict markers of git gives what both sides mean. What is invalid is left out. Throws if it is no text at all.
 */
export function readRecords(bytes: Buffer, name: string): RecordsFile {
  if (!isUtf8(bytes) || bytes.includes(0))
    throw new CommandError(
      `cannot read ${name}: it is not text; is it encrypted?`,
      'Nothing was changed. In the repository, restore an earlier version of that file.',
    );
  const lines = bytes
    .toString('utf8')
    .split(/\r?\n/)
    .map(withoutMark)
    .filter((line) => line.startsWith('{'));
  const read = lines.map((line) => valid(() => readLine(line)));
  const groups = [...groupBy(read.filter(isDefined), ({ kind, id }) => `${kind} ${id}`).values()];
  const records = groups.map((group) => valid(() => mergeChanges(group)));
  return {
    records: records.filter(isDefined).filter(isShared),
    isDamaged: [...read, ...records].includes(undefined),
  };
}

function withoutMark(line: string): string {
  return line.replace(/^\uFEFF/, '');
}

/** What `read` returns; undefined if it throws because something is invalid. */
function valid<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isDefined<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}

function isShared({ kind, id }: LoggedRecord): boolean {
  return kind !== 'setting' || !LOCAL_KEYS.includes(id);
}

/** A record from all of its lines. */
function mergeChanges(lines: readonly LoggedRecord[]): LoggedRecord {
  const { kind, id } = lines[0] as LoggedRecord;
  const log = mergeLogs(
    [],
    lines.flatMap((line) => line.log),
  );
  if (log.length > MAX_CHANGES) throw new UsageError(`it has more than ${formatLimit(MAX_CHANGES)} changes`);
  if (!isComplete(kind, log)) throw new UsageError('it is incomplete');
  return { kind, id, log };
}

/** Some changes of a record: one, or all of them as the first version of the diary had it. */
function readLine(line: string): LoggedRecord {
  const fields = fieldsOf(JSON.parse(line));
  const kind = RECORD_KINDS.find((candidate) => Object.hasOwn(fields, candidate));
  if (kind === undefined) throw new UsageError('it is not a record');
  const id = parseId(kind, fields[kind]);
  if (id === undefined) throw new UsageError('invalid id');
  const entries = Object.hasOwn(fields, 'log') ? fields.log : [fields];
  if (!Array.isArray(entries)) throw new UsageError('invalid log');
  if (entries.length > MAX_CHANGES) throw new UsageError(`it has more than ${formatLimit(MAX_CHANGES)} changes`);
  return { kind, id, log: entries.map((entry) => readEntry(kind, fieldsOf(entry))) };
}

function readEntry(kind: RecordKind, { at, set, over }: ReturnType<typeof fieldsOf>): LogEntry {
  if (!isChangeId(at)) throw new UsageError('invalid at');
  if (!Array.isArray(over) || !over.every(isChangeId)) throw new UsageError('invalid over');
  if (set !== null && !isObject(set)) throw new UsageError('invalid set');
  return decodeEntry({ at, set: set === null ? null : checkFields(kind, set), over });
}

function isChangeId(value: unknown): value is ChangeId {
  if (typeof value !== 'string' || !hasChangeIdForm(value)) return false;
  const time = timeOfChange(value);
  return time <= LAST_TIME && isInstant(time);
}
