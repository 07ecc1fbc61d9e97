import { isDeepStrictEqual } from 'node:util';
import { type Day, noonOf } from '../../core/day.ts';
import { CommandError, UsageError } from '../../core/errors.ts';
import { checkEntryCount } from '../../core/limits.ts';
import type { Setback } from '../../core/setback.ts';
import { formatValue, readSettings, SETTINGS, type SettingKey, SHARED_KEYS } from '../../core/settings.ts';
import { type DayRecord, isWaiting, type Thing } from '../../core/thing.ts';
import { newUsual, parseUsualDays, type Usual } from '../../core/usual.ts';
import type { WeekNote } from '../../core/week-note.ts';
import { dayJson, jsonText, setbackJson, settingsJson, thingJson } from '../../views/json.ts';
import type { ExportedHistory, Exporter } from '../exported-history.ts';
import { parseImportedDay, readNote, requireDay } from '../fields.ts';
import { type FileStart, type Importer, type ImportSource, textOf } from '../import-source.ts';
import { ImportedHistory, type ImportedSetback, type ImportedThing } from '../imported-history.ts';
import {
  countOf,
  type Fields,
  fieldsOf,
  idOf,
  instantOrNull,
  isObject,
  parseJson,
  plainWord,
  slotOf,
  stringOrNull,
  textOfField,
  textOrNull,
} from '../json-fields.ts';

const VERSION = 1;

/** The whole history in one document, with a line for each day and each setback so that two exports can be compared. */
export const exporter: Exporter = { write };

/** An export. In one written by hand, `days` is enough, with the `day` of each, and the `slot` and `text` of each thing. */
export const importer: Importer = { detect, read };

function* write({ settings, today, days, setbacks, usuals, weekNotes }: ExportedHistory): Generator<string> {
  const head = jsonText({ format: 'fourthings', version: VERSION, settings: settingsJson(settings, SHARED_KEYS) });
  yield `${head.slice(0, -1)},\n"days":[`;
  yield* lines(days, (record) => jsonText({ ...dayJson(record, settings, today), ...completeDay(record) }));
  yield '],\n"setbacks":[';
  yield* lines(setbacks, (setback) => jsonText(completeSetback(setback)));
  if (usuals.length > 0) {
    yield '],\n"usual":[';
    yield* lines(usuals, ({ text, days: on }) => jsonText({ text, days: on }));
  }
  if (weekNotes.length > 0) {
    yield '],\n"weekNotes":[';
    yield* lines(weekNotes, ({ week, text }) => jsonText({ week, text }));
  }
  yield ']}\n';
}

function* lines<Item>(items: Iterable<Item>, format: (item: Item) => string): Generator<string> {
  let separator = '\n';
  for (const item of items) {
    yield separator + format(item);
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
  // When it was corrected follows from the next thing.
  const { next, correctedAt: _, ...json } = setbackJson(setback);
  return { ...json, settledOn: setback.settledOn, next: next && { id: setback.next?.id, ...next } };
}

function detect({ text }: FileStart): boolean {
  if (!/^\s*\{/.test(text)) return false;
  const [, format] = /"format"\s*:\s*("[^"]*"|.)/s.exec(text) ?? [];
  return format === undefined ? /"days"\s*:\s*\[/.test(text) : format === '"fourthings"';
}

function read(source: ImportSource): ImportedHistory {
  const { name } = source;
  const file = parseJson(textOf(source), name);
  if (!isObject(file) || !isExport(file))
    throw new CommandError(`${name} is not an export of four`, 'Nothing was changed.');
  if (Number(file.version) > VERSION)
    throw new CommandError(`${name} was written by a newer version of four`, 'To update: npm install -g fourthings');
  const history = new ImportedHistory('entry');
  readSettingsOf(file.settings, history);
  for (const [index, setback] of listOf(file.setbacks, 'setbacks', history).entries())
    history.readEntry(`setbacks[${index}]`, () => history.setbacks.push(readSetback(fieldsOf(setback))));
  for (const [index, usual] of listOf(file.usual, 'usual', history).entries())
    history.readEntry(`usual[${index}]`, () => history.usuals.push(readUsual(fieldsOf(usual))));
  for (const [index, note] of listOf(file.weekNotes, 'weekNotes', history).entries())
    history.readEntry(`weekNotes[${index}]`, () => history.weekNotes.push(readWeekNote(fieldsOf(note))));
  for (const [index, day] of listOf(file.days, 'days', history).entries())
    readDay(fieldsOf(day), `days[${index}]`, history);
  return history;
}

function isExport(file: Fields): boolean {
  return Object.hasOwn(file, 'format') ? file.format === 'fourthings' : Object.hasOwn(file, 'days');
}

/** The elements of a list, which may be missing; anything else is left out as one entry. */
function listOf(value: unknown, location: string, history: ImportedHistory): unknown[] {
  if (Array.isArray(value)) {
    checkEntryCount(value.length);
    return value;
  }
  if (value !== undefined) history.leaveOut(location, 'not a list');
  return [];
}

/** A day without a valid date is left out as one entry, whatever it contains. */
function readDay(fields: Fields, location: string, history: ImportedHistory): void {
  const day = typeof fields.day === 'string' ? parseImportedDay(fields.day) : undefined;
  if (day === undefined) history.leaveOut(location, 'invalid date');
  else if (history.hasDay(day)) history.leaveOut(location, 'the day appears twice');
  else readDayContents(day, fields, history);
}

function readDayContents(day: Day, fields: Fields, history: ImportedHistory): void {
  history.day(day);
  for (const [index, thing] of listOf(fields.things, `${day} things`, history).entries()) {
    const location = `${day} thing ${index + 1}`;
    history.readEntry(location, () => history.addThing(day, readThing(fieldsOf(thing), day, location)));
  }
  if (fields.rest === undefined || fields.rest === false) return;
  history.readEntry(day, () => {
    if (fields.rest !== true) throw new UsageError('invalid rest');
    history.addRest(day, textOrNull(fields.restReason, 'restReason'));
  });
}

function readThing(fields: Fields, day: Day, location: string): ImportedThing {
  const slot = slotOf(fields.slot);
  const doneAt = instantOrNull(fields.doneAt);
  const isDone = fields.done ?? (doneAt !== null || slot === null);
  if (typeof isDone !== 'boolean') throw new UsageError('invalid done');
  const note = readNote(stringOrNull(fields.did, 'did'));
  if (!isDone && (doneAt !== null || note.did !== null)) throw new UsageError('not done, but it has doneAt or did');
  const carried = countOf(fields.carried);
  return {
    location,
    id: idOf(fields.id),
    slot,
    text: textOfField(fields.text, 'text'),
    ...(fields.also !== undefined && { also: textOfField(fields.also, 'also') }),
    ...(fields.waits === true && { waits: true }),
    doneAt: isDone ? (doneAt ?? noonOf(day)) : null,
    ...note,
    carriedFrom: carried > 0 ? (idOf(fields.carriedFrom) ?? null) : null,
    carried,
    unplanned: typeof fields.unplanned === 'boolean' ? fields.unplanned : undefined,
  };
}

function readSetback(fields: Fields): ImportedSetback {
  const { kind = null } = fields;
  if (kind !== null && kind !== 'correct' && kind !== 'let-go') throw new UsageError('invalid kind');
  const day = requireDay(plainWord(fields.day) ?? '');
  return {
    id: idOf(fields.id),
    day,
    text: textOfField(fields.text, 'text'),
    lesson: textOrNull(fields.lesson, 'lesson'),
    kind,
    nextId: kind === 'correct' ? (idOf(fieldsOf(fields.next).id) ?? null) : null,
    ...settledOf(fields, kind !== null, day),
  };
}

function readUsual({ text, days }: Fields): Usual {
  const words = Array.isArray(days) ? days.map(plainWord).join() : plainWord(days);
  const parsed = parseUsualDays(words ?? '');
  if (parsed === undefined) throw new UsageError('invalid days');
  return newUsual(textOfField(text, 'text'), parsed);
}

function readWeekNote({ week, text }: Fields): WeekNote {
  return { week: requireDay(plainWord(week) ?? ''), text: textOfField(text, 'text') };
}

/** When a setback was settled; if the file does not say, on the day of the setback. */
function settledOf({ settledAt, settledOn }: Fields, isSettled: boolean, day: Day) {
  if (!isSettled) return { settledAt: null, settledOn: null };
  const on = typeof settledOn === 'string' ? requireDay(settledOn) : day;
  return { settledAt: instantOrNull(settledAt) ?? noonOf(on), settledOn: on };
}

function readSettingsOf(value: unknown, history: ImportedHistory): void {
  if (value !== undefined && !isObject(value)) history.leaveOut('settings', 'not an object');
  const entries = Object.entries(fieldsOf(value));
  checkEntryCount(entries.length);
  for (const [name, setting] of entries) {
    const key = SHARED_KEYS.find((candidate) => SETTINGS[candidate].name === name);
    if (key !== undefined && isDefault(key, setting)) continue;
    history.readEntry(name, () => {
      if (key === undefined) throw new UsageError('unknown setting');
      history.settings.set(key, readSetting(key, setting));
    });
  }
}

/** An export contains every setting; a default does not tell that anyone chose it. */
function isDefault(key: SettingKey, value: unknown): boolean {
  return isDeepStrictEqual(value, settingsJson(readSettings(new Map()), [key])[SETTINGS[key].name]);
}

function readSetting(key: SettingKey, value: unknown): string {
  const { parse, values } = SETTINGS[key];
  const words = Array.isArray(value) ? value.map(plainWord).join(' ') : plainWord(value);
  const parsed = words === undefined ? undefined : parse(words);
  if (parsed === undefined) throw new UsageError(`${key} is ${values}`);
  return formatValue(key, parsed);
}
