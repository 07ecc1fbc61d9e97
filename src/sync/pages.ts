import { type Day, isSupportedDay, parseIsoDay } from '../core/day.ts';
import type { RecordKind } from '../store/records.ts';

export const SETBACKS_PAGE = 'setbacks.md';
export const SETTINGS_PAGE = 'settings.md';

/** The diary page a record is written on. `day` is the day of a thing. */
export function pageOf(kind: RecordKind, id: string, day: Day): string {
  if (kind === 'setback') return SETBACKS_PAGE;
  if (kind === 'setting') return SETTINGS_PAGE;
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
  return file === SETBACKS_PAGE || file === SETTINGS_PAGE || dayOfPage(file) !== undefined;
}
