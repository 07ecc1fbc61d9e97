import type { DayRecord, Thing } from '../core/thing.ts';
import type { LoggedRecord } from './change-log.ts';

// Line by line, because a regular expression over a whole page would look for each end again and again.
const BEGIN = /^<{7}/;
/** Begins what both sides come from, with git's `diff3`. */
const BASE = /^\|{7}/;
const MIDDLE = /^={7}\r?\n$/;
const END = /^>{7}/;

/** What is left of a conflict within a conflict. */
const MARKER = /^(<{7}|={7}|>{7}|\|{7})(?= |\r?\n?$)/;

/** Both sides of a page with git's conflict markers. */
export function sidesOf(text: string): [ours: string, theirs: string] {
  const lines = text.split(/(?<=\n)/);
  const parts: { ours: string[]; theirs: string[] }[] = [];
  let done = 0;
  for (let conflict = nextConflict(lines, done); conflict !== undefined; conflict = nextConflict(lines, done)) {
    const both = lines.slice(done, conflict.begin);
    parts.push({ ours: both, theirs: both }, conflict);
    done = conflict.end + 1;
  }
  const rest = lines.slice(done);
  parts.push({ ours: rest, theirs: rest });
  const join = (side: string[]) => side.filter((line) => !MARKER.test(line)).join('');
  return [join(parts.flatMap(({ ours }) => ours)), join(parts.flatMap(({ theirs }) => theirs))];
}

/** The next conflict that is complete; where one has no end, nor has any after it. */
function nextConflict(lines: readonly string[], from: number) {
  const begin = findLine(lines, BEGIN, from);
  const middle = findLine(lines, MIDDLE, begin + 1);
  const end = findLine(lines, END, middle + 1);
  if (begin < 0 || middle < 0 || end < 0) return undefined;
  const base = findLine(lines, BASE, begin, middle);
  const ours = lines.slice(begin + 1, base < 0 ? middle : base);
  return { begin, end, ours, theirs: lines.slice(middle + 1, end) };
}

function findLine(lines: readonly string[], marker: RegExp, from: number, to = lines.length): number {
  for (let at = from; at < to; at += 1) if (marker.test(lines[at] ?? '')) return at;
  return -1;
}

/** The lines of both sides that are not ours, and that no page of `pages` has. */
export function otherLines(text: string, pages: string, oursIn: (side: string) => ReadonlySet<number>): string[] {
  const known = new Set(pages.split('\n'));
  const lines = sidesOf(text).flatMap((side) => {
    const ours = oursIn(side);
    return side.split(/\r\n|\n|\r/).filter((line, index) => line.trim() !== '' && !ours.has(index + 1));
  });
  return [...new Set(lines)].filter((line) => !known.has(line));
}

/**
 * A day with what one side of a conflict has added to it. That side may be older than the records, so what they have had before is no
 * change: only new words count, new things, and things that never were done.
 */
export function withNewWords(before: DayRecord, side: DayRecord, records: readonly LoggedRecord[]): DayRecord {
  const entries = records.flatMap(({ id, log }) => log.map(({ set }) => ({ id, set })));
  const words = new Set(entries.flatMap(({ set }) => [set?.text, set?.did]));
  const done = new Set(entries.filter(({ set }) => set?.doneAt).map(({ id }) => id));
  const edited = before.things.map((thing) => {
    const now = side.things.find(({ id }) => id === thing.id);
    return now ? { ...thing, ...newWords(thing, now, words), ...(done.has(thing.id) ? {} : doneFields(now)) } : thing;
  });
  const isNew = ({ id, text }: Thing) => !words.has(text) && !before.things.some((thing) => thing.id === id);
  return { ...before, things: [...edited, ...side.things.filter(isNew)] };
}

function newWords(thing: Thing, now: Thing, words: ReadonlySet<unknown>): Partial<Thing> {
  return {
    ...(!words.has(now.text) && { text: now.text }),
    ...(thing.doneAt !== null && now.did !== null && !words.has(now.did) && { did: now.did }),
  };
}

function doneFields({ doneAt, did }: Thing): Partial<Thing> {
  return doneAt === null ? {} : { doneAt, did };
}
