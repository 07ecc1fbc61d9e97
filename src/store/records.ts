import type { Day } from '../core/day.ts';

/** What is kept alike on all machines, each under an id: things, days of rest (by their day), setbacks, settings (by their key). */
export const KINDS = ['thing', 'rest', 'setback', 'setting'] as const;
export type Kind = (typeof KINDS)[number];

export type Value = string | number | boolean | null;

/** A record as it stands, by the names of its fields. */
export type Fields = { readonly [field: string]: Value };

/**
 * Fields that only mean something together: of two changes of one group at the same time one wins, changes of different groups
 * both hold. So a thing that is reworded here and checked off there is both.
 */
export const GROUPS: { readonly [One in Kind]: readonly (readonly string[])[] } = {
  thing: [
    ['text', 'also'],
    ['day', 'slot'],
    ['doneAt', 'did', 'unplanned'],
    ['carriedFrom', 'carried'],
  ],
  rest: [['reason']],
  setback: [['day', 'text'], ['lesson'], ['kind', 'nextId', 'settledAt', 'settledOn']],
  setting: [['value']],
};

/** The page of the diary a record stands on; `day` is a thing's. */
export function pageOf(kind: Kind, id: string, day: Day): string {
  if (kind === 'setback') return 'setbacks.md';
  if (kind === 'setting') return 'settings.md';
  return dayPage(kind === 'rest' ? (id as Day) : day);
}

function dayPage(day: Day): string {
  return `days/${day.slice(0, 4)}/${day}.md`;
}

/** The day a page is of; undefined for the other pages, and for files that are none. */
export function dayOfPage(page: string): string | undefined {
  const [, year, day] = /^days\/(\d{4})\/(\d{4}-\d\d-\d\d)\.md$/.exec(page) ?? [];
  return day?.startsWith(year as string) ? day : undefined;
}

export function isPage(file: string): boolean {
  return file === 'setbacks.md' || file === 'settings.md' || dayOfPage(file) !== undefined;
}

/** The column of a field: `done_at` of `doneAt`. */
export function columnOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
