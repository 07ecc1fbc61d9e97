import { type Day, isSupportedDay, parseIsoDay } from '../core/day.ts';
import type { RecordKind } from '../store/records.ts';

export const SETBACKS_PAGE = 'setbacks.md';
export const SETTINGS_PAGE = 'settings.md';
export const USUAL_PAGE = 'usual.md';
export const NOTES_PAGE = 'notes.md';

/** The diary page a record is written on. `day` is the day of a thing. */
export function pageOf(kind: RecordKind, id: string, day: Day): string {
  if (kind === 'setback') return SETBACKS_PAGE;
  if (kind === 'setting') return SETTINGS_PAGE;
  if (kind === 'usual') return USUAL_PAGE;
  if (kind === 'note') return NOTES_PAGE;
  return dayPage(kind === 'rest' ? (id as Day) : day);
}

function dayPage(day: Day): string {
  return `days/${day.slice(0, 4)}/${day}.md`;
}

/** The day of a day's page; undefined for every other file. */
export function dayOfPage(page: string): Day | undefined {
  const [, year = '', name = ''] = /^days\/(\d{4})\/(\d{4}-\d\d-\d\d)\.md$/.exec(page) ?? [];
  const day = parseIsoDay(name);
  return day?.startsWith(year) && isSupportedDay(day) ? day : undefined;
}

export function isPage(file: string): boolean {
  return [SETBACKS_PAGE, SETTINGS_PAGE, USUAL_PAGE, NOTES_PAGE].includes(file) || dayOfPage(file) !== undefined;
}

/** The file with the records of a page: `records/2026/2026-11-23.jsonl`. */
export function recordsFile(page: string): string {
  return page.replace(/^(?:days\/)?(.*)\.md$/, 'records/$1.jsonl');
}

/** The page that a file belongs to, be it the page itself or its records; undefined for every other file. */
export function pageOfFile(file: string): string | undefined {
  const [, name] = /^records\/(.*)\.jsonl$/.exec(file) ?? [];
  return [file, `days/${name}.md`, `${name}.md`].find(
    (page) => isPage(page) && (page === file || recordsFile(page) === file),
  );
}
