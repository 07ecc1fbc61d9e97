import { isUtf8 } from 'node:buffer';
import { parseIsoDay } from '../core/day.ts';
import { CommandError, UsageError } from '../core/errors.ts';
import { LOCAL_KEYS } from '../core/settings.ts';
import { MAX_TEXT } from '../core/limits.ts';
import { type Fields, RECORD_KINDS, RECORDS, type RecordKind, type Value } from '../store/records.ts';
import { countOf, fieldsOf, idOf, instantOrNull, isObject, slotOf } from '../transfer/json-fields.ts';
import {
  type ChangeId,
  type ChangeLog,
  hasChangeIdForm,
  isComplete,
  type LogEntry,
  type LoggedRecord,
  loggedFields,
  mergeLogs,
  timeOfChange,
} from './change-log.ts';
import { decodeEntry } from './log-codec.ts';

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
    const id = readId(kind, fields[kind]);
    if (kind === 'setting' && LOCAL_KEYS.includes(id)) return undefined;
    return { kind, id, log: readLog(kind, fields.log) };
  } catch (error) {
    if (error instanceof UsageError || error instanceof SyntaxError) throw unreadable(where, error.message);
    throw error;
  }
}

const READ_ID: { readonly [Kind in RecordKind]: (value: unknown) => string | undefined } = {
  thing: idOf,
  rest: (value) => parseIsoDay(String(value)),
  setback: idOf,
  setting: (value) => /^[a-z-]{1,40}$/.exec(String(value))?.[0],
};

function readId(kind: RecordKind, value: unknown): string {
  const id = READ_ID[kind](value);
  if (id === undefined) throw new UsageError('invalid id');
  return id;
}

function readLog(kind: RecordKind, value: unknown): ChangeLog {
  if (!Array.isArray(value)) throw new UsageError('invalid log');
  const entries = value.map((entry) => readEntry(kind, fieldsOf(entry)));
  const log = entries.reduce<ChangeLog>((all, entry) => mergeLogs(all, [entry]), []);
  if (!isComplete(kind, log)) throw new UsageError('it is incomplete');
  return log;
}

function readEntry(kind: RecordKind, { at, set, over }: ReturnType<typeof fieldsOf>): LogEntry {
  if (!isChangeId(at)) throw new UsageError('invalid at');
  if (!Array.isArray(over) || !over.every(isChangeId)) throw new UsageError('invalid over');
  if (set !== null && !isObject(set)) throw new UsageError('invalid set');
  return decodeEntry({ at, set: set === null ? null : readSet(kind, set), over });
}

function isChangeId(value: unknown): value is ChangeId {
  // The year 9999 is refused, so that there is always a later time.
  return typeof value === 'string' && value < '9999' && hasChangeIdForm(value) && isInstant(timeOfChange(value));
}

function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

/** Valid values in whole groups. Fields that a newer version may have added are kept as they are. */
function readSet(kind: RecordKind, set: { readonly [field: string]: unknown }): Fields {
  for (const [field, value] of Object.entries(set)) {
    if (!isValue(value)) throw new UsageError(`invalid ${field}`);
    const isValid = VALID[field];
    if (isValid && !isValid(value)) throw new UsageError(`invalid ${field}`);
  }
  for (const group of RECORDS[kind].groups.map(loggedFields)) {
    const written = group.filter((field) => Object.hasOwn(set, field));
    if (written.length > 0 && written.length < group.length) throw new UsageError(`invalid ${written[0]}`);
  }
  const { kind: settled, settledAt, settledOn } = set;
  if (Object.hasOwn(set, 'kind') && (!settled !== !settledAt || !settled !== !settledOn))
    throw new UsageError('invalid kind');
  return set as Fields;
}

function isValue(value: unknown): value is Value {
  return value === null || typeof value !== 'object';
}

const isTextOrNull = (value: unknown) => value === null || isText(value);

const VALID: { readonly [field: string]: (value: unknown) => boolean } = {
  text: isText,
  value: isText,
  did: isTextOrNull,
  lesson: isTextOrNull,
  reason: isTextOrNull,
  day: isDay,
  settledOn: (value) => value === null || isDay(value),
  doneAt: isInstantOrNull,
  settledAt: isInstantOrNull,
  slot: succeeds(slotOf),
  carried: succeeds(countOf),
  carriedFrom: succeeds(idOf),
  nextId: succeeds(idOf),
  unplanned: (value) => typeof value === 'boolean',
  kind: (value) => value === null || value === 'correct' || value === 'let-go',
};

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && [...value].length <= MAX_TEXT;
}

function isDay(value: unknown): boolean {
  return typeof value === 'string' && parseIsoDay(value) !== undefined;
}

function isInstantOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'string' && isInstant(value) && succeeds(instantOrNull)(value));
}

function succeeds(read: (value: unknown) => unknown): (value: unknown) => boolean {
  return (value) => {
    try {
      read(value);
      return true;
    } catch (error) {
      if (error instanceof UsageError) return false;
      throw error;
    }
  };
}
