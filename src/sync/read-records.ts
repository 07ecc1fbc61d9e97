import { isUtf8 } from 'node:buffer';
import { CommandError, UsageError } from '../core/errors.ts';
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

/**
 * The records in a file. Every line that begins like a record is read, wherever it stands, and all changes of a record are merged: a
 * file with conflict markers of git gives what both sides mean. Anything invalid is an error that names the line.
 */
export function readRecords(bytes: Buffer, name: string): LoggedRecord[] {
  if (!isUtf8(bytes) || bytes.includes(0)) throw unreadable(name, 'it is not text; is it encrypted?');
  const records = new Map<string, Draft>();
  for (const [index, line] of bytes.toString('utf8').split(/\r?\n/).entries()) {
    if (!line.startsWith('{')) continue;
    const where = `${name}, line ${index + 1}`;
    const { kind, id, log } = refusing(where, () => readLine(line));
    const key = `${kind} ${id}`;
    const known = records.get(key);
    if (known) known.entries.push(...log);
    else records.set(key, { kind, id, entries: [...log], where });
  }
  return [...records.values()].filter(isShared).map(toRecord);
}

/** A record with all its changes, in the order in which they were read. */
interface Draft {
  readonly kind: RecordKind;
  readonly id: string;
  readonly entries: LogEntry[];
  /** Where it was read first. */
  readonly where: string;
}

function isShared({ kind, id }: Draft): boolean {
  return kind !== 'setting' || !LOCAL_KEYS.includes(id);
}

function toRecord({ kind, id, entries, where }: Draft): LoggedRecord {
  const log = mergeLogs([], entries);
  return refusing(where, () => {
    if (log.length > MAX_CHANGES) throw new UsageError(`it has more than ${formatLimit(MAX_CHANGES)} changes`);
    if (!isComplete(kind, log)) throw new UsageError('it is incomplete');
    return { kind, id, log };
  });
}

function refusing<Result>(where: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError || error instanceof SyntaxError) throw unreadable(where, error.message);
    throw error;
  }
}

function unreadable(where: string, why: string): CommandError {
  return new CommandError(
    `cannot read ${where}: ${why}`,
    'Nothing was changed. In the repository, restore an earlier version of that file.',
  );
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
