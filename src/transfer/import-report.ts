import { addDays, daysBetween, formatSpan } from '../core/day.ts';
import { groupBy } from '../core/group.ts';
import { MAX_REST_DAYS } from '../core/limits.ts';
import type { Style } from '../core/style.ts';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { enumerate } from '../views/words.ts';
import type { ImportResult, Span } from './import.ts';
import type { ChangedNote, EntryLocation, EntryNoun, LeftOutEntry } from './imported-history.ts';

export function importJson({ entryNoun: _, leftOut, changedNotes, ...result }: ImportResult) {
  return { ...result, leftOut: leftOut.map(locationJson), changedNotes: changedNotes.map(locationJson) };
}

function locationJson<Entry extends LeftOutEntry | ChangedNote>({ location, ...entry }: Entry) {
  if (typeof location === 'number') return { line: location, where: `line ${location}`, ...entry };
  return { line: null, where: typeof location === 'string' ? location : location.where, ...entry };
}

/** `Imported 412 of 413 lines; line 88 left out: invalid date` */
export function importScreen(result: ImportResult, style: Style): string {
  const { entryNoun, dryRun, read, imported, known, leftOut, changedNotes, remarks, gap } = result;
  const counts = [`${dryRun ? 'Would import' : 'Imported'} ${imported} of ${nounFor(read, entryNoun)}`];
  if (known > 0) counts.push(`${known} already there`);
  const details = [
    ...groups(leftOut, entryNoun, ({ reason }) => `left out: ${reason}`),
    ...groups(changedNotes, entryNoun, ({ change }) => `imported, the ${change}`),
  ];
  const lines = details.length < 2 ? [[...counts, ...details].join('; ')] : [counts.join('; '), ...details];
  const paragraph = (words: string) => hangingIndent(MARGIN, style.text(words), style);
  return renderScreen(
    lines.map(paragraph).join('\n'),
    remarks.map(paragraph).join('\n'),
    gap === null ? '' : gapLines(gap).map(paragraph).join('\n'),
    MARGIN + style.dim(closingLine(result)),
  );
}

function closingLine({ dryRun, imported }: ImportResult): string {
  if (dryRun) return 'Dry run: nothing was changed.';
  return imported === 0 ? 'Nothing was changed.' : 'To undo it: four undo';
}

/** The gap and the offer to take it off, in as many commands as `four rest` needs. */
function gapLines({ from, to }: Span): string[] {
  const parts = Math.ceil((daysBetween(from, to) + 1) / MAX_REST_DAYS);
  const commands = Array.from({ length: parts }, (_, part) => {
    const start = addDays(from, part * MAX_REST_DAYS);
    const end = part === parts - 1 ? to : addDays(start, MAX_REST_DAYS - 1);
    return `four rest ${start} --to ${end}`;
  });
  return [
    `Nothing is recorded for ${formatSpan(from, to)}. If you were away, you can take those days off:`,
    ...commands,
  ];
}

const PLURALS: { readonly [One in EntryNoun]: string } = { line: 'lines', entry: 'entries', task: 'tasks' };

/** `1 line`, `3 lines` */
function nounFor(count: number, noun: EntryNoun): string {
  return `${count} ${count === 1 ? noun : PLURALS[noun]}`;
}

/** A line for each habit and each ending of words: `lines 3, 9 and 12 left out: not done`. */
function groups<Entry extends { readonly location: EntryLocation }>(
  entries: readonly Entry[],
  noun: EntryNoun,
  ending: (entry: Entry) => string,
): string[] {
  const keyOf = (entry: Entry) => `${habitOf(entry.location)}\n${ending(entry)}`;
  return [...groupBy(entries, keyOf).values()].map((group) => {
    const [first] = group as [Entry];
    return `${locationWords(
      group.map(({ location }) => location),
      noun,
    )} ${ending(first)}`;
  });
}

function habitOf(location: EntryLocation): string {
  return typeof location === 'object' ? location.habit : '';
}

const MAX_LINES = 20;
const MAX_NAMES = 3;

/** `lines 3, 9 and 12`, `2026-11-20 thing 1 and 2026-11-20 thing 2`, `12 lines of Run`, `57 tasks` */
function locationWords(locations: readonly EntryLocation[], noun: EntryNoun): string {
  const [first] = locations;
  const count = nounFor(locations.length, noun);
  if (typeof first === 'object') return `${count} of ${first.habit}`;
  if (typeof first !== 'number') return locations.length > MAX_NAMES ? count : enumerate(locations.map(String));
  const more = locations.length - MAX_LINES;
  const names = locations.slice(0, MAX_LINES).map(String);
  return `${locations.length === 1 ? noun : PLURALS[noun]} ${enumerate(more > 0 ? [...names, `${more} more`] : names)}`;
}
