import { type Day, formatDay } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import type { Setback } from '../core/setback.ts';
import type { DayRecord } from '../core/thing.ts';
import type { Store } from '../store/store.ts';
import { dayText, setbackLines } from '../transfer/day-markdown.ts';
import { fieldsOf } from '../transfer/json-fields.ts';
import { jsonText } from '../views/json.ts';
import { escapeMarkdown } from '../views/markdown.ts';
import type { LoggedRecord } from './change-log.ts';
import { encodeLog } from './log-codec.ts';
import { dayOfPage, SETBACKS_PAGE, SETTINGS_PAGE } from './pages.ts';

/** The file that makes a repository a diary, and names the version of its format. */
export const MARKER = 'fourthings.json';
const FORMAT = 'fourthings-diary';
const VERSION = 1;

export const MARKER_TEXT = `${JSON.stringify({ format: FORMAT, version: VERSION })}\n`;

/** Refuses a repository that is not a diary, or was written by a newer version. `text` is that of its marker file. */
export function checkMarker(text: string | undefined, remote: string): void {
  const marker = fieldsOf(text === undefined ? null : parseOrNull(text));
  if (marker.format !== FORMAT)
    throw new CommandError(`${remote} is not a diary of four`, 'Nothing was changed there. Name an empty repository.');
  if (typeof marker.version !== 'number' || marker.version > VERSION)
    throw new CommandError(
      `${remote} was written by a newer version of four`,
      'Nothing was changed there. To update: npm install -g fourthings',
    );
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
\`setbacks.md\` lists what was lost and what came of it, and \`settings.md\` lists the settings.

Each page ends with its records, hidden in a comment. \`four sync\` reads and writes these records. It overwrites any change you make
above them.
`;

/** The text of a page: what people read, then the records that `four sync` reads. */
export function pageText(store: Store, page: string, records: readonly LoggedRecord[]): string {
  if (page === SETBACKS_PAGE) return withRecords('Setbacks', setbacksText(store.setbacks.list()), records);
  if (page === SETTINGS_PAGE) return withRecords('Settings', settingsText(store.settings.shared()), records);
  const day: DayRecord = store.days.load(dayOfPage(page) as Day);
  return withRecords(formatDay(day.day), dayText(day, []), records);
}

function setbacksText(setbacks: readonly Setback[]): string {
  // The thing that corrects a setback is left out: a change of it would have to write this page too.
  const alone = setbacks.map((setback) => ({ ...setback, next: null }));
  return alone.map((setback) => `\n## ${formatDay(setback.day)}\n\n${setbackLines(setback).join('\n')}\n`).join('');
}

function settingsText(settings: ReadonlyMap<string, string>): string {
  const lines = [...settings].map(([key, value]) => `- ${escapeMarkdown(key)}: ${escapeMarkdown(value)}`);
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}

function withRecords(title: string, text: string, records: readonly LoggedRecord[]): string {
  const lines = records.map((record) => `${recordText(record)}\n`);
  return `# ${title}\n${text}\n<!-- The records of this page, as four sync reads them.\n${lines.join('')}-->\n`;
}

/** A record as one line of JSON. Angle brackets are escaped, so that no text can end the comment around it. */
export function recordText({ kind, id, log }: LoggedRecord): string {
  return jsonText({ [kind]: id, log: encodeLog(log) })
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e');
}
