import { CommandError, UsageError } from '../core/errors.ts';
import { formatLimit, MAX_JSON_DEPTH, MAX_JSON_VALUES } from '../core/limits.ts';
import { parseText } from '../core/text.ts';
import { SLOTS, type Slot } from '../core/thing.ts';
import { requireTimestamp } from './fields.ts';

/** An object of unknown fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** Parses a whole file; `name` is its name in the error. */
export function parseJson(text: string, name: string): unknown {
  checkStructure(text, name);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${name} is not JSON: ${(error as Error).message}`, 'Nothing was changed.');
  }
}

/** Throws a `CommandError` for a JSON text whose values would take more memory than there is. */
function checkStructure(text: string, name: string): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    if (char === '"') at = endOfString(text, at);
    else if (char === ',') values += 1;
    else if (char === '[' || char === '{') {
      values += 1;
      depth += 1;
      if (depth > MAX_JSON_DEPTH) throw new CommandError(`${name} is nested more than ${MAX_JSON_DEPTH} deep`);
    } else if (char === ']' || char === '}') depth -= 1;
  }
  if (values > MAX_JSON_VALUES) throw new CommandError(`${name} has more than ${formatLimit(MAX_JSON_VALUES)} values`);
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

export function isObject(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** The fields of an object; none if the value is something else. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** The objects of a list; none if the value is something else. What is no object in it has no fields. */
export function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** A string, number or boolean as text; undefined for an object, a list or nothing. */
export function plainWord(value: unknown): string | undefined {
  return typeof value === 'object' || value === undefined ? undefined : String(value);
}

export function textOfField(value: unknown, what: string): string {
  return parseText(requireString(value, what), what);
}

export function textOrNull(value: unknown, what: string): string | null {
  return value === undefined || value === null ? null : textOfField(value, what);
}

/** A string as it is; null for nothing. */
export function stringOrNull(value: unknown, what: string): string | null {
  return value === undefined || value === null ? null : requireString(value, what);
}

function requireString(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new UsageError(`invalid ${what}`);
  return value;
}

export function instantOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : requireTimestamp(plainWord(value) ?? '');
}

export function slotOf(value: unknown): Slot | null {
  const slot = SLOTS.find((candidate) => candidate === value);
  if (slot === undefined && value !== null) throw new UsageError('invalid slot');
  return slot ?? null;
}

/** More than there are days from year 1 to year 9999. */
const MAX_CARRIED = 4_000_000;

/** For how many days a thing was carried. */
export function countOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (!Number.isSafeInteger(value) || Number(value) < 0 || Number(value) > MAX_CARRIED)
    throw new UsageError('invalid carried');
  return Number(value);
}

const ID = /^[\w-]{36}$/;

export function idOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || !ID.test(value)) throw new UsageError('invalid id');
  return value;
}
