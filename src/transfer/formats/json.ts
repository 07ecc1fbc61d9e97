import { isDeepStrictEqual } from 'node:util';
import { type Day, noonOf } from '../../core/day.ts';
import { CommandError, UsageError } from '../../core/errors.ts';
import type { Setback } from '../../core/setback.ts';
import { formatValue, readSettings, SETTINGS, type SettingKey, SHARED_KEYS } from '../../core/settings.ts';
import { parseText } from '../../core/text.ts';
import { type DayRecord, isWaiting, SLOTS, type Slot, type Thing } from '../../core/thing.ts';
import { dayJson, jsonText, setbackJson, settingsJson, thingJson } from '../../views/json.ts';
import type { Archive } from '../archive.ts';
import {
  History,
  type ImportedDay,
  type ImportedSetback,
  type ImportedThing,
  parseSupportedDay,
  parseTimestamp,
  requireDay,
} from '../imported-history.ts';
import { elementsOf, membersOf, type Span } from '../json-pieces.ts';

const VERSION = 1;

/** Everything, as one document with a line for each day and each setback, so that two of them can be compared. */
export function* exportJson({ settings, today, days, setbacks }: Archive): Generator<string> {
  const head = jsonText({ format: 'fourthings', version: VERSION, settings: settingsJson(settings, SHARED_KEYS) });
  yield `${head.slice(0, -1)},\n"days":[`;
  yield* listed(days, (record) => jsonText({ ...dayJson(record, settings, today), ...completeDay(record) }));
  yield '],\n"setbacks":[';
  yield* listed(setbacks, (setback) => jsonText(completeSetback(setback)));
  yield ']}\n';
}

function* listed<Item>(items: Iterable<Item>, write: (item: Item) => string): Generator<string> {
  let separator = '\n';
  for (const item of items) {
    yield separator + write(item);
    separator = ',\n';
  }
  if (separator !== '\n') yield '\n';
}

function completeDay({ things, rest }: DayRecord) {
  return { things: things.map(completeThing), restReason: rest?.reason ?? null };
}

function completeThing(thing: Thing) {
  const { id, carriedFrom, unplanned } = thing;
  return { id, ...thingJson(thing), ...(isWaiting(thing) && { waits: true }), carriedFrom, unplanned };
}

function completeSetback(setback: Setback) {
  const { next, ...json } = setbackJson(setback);
  return { ...json, settledOn: setback.settledOn, next: next && { id: setback.next?.id, ...next } };
}

/** Only `day`, and `slot` and `text` of a thing, have to be there. */
export function readJson(json: Buffer, name: string): History {
  const members = membersOf(json);
  if (members === undefined) throw notJson(json, name);
  const member = (field: string) => {
    const span = members.get(field);
    return span && parseJson(json.toString('utf8', span.start, span.end), `${field} of ${name}`);
  };
  // Days without what surrounds them are enough, as whoever writes them by hand will have them.
  const isOurs = members.has('format') ? member('format') === 'fourthings' : members.has('days');
  if (!isOurs) throw new CommandError(`${name} is not an export of four`, 'Nothing was changed.');
  if (Number(member('version')) > VERSION)
    throw new CommandError(`${name} was written by a newer four`, 'Update: npm install -g fourthings');
  const history = new JsonHistory(json, members.get('days'));
  readSettingsOf(member('settings'), history);
  const setbacks = member('setbacks') ?? [];
  if (!Array.isArray(setbacks)) history.leaveOut('setbacks', 'it is no list');
  else for (const [index, value] of setbacks.entries()) readSetbackOf(value, index, history);
  return history;
}

/** Its days are read when they are asked for, one at a time: all of a century's would need much room. */
class JsonHistory extends History {
  readonly #json: Buffer;
  readonly #span: Span | undefined;

  constructor(json: Buffer, days: Span | undefined) {
    super('entry');
    this.#json = json;
    this.#span = days;
  }

  override *days(): Generator<readonly [Day, ImportedDay]> {
    const seen = new Set<Day>();
    let index = 0;
    for (const span of this.#span ? elementsOf(this.#json, this.#span) : []) {
      if (span) this.share = span.start / this.#json.length;
      const day = this.#piece(span, `days[${index}]`, seen);
      if (day) yield day;
      index += 1;
    }
  }

  /** A day, unless it is none; that is counted as one entry then, whatever stands in it. */
  #piece(span: Span | undefined, where: string, seen: Set<Day>): [Day, ImportedDay] | undefined {
    const fields = span && readPiece(this.#json.toString('utf8', span.start, span.end));
    const day = typeof fields?.day === 'string' ? parseSupportedDay(fields.day) : undefined;
    if (fields === undefined) this.leaveOut(where, 'it is not JSON');
    else if (day === undefined) this.leaveOut(where, 'bad date');
    else if (seen.has(day)) this.leaveOut(where, 'that day is there twice');
    else {
      seen.add(day);
      return [day, this.#readDay(day, fields)];
    }
    return undefined;
  }

  #readDay(day: Day, { things, rest, restReason }: Fields): ImportedDay {
    const told: ImportedDay = { things: [], rest: null };
    if (things !== undefined && !Array.isArray(things)) this.leaveOut(`${day} things`, 'it is no list');
    for (const [index, thing] of Array.isArray(things) ? things.entries() : []) {
      const where = `${day} thing ${index + 1}`;
      this.entry(where, () => told.things.push(readThing(fieldsOf(thing), day, where)));
    }
    if (rest !== undefined && rest !== false)
      this.entry(day, () => {
        if (rest !== true) throw new UsageError('bad rest');
        told.rest = { reason: textOrNull(restReason, 'restReason') };
      });
    return told;
  }
}

function readPiece(text: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`${name} is not JSON: ${(error as Error).message}`, 'Nothing was changed.');
  }
}

/** Parsed for the words on what is wrong with it. */
function notJson(json: Buffer, name: string): CommandError {
  parseJson(json.toString('utf8'), name);
  return new CommandError(`${name} is not an export of four`, 'Nothing was changed.');
}

function readSettingsOf(value: unknown, history: History): void {
  if (value !== undefined && !isObject(value)) history.leaveOut('settings', 'it is no object');
  for (const [name, words] of Object.entries(fieldsOf(value))) {
    const key = SHARED_KEYS.find((candidate) => SETTINGS[candidate].name === name);
    if (key !== undefined && isInitial(key, words)) continue;
    history.entry(name, () => {
      if (key === undefined) throw new UsageError('there is no such setting');
      history.settings.set(key, readSetting(key, words));
    });
  }
}

/** A setting as it is where nobody has set it: that says nothing. */
function isInitial(key: SettingKey, value: unknown): boolean {
  const initial = readSettings(new Map());
  return isDeepStrictEqual(value, settingsJson(initial, [key])[SETTINGS[key].name]);
}

function readSetting(key: SettingKey, value: unknown): string {
  const { parse, values } = SETTINGS[key];
  const words = Array.isArray(value) ? value.map(plainWord).join(' ') : plainWord(value);
  const parsed = words === undefined ? undefined : parse(words);
  if (parsed === undefined) throw new UsageError(`${key} is ${values}`);
  return formatValue(key, parsed);
}

function readThing(thing: Fields, day: Day, where: string): ImportedThing {
  const slot = slotOf(thing.slot);
  const doneAt = instantOrNull(thing.doneAt);
  const isDone = thing.done ?? (doneAt !== null || slot === null);
  if (typeof isDone !== 'boolean') throw new UsageError('bad done');
  const did = textOrNull(thing.did, 'did');
  if (!isDone && (doneAt !== null || did !== null)) throw new UsageError('it is not done, and says when or what');
  const carried = countOf(thing.carried);
  return {
    where,
    id: idOf(thing.id),
    slot,
    text: textOf(thing.text, 'text'),
    ...(thing.also !== undefined && { also: textOf(thing.also, 'also') }),
    ...(thing.waits === true && { waits: true }),
    doneAt: isDone ? (doneAt ?? noonOf(day)) : null,
    did,
    carriedFrom: carried > 0 ? (idOf(thing.carriedFrom) ?? null) : null,
    carried,
    unplanned: typeof thing.unplanned === 'boolean' ? thing.unplanned : undefined,
  };
}

function readSetbackOf(value: unknown, index: number, history: History): void {
  history.entry(`setbacks[${index}]`, () => history.setbacks.push(readSetback(fieldsOf(value))));
}

function readSetback(setback: Fields): ImportedSetback {
  const { kind = null } = setback;
  if (kind !== null && kind !== 'correct' && kind !== 'let-go') throw new UsageError('bad kind');
  const day = requireDay(plainWord(setback.day) ?? '');
  return {
    id: idOf(setback.id),
    day,
    text: textOf(setback.text, 'text'),
    lesson: textOrNull(setback.lesson, 'lesson'),
    kind,
    nextId: kind === 'correct' ? (idOf(fieldsOf(setback.next).id) ?? null) : null,
    ...settledOf(setback, kind !== null, day),
  };
}

/** When it was settled; where the file does not say, on the day it was lost. */
function settledOf({ settledAt, settledOn }: Fields, isSettled: boolean, day: Day) {
  if (!isSettled) return { settledAt: null, settledOn: null };
  const on = typeof settledOn === 'string' ? requireDay(settledOn) : day;
  return { settledAt: instantOrNull(settledAt) ?? noonOf(on), settledOn: on };
}

export type Fields = Readonly<Record<string, unknown>>;

/** What is no object has none of the fields. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function textOf(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new UsageError(`bad ${what}`);
  return parseText(value, what);
}

export function textOrNull(value: unknown, what: string): string | null {
  return value === undefined || value === null ? null : textOf(value, what);
}

export function instantOrNull(value: unknown): string | null {
  return value === undefined || value === null ? null : parseTimestamp(plainWord(value) ?? '');
}

/** A text, a number or a truth as the text it stands for; an object stands for none. */
export function plainWord(value: unknown): string | undefined {
  return typeof value === 'object' || value === undefined ? undefined : String(value);
}

export function slotOf(value: unknown): Slot | null {
  const slot = SLOTS.find((candidate) => candidate === value);
  if (slot === undefined && value !== null) throw new UsageError('bad slot');
  return slot ?? null;
}

/** More days than there are. */
const MAX_CARRIED = 4_000_000;

export function countOf(value: unknown): number {
  if (value === undefined || value === null) return 0;
  if (!Number.isSafeInteger(value) || Number(value) < 0 || Number(value) > MAX_CARRIED)
    throw new UsageError('bad carried');
  return Number(value);
}

const ID = /^[\w-]{36}$/;

export function idOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || !ID.test(value)) throw new UsageError('bad id');
  return value;
}
