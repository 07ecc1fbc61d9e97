import { type Day, formatDay, formatShortDay, yearOf } from '../core/day.ts';
import type { Glyphs } from '../core/style.ts';
import { sanitize } from '../core/text.ts';
import { truncate, widthOf } from '../core/width.ts';
import type { Fields } from '../store/records.ts';
import type { RecordChange } from './record-change.ts';

/** How many changes are named: a screenful. */
const MOST_NAMED = 20;

/** The width of the first line of a commit's message. */
const SUBJECT_WIDTH = 72;

/** How much of a text is shown, in columns. */
const TEXT_WIDTH = 50;

const SEPARATOR = '   ';

/** Each change by what it is and by the record's name, like `✔ Run`, things first: a screenful, and how many more there are. */
export function changeItems(changes: readonly RecordChange[], today: Day, glyphs: Glyphs): string[] {
  const sorted = changes.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  const named = sorted.slice(0, MOST_NAMED).map((change) => itemOf(change, today, glyphs));
  return changes.length > MOST_NAMED ? [...named, `and ${changes.length - MOST_NAMED} more`] : named;
}

/** Things by day and slot, as a day shows them; then the rest by kind. */
function placeOf({ kind, id, before, after }: RecordChange): string {
  const { day, slot } = after ?? before ?? {};
  return kind === 'thing' ? `0 ${day} ${slot ?? '5'} ${id}` : `1 ${kind} ${id}`;
}

/** As many items on each line as have room there. */
export function packItems(items: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const line = [...lines.slice(-1), item].join(SEPARATOR);
    if (lines.length === 0 || widthOf(line) > width) lines.push(item);
    else lines[lines.length - 1] = line;
  }
  return lines;
}

/** The message of a commit: the changes on one line, or what has room there and then each on its own. */
export function changesMessage(items: readonly string[]): string {
  const [line = '', ...more] = packItems(items, SUBJECT_WIDTH);
  return more.length === 0 ? line : `${line}${SEPARATOR}…\n\n${items.join('\n')}`;
}

function itemOf(change: RecordChange, today: Day, glyphs: Glyphs): string {
  const { kind, before, after } = change;
  const wordings = kind === 'thing' && after?.also && after.also !== before?.also;
  const short = (text: unknown) => truncate(sanitize(String(text)), TEXT_WIDTH, glyphs.ellipsis);
  if (wordings) return `${glyphs.both} two wordings of ${JSON.stringify(short(after.text))}`;
  return `${markOf(change, glyphs)} ${nameOf(change, today, short)}`;
}

function markOf({ kind, before, after }: RecordChange, glyphs: Glyphs): string {
  if (after === null) return glyphs.dropped;
  const [was, is] = [isDone(before), isDone(after)];
  if (kind === 'thing' && is !== was) return is ? glyphs.done : glyphs.open;
  if (before === null) return glyphs.added;
  return kind === 'thing' && (before.day !== after.day || before.slot !== after.slot) && before.text === after.text
    ? glyphs.moved
    : glyphs.edited;
}

function isDone(fields: Fields | null): boolean {
  return Boolean(fields?.doneAt);
}

function nameOf({ kind, id, before, after }: RecordChange, today: Day, short: (text: unknown) => string): string {
  const fields = after ?? before ?? {};
  const text = short(fields.text);
  switch (kind) {
    case 'thing':
      return fields.day === today ? text : `${text} (${dayName(fields.day as Day, today)})`;
    case 'rest':
      return `rest day ${dayName(id as Day, today)}`;
    case 'setback':
      return `lost: ${text}`;
    case 'setting':
      return after === null ? short(id) : short(`${id} ${fields.value}`);
    case 'usual':
      return `usual: ${text}`;
    case 'note':
      return `note for the week from ${dayName(id as Day, today)}: ${text}`;
  }
}

/** A day, with its year where that is not this one. */
function dayName(day: Day, today: Day): string {
  return yearOf(day) === yearOf(today) ? formatShortDay(day) : formatDay(day);
}
