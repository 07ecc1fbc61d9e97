import { isUtf8 } from 'node:buffer';
import { formatDay, parseIsoDay } from '../core/day.ts';
import { CommandError, UsageError } from '../core/errors.ts';
import type { Setback } from '../core/setback.ts';
import { LOCAL_KEYS, type SettingKey } from '../core/settings.ts';
import { MAX_TEXT } from '../core/text.ts';
import type { DayRecord } from '../core/thing.ts';
import { type Fields, RECORD_KINDS, RECORDS, type RecordKind, type Value } from '../store/records.ts';
import { dayText, literal, setbackLines } from '../transfer/day-markdown.ts';
import { countOf, fieldsOf, idOf, instantOrNull, isObject, slotOf } from '../transfer/json-fields.ts';
import { jsonText } from '../views/json.ts';
import { type Entry, isComplete, join, type Log, STAMP, type Stamp, timeOfStamp } from './change-log.ts';

/** A record with all known changes of it, as a page tells it. */
export interface PageRecord {
  readonly kind: RecordKind;
  readonly id: string;
  readonly log: Log;
}

/** Says that a repository is a diary of four's, and in which form. */
export const MARKER = 'fourthings.json';
const FORMAT = 'fourthings-diary';
const VERSION = 1;

export function markerText(): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION })}\n`;
}

/** Refuses what is no diary, or is one of a newer four. */
export function checkMarker(text: string | undefined, remote: string): void {
  const marker = text === undefined ? {} : fieldsOf(parseOrNull(text));
  if (marker.format !== FORMAT)
    throw new CommandError(`${remote} is not a diary of four`, 'It was left as it is. Name an empty repository.');
  if (!(Number(marker.version) <= VERSION))
    throw new CommandError(
      `${remote} was written by a newer four`,
      'It was left as it is. Update: npm install -g fourthings',
    );
}

export const README = 'README.md';

export const README_TEXT = `# Four things a day

A diary that [four](https://www.npmjs.com/package/fourthings) keeps alike on several machines: \`days/\` has a page for each day,
\`setbacks.md\` what was lost and what became of it, \`settings.md\` the settings.

Each page ends in the records it is made from, which a comment hides. \`four sync\` reads and writes these; what is changed by hand
above them is written over.
`;

export function dayPage(record: DayRecord, records: readonly PageRecord[]): string {
  return page(formatDay(record.day), dayText(record, []), records);
}

export function setbacksPage(setbacks: readonly Setback[], records: readonly PageRecord[]): string {
  // Without the thing that comes next: it changes on a page of its own.
  const alone = setbacks.map((setback) => ({ ...setback, next: null }));
  const text = alone.map((setback) => `\n## ${formatDay(setback.day)}\n\n${setbackLines(setback).join('\n')}\n`);
  return page('Setbacks', text.join(''), records);
}

export function settingsPage(settings: ReadonlyMap<string, string>, records: readonly PageRecord[]): string {
  const lines = [...settings].map(([key, value]) => `- ${literal(key)}: ${literal(value)}`);
  return page('Settings', lines.length === 0 ? '' : `\n${lines.join('\n')}\n`, records);
}

function page(title: string, text: string, records: readonly PageRecord[]): string {
  const lines = records.map((record) => `${recordText(record)}\n`);
  return `# ${title}\n${text}\n<!-- The records this page is made from; four reads these.\n${lines.join('')}-->\n`;
}

/** A record in a line; no text can end the comment it stands in. */
export function recordText({ kind, id, log }: PageRecord): string {
  return jsonText({ [kind]: id, log })
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e');
}

/**
 * The records of a page. Every line that begins one is read, whatever stands around it, and what two lines tell of a record is
 * joined: so is a page with the marks of a conflict, left by hand, read as what both sides mean.
 */
export function readPage(bytes: Buffer, name: string): PageRecord[] {
  if (!isUtf8(bytes) || bytes.includes(0)) throw unreadable(name, 'it is not text; is it encrypted?');
  const records = new Map<string, PageRecord>();
  for (const [index, line] of bytes.toString('utf8').split(/\r?\n/).entries()) {
    if (!line.startsWith('{')) continue;
    const record = readRecord(line, `${name}, line ${index + 1}`);
    if (record === undefined) continue;
    const key = `${record.kind} ${record.id}`;
    records.set(key, { ...record, log: join(records.get(key)?.log ?? [], record.log) });
  }
  return [...records.values()];
}

function unreadable(name: string, why: string): CommandError {
  return new CommandError(
    `${name} cannot be read: ${why}`,
    'Nothing was changed. Bring that page back to an earlier commit.',
  );
}

/** Undefined for what is not to come from elsewhere. */
function readRecord(line: string, where: string): PageRecord | undefined {
  try {
    const fields = fieldsOf(JSON.parse(line));
    const kind = RECORD_KINDS.find((candidate) => Object.hasOwn(fields, candidate));
    if (kind === undefined) throw new UsageError('it is no record');
    const id = idOfKind(kind, fields[kind]);
    if (kind === 'setting' && LOCAL_KEYS.includes(id as SettingKey)) return undefined;
    if (!Array.isArray(fields.log)) throw new UsageError('bad log');
    const log = fields.log
      .map((entry) => readEntry(kind, fieldsOf(entry)))
      .reduce((all, one) => join(all, [one]), [] as Log);
    if (!isComplete(kind, log)) throw new UsageError('it is not complete');
    return { kind, id, log };
  } catch (error) {
    if (error instanceof UsageError || error instanceof SyntaxError) throw unreadable(where, error.message);
    throw error;
  }
}

function idOfKind(kind: RecordKind, value: unknown): string {
  const id = kind === 'rest' ? parseIsoDay(String(value)) : kind === 'setting' ? String(value) : idOf(value);
  if (id === undefined || (kind === 'setting' && !/^[a-z-]{1,40}$/.test(id))) throw new UsageError('bad id');
  return id;
}

function readEntry(kind: RecordKind, { at, set, over }: ReturnType<typeof fieldsOf>): Entry {
  if (!isStamp(at)) throw new UsageError('bad at');
  if (!Array.isArray(over) || !over.every(isStamp)) throw new UsageError('bad over');
  if (set !== null && !isObject(set)) throw new UsageError('bad set');
  return { at, set: set === null ? null : readSet(kind, set), over };
}

function isStamp(value: unknown): value is Stamp {
  // The last year is left out, so that there is always a later one.
  return typeof value === 'string' && STAMP.test(value) && value < '9999' && isInstant(timeOfStamp(value));
}

function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

/** Whole groups of good values, and whatever a newer four writes beside them. */
function readSet(kind: RecordKind, set: { readonly [field: string]: unknown }): Fields {
  for (const [field, value] of Object.entries(set)) {
    const isGood = FIELDS[field];
    if (value !== null && typeof value === 'object') throw new UsageError(`bad ${field}`);
    if (isGood && !isGood(value)) throw new UsageError(`bad ${field}`);
  }
  for (const group of RECORDS[kind].groups) {
    const written = group.filter((field) => field !== 'also' && Object.hasOwn(set, field));
    if (written.length > 0 && written.length < group.filter((field) => field !== 'also').length)
      throw new UsageError(`bad ${written[0]}`);
  }
  const { kind: settled, settledAt, settledOn } = set;
  if (Object.hasOwn(set, 'kind') && (!settled !== !settledAt || !settled !== !settledOn))
    throw new UsageError('bad kind');
  return set as { readonly [field: string]: Value };
}

const isTextOrNull = (value: unknown) => value === null || isText(value);

const FIELDS: { readonly [field: string]: (value: unknown) => boolean } = {
  text: isText,
  value: isText,
  did: isTextOrNull,
  lesson: isTextOrNull,
  reason: isTextOrNull,
  day: isDay,
  settledOn: (value) => value === null || isDay(value),
  doneAt: isInstantOrNull,
  settledAt: isInstantOrNull,
  slot: passes(slotOf),
  carried: passes(countOf),
  carriedFrom: passes(idOf),
  nextId: passes(idOf),
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
  return value === null || (typeof value === 'string' && isInstant(value) && passes(instantOrNull)(value));
}

function passes(check: (value: unknown) => unknown): (value: unknown) => boolean {
  return (value) => {
    try {
      check(value);
      return true;
    } catch (error) {
      if (error instanceof UsageError) return false;
      throw error;
    }
  };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
