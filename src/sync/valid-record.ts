import { type Day, isSupportedDay, parseIsoDay } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { MAX_TEXT } from '../core/limits.ts';
import { isBlank, sanitize } from '../core/text.ts';
import { parseUsualDays } from '../core/usual.ts';
import { type Fields, RECORDS, type RecordKind, type Value } from '../store/records.ts';
import { countOf, idOf, slotOf } from '../transfer/json-fields.ts';
import { loggedFields } from './change-log.ts';

// What a record may hold, of another machine or of this one.

/** The id of a record; undefined if it is invalid. */
export function parseId(kind: RecordKind, value: unknown): string | undefined {
  return typeof value === 'string' ? PARSE_ID[kind](value) : undefined;
}

const PARSE_ID: { readonly [Kind in RecordKind]: (text: string) => string | undefined } = {
  thing: parseUuid,
  rest: parseDay,
  setback: parseUuid,
  setting: (text) => /^[a-z-]{1,40}$/.exec(text)?.[0],
  usual: (text) => (isUsualId(text) ? text : undefined),
  note: parseDay,
};

/** A letter may become as many as 18 when it is folded. */
function isUsualId(text: string): boolean {
  return text.length <= 18 * MAX_TEXT && sanitize(text) === text && !isBlank(text);
}

function parseUuid(text: string): string | undefined {
  return succeeds(idOf)(text) ? text : undefined;
}

/** Throws unless the values are valid, and groups are whole. Fields that a newer version may have added are kept as they are. */
export function checkFields(kind: RecordKind, set: { readonly [field: string]: unknown }): Fields {
  for (const [field, value] of Object.entries(set))
    if (!isValidField(field, value)) throw new UsageError(`invalid ${field}`);
  for (const group of RECORDS[kind].groups.map(loggedFields)) {
    const written = group.filter((field) => Object.hasOwn(set, field));
    if (written.length > 0 && written.length < group.length) throw new UsageError(`invalid ${written[0]}`);
  }
  const { kind: settled, settledAt, settledOn } = set;
  if (Object.hasOwn(set, 'kind') && (!settled !== !settledAt || !settled !== !settledOn))
    throw new UsageError('invalid kind');
  return set as Fields;
}

/** Whether another machine would take a record: what a page may not bring in, no page of ours takes out. */
export function isSendable(kind: RecordKind, id: string, fields: Fields): boolean {
  return parseId(kind, id) === id && succeeds(() => checkFields(kind, fields))(fields);
}

function isValidField(field: string, value: unknown): boolean {
  // No name of what every object has, such as `__proto__` or `constructor`.
  if (field in Object.prototype || !isValue(value)) return false;
  return !Object.hasOwn(VALID, field) || VALID[field]?.(value) === true;
}

function isValue(value: unknown): value is Value {
  return value === null || typeof value !== 'object';
}

const isTextOrNull = (value: unknown) => value === null || isText(value);

const VALID: { readonly [field: string]: (value: unknown) => boolean } = {
  text: isText,
  value: isText,
  days: (value) => typeof value === 'string' && parseUsualDays(value)?.join() === value,
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
  if (typeof value !== 'string' || value.length > 2 * MAX_TEXT) return false;
  return !isBlank(value) && [...value].length <= MAX_TEXT;
}

/** A day that has a page. */
function parseDay(text: string): Day | undefined {
  const day = parseIsoDay(text);
  return day !== undefined && isSupportedDay(day) ? day : undefined;
}

/** Whether a text is an instant as we write it. */
export function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

function isDay(value: unknown): boolean {
  return typeof value === 'string' && parseDay(value) !== undefined;
}

function isInstantOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'string' && isInstant(value) && isSupportedDay(value.slice(0, 10) as Day));
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
