import { type Day, formatDay } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import type { Setback } from '../core/setback.ts';
import { type DayRecord, type Thing, withThings } from '../core/thing.ts';
import { parseUsualDays } from '../core/usual.ts';
import { dayPage, setbackLines } from '../transfer/day-markdown.ts';
import { fieldsOf } from '../transfer/json-fields.ts';
import { jsonText } from '../views/json.ts';
import { escapeMarkdown } from '../views/markdown.ts';
import { daysInWords } from '../views/usual.ts';
import type { LoggedRecord } from './change-log.ts';
import { encodeLog } from './log-codec.ts';
import { type LiveRecord, liveRecords, liveThings } from './materialize.ts';
import { dayOfPage, NOTES_PAGE, recordsFile, SETBACKS_PAGE, SETTINGS_PAGE, USUAL_PAGE } from './pages.ts';

/** The file that makes a repository a diary, and names the version of its format. */
export const MARKER = 'fourthings.json';
const FORMAT = 'fourthings-diary';
/** In the first version, a page had its records in a comment at its end. */
export const FIRST_VERSION = 1;
export const VERSION = 2;

/** The text of the marker of a diary whose history was rewritten so many times. */
export function markerText(generation = 0): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...(generation > 0 && { generation }) })}\n`;
}

/** How often the history of a diary was rewritten, by the text of its marker. */
export function generationOf(text: string | undefined): number {
  const { generation } = fieldsOf(text === undefined ? null : parseOrNull(text));
  return Number.isSafeInteger(generation) && Number(generation) > 0 ? Number(generation) : 0;
}

/**
 * The version of a diary, by the text of its marker file; undefined if that is missing or damaged in what was a diary. Refuses what
 * is not a diary, or was written by a newer version.
 */
export function versionOf(text: string | undefined, remote: string, wasDiary: boolean): number | undefined {
  const marker = fieldsOf(text === undefined ? null : parseOrNull(text.replace(/^\uFEFF/, '')));
  if (marker.format === undefined && wasDiary) return undefined;
  if (marker.format !== FORMAT)
    throw new CommandError(`${remote} is not a diary of four`, 'Nothing was changed there. Name an empty repository.');
  if (typeof marker.version !== 'number' || marker.version > VERSION)
    throw new CommandError(
      `${remote} was written by a newer version of four`,
      'Nothing was changed there. To update: npm install -g fourthings',
    );
  return marker.version;
}

/** Whether a file may be in a repository that a forge has just made, beside which a diary can begin. */
export function isForgeFile(file: string): boolean {
  return /^(README|LICEN[CS]E|COPYING)(\.\w+)?$|^\.gitignore$/i.test(file);
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const README = 'README.md';

export const README_TEXT = `# Four things a day

This is a diary that [four](https://www.npmjs.com/package/fourthings) keeps in sync between machines. \`days/\` has a page for each day,
\`setbacks.md\` lists what was lost and what came of it, \`usual.md\` the texts that the morning
offers, \`notes.md\` what was taken into each week, and \`settings.md\` the settings.

The pages are yours to edit: the next \`four sync\` takes in what you changed. \`records/\` holds every change of every page, one per line,
and is written by \`four sync\` alone.
`;

/** The texts of both files of a page: what people read, and its records. They follow from the records alone. */
export function filesOfPage(page: string, records: readonly LoggedRecord[]): [file: string, text: string][] {
  return [
    [page, pageText(page, records)],
    [recordsFile(page), records.map(recordText).join('')],
  ];
}

/** A page as people read it. */
export function pageText(page: string, records: readonly LoggedRecord[]): string {
  if (page === SETBACKS_PAGE) return `# Setbacks\n${setbacksText(records)}`;
  if (page === SETTINGS_PAGE) return `# Settings\n${settingsText(records)}`;
  if (page === NOTES_PAGE) return `# Notes for weeks\n${notesText(records)}`;
  if (page === USUAL_PAGE) return `# Usual texts\n${usualText(records)}`;
  return dayPage(dayOfRecords(dayOfPage(page) as Day, records));
}

/** A day as the records of its page have it. */
export function dayOfRecords(day: Day, records: readonly LoggedRecord[]): DayRecord {
  const things = liveThings(records)
    .map(toThing)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const [rest] = liveRecords('rest', records);
  return withThings({ day, things, rest: rest ? { reason: rest.fields.reason as string | null } : null }, things);
}

function toThing({ id, fields: { day: _, also, ...fields } }: LiveRecord): Thing {
  return { ...(fields as unknown as Omit<Thing, 'id'>), ...(also !== null && { also: String(also) }), id };
}

function setbacksText(records: readonly LoggedRecord[]): string {
  return setbacksOf(records)
    .map((setback) => `\n## ${formatDay(setback.day)}\n\n${setbackLines(setback).join('\n')}\n`)
    .join('');
}

/** Newest first. The thing that corrects a setback is left out: a change of it would have to write this page too. */
function setbacksOf(records: readonly LoggedRecord[]): Setback[] {
  const setbacks = liveRecords('setback', records).map(({ id, fields: { nextId: _, ...fields } }): Setback => {
    return { ...(fields as unknown as Omit<Setback, 'id' | 'next'>), id, next: null };
  });
  return setbacks.sort((one, other) => (one.day + one.id > other.day + other.id ? -1 : 1));
}

function settingsText(records: readonly LoggedRecord[]): string {
  const lines = liveRecords('setting', records).map(
    ({ id, fields }) => `- ${escapeMarkdown(id)}: ${escapeMarkdown(String(fields.value))}`,
  );
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}

function usualText(records: readonly LoggedRecord[]): string {
  const lines = liveRecords('usual', records).map(({ fields }) => {
    const days = parseUsualDays(String(fields.days)) ?? [];
    return `- ${escapeMarkdown(String(fields.text))} (${daysInWords(days)})`;
  });
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}

/** Newest first. */
function notesText(records: readonly LoggedRecord[]): string {
  const notes = liveRecords('note', records).sort((one, other) => (one.id > other.id ? -1 : 1));
  return notes
    .map(({ id, fields }) => `\n## ${formatDay(id as Day)}\n\n${escapeMarkdown(String(fields.text))}\n`)
    .join('');
}

/** A record as lines of JSON, one for each change. */
export function recordText({ kind, id, log }: LoggedRecord): string {
  return encodeLog(log)
    .map((entry) => `${jsonText({ [kind]: id, ...entry })}\n`)
    .join('');
}
