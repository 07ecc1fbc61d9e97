import type { DayRecord, Thing } from '../core/thing.ts';
import type { LoggedRecord } from './change-log.ts';

const CONFLICT = /^<{7}.*\r?\n([\s\S]*?)(?:^\|{7}[\s\S]*?)?^={7}\r?\n([\s\S]*?)^>{7}.*(?:\r?\n|$)/gm;

/** What is left of a conflict within a conflict. */
const MARKER = /^(<{7}|={7}|>{7}|\|{7})(?= |\r?$).*(?:\r?\n|$)/gm;

/** Both sides of a page with git's conflict markers. */
export function sidesOf(text: string): string[] {
  return ['$1', '$2'].map((side) => text.replace(CONFLICT, side).replace(MARKER, ''));
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
