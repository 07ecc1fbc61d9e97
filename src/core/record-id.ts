import { parse, v5 as uuidv5 } from 'uuid';
import type { Day } from './day.ts';
import { fold, sanitize } from './text.ts';

// The id of a record follows from its content, so that two machines that write down the same thing make the same record. Rewording
// or moving it keeps the id.

/** Whether a record has this id already. */
export type IsTaken = (id: string) => boolean;

/** The namespace that our hashes are made in. */
const NAMESPACE = parse('7c6b1d0e-64f3-4b6f-9b0e-3d2f6a1c4f04');

/** The id of a new thing: from its day, its text and how many of that text the day has had. */
export function thingId(day: Day, text: string, isTaken: IsTaken): string {
  return firstFree((number) => idOf(digitsOf(day), ['thing', day, foldName(text), number]), isTaken);
}

/** The id of a thing that continues another one on a day, whatever its wording. */
export function carryId(day: Day, origin: string, isTaken: IsTaken): string {
  return firstFree((number) => idOf(digitsOf(day), ['carry', day, origin, number]), isTaken);
}

/**
 * The id of a new setback: from its day, its text and its place among the setbacks of that day. It begins with that place: setbacks
 * have no time, and are listed by their ids.
 */
export function setbackId(day: Day, text: string, place: number, isTaken: IsTaken): string {
  const idAt = (at: number) => idOf(`f${at.toString(16).padStart(7, '0')}`, ['setback', day, foldName(text), at]);
  return firstFree((number) => idAt(place + number - 1), isTaken);
}

/** Whether an id was made at random, before ids followed from content: a UUID of version 7. */
export function isRandomId(id: string): boolean {
  return id[14] === '7';
}

/** The first id that is free, if those before it are taken. A search by halves: a file may name one thing a thousand times on a day. */
function firstFree(idFor: (number: number) => string, isTaken: IsTaken): string {
  let free = 1;
  let id = idFor(free);
  for (; isTaken(id); id = idFor(free)) free *= 2;
  let taken = Math.floor(free / 2);
  while (free - taken > 1) {
    const middle = (taken + free) / 2;
    const candidate = idFor(middle);
    if (isTaken(candidate)) taken = middle;
    else [free, id] = [middle, candidate];
  }
  return id;
}

/** A UUID of version 8 (RFC 9562): eight digits, so that ids of one day are stored together, then a hash of the name. */
function idOf(digits: string, name: readonly (string | number)[]): string {
  const hash = uuidv5(name.join('\n'), NAMESPACE);
  return `${digits}${hash.slice(8, 14)}8${hash.slice(15)}`;
}

/** `20261123` */
function digitsOf(day: Day): string {
  return day.replaceAll('-', '');
}

function foldName(text: string): string {
  return fold(sanitize(text));
}
