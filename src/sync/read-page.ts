import { isUtf8 } from 'node:buffer';
import { CommandError, UsageError } from '../core/errors.ts';
import { formatLimit } from '../core/limits.ts';
import { LOCAL_KEYS } from '../core/settings.ts';
import { RECORD_KINDS, type RecordKind } from '../store/records.ts';
import { fieldsOf, isObject } from '../transfer/json-fields.ts';
import {
  type ChangeId,
  type ChangeLog,
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
 * The records of a page. Every line that begins like a record is read, wherever it stands, and two lines of one record are merged: a
 * page with conflict markers of git gives what both sides mean. Anything invalid is an error that names the line.
 */
export function readPage(bytes: Buffer, name: string): LoggedRecord[] {
  if (!isUtf8(bytes) || bytes.includes(0)) throw unreadable(name, 'it is not text; is it encrypted?');
  const records = new Map<string, LoggedRecord>();
  for (const [index, line] of bytes.toString('utf8').split(/\r?\n/).entries()) {
    if (!line.startsWith('{')) continue;
    const record = readRecord(line, `${name}, line ${index + 1}`);
    if (record === undefined) continue;
    const key = `${record.kind} ${record.id}`;
    records.set(key, { ...record, log: mergeLogs(records.get(key)?.log ?? [], record.log) });
  }
  return [...records.values()];
}

function unreadable(where: string, why: string): CommandError {
  return new CommandError(
    `cannot read ${where}: ${why}`,
    'Nothing was changed. In the repository, restore an earlier version of that page.',
  );
}

/** Undefined for a setting that stays on its own machine. */
function readRecord(line: string, where: string): LoggedRecord | undefined {
  try {
    const fields = fieldsOf(JSON.parse(line));
    const kind = RECORD_KINDS.find((candidate) => Object.hasOwn(fields, candidate));
    if (kind === undefined) throw new UsageError('it is not a record');
    const id = parseId(kind, fields[kind]);
    if (id === undefined) throw new UsageError('invalid id');
    if (kind === 'setting' && LOCAL_KEYS.includes(id)) return undefined;
    return { kind, id, log: readLog(kind, fields.log) };
  } catch (error) {
    if (error instanceof UsageError || error instanceof SyntaxError) throw unreadable(where, error.message);
    throw error;
  }
}

function readLog(kind: RecordKind, value: unknown): ChangeLog {
  if (!Array.isArray(value)) throw new UsageError('invalid log');
  if (value.length > MAX_CHANGES) throw new UsageError(`it has more than ${formatLimit(MAX_CHANGES)} changes`);
  const log = mergeLogs(
    [],
    value.map((entry) => readEntry(kind, fieldsOf(entry))),
  );
  if (!isComplete(kind, log)) throw new UsageError('it is incomplete');
  return log;
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
