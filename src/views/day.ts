import { type Day, formatDay } from '../core/day.ts';
import { counts, missingToCount, totalOf } from '../core/day-status.ts';
import type { Settings } from '../core/settings.ts';
import type { Streak } from '../core/streak.ts';
import type { Style } from '../core/style.ts';
import {
  type DayRecord,
  extras,
  isWaiting,
  openThings,
  plannedThings,
  SLOTS,
  type Slot,
  type Thing,
} from '../core/thing.ts';
import { widthOf } from '../core/width.ts';
import { hangingIndent, justify, justifyFirst, MARGIN, padEnd, renderScreen, screenWidth } from './layout.ts';
import { strip } from './strip.ts';
import { weekNoteLine } from './week-note.ts';
import { capitalize, dateFlag, inWords, times } from './words.ts';

export interface DayScreenContent {
  readonly record: DayRecord;
  readonly settings: Settings;
  readonly today: Day;
  /** Only when the day is today. */
  readonly streak?: Streak | undefined;
  /** Follows the summary. */
  readonly sentence?: string;
  /** What was taken into this week, on its first morning. */
  readonly weekNote?: string | null;
  /** A dim line at the end. */
  readonly note?: string;
}

/** One day: its things, what they come to, and the streak. */
export function dayScreen(content: DayScreenContent, style: Style): string {
  const { record, settings, today, streak, sentence = '', weekNote = null, note = '' } = content;
  const sentences = [daySummary(record, settings, today), sentence].filter(Boolean);
  return renderScreen(
    dayHeading(record, streak ? streakNotes(streak, style) : [], style),
    thingList(record, settings, record.day >= today, style),
    sentences.map((one) => hangingIndent(MARGIN, one, style)).join('\n'),
    weekNoteLine('From last week', weekNote, style),
    note && hangingIndent(MARGIN, style.dim(note), style),
  );
}

/** `12-day streak`; empty if there is none. */
export function streakNote({ current }: Streak): string {
  return current ? `${current.days}-day streak` : '';
}

/** The last seven days and the streak, in forms from the widest to the narrowest. */
export function streakNotes(streak: Streak, style: Style): string[] {
  const note = streak.current ? style.dim(streakNote(streak)) : '';
  return [
    [strip(streak, ' ', style), note].filter(Boolean).join('     '),
    [strip(streak, '', style), note].filter(Boolean).join('  '),
    note,
  ];
}

/** The day, whether it is a rest day, and at the end of the line the first of the `notes` that has room. */
export function dayHeading(record: DayRecord, notes: readonly string[], style: Style): string {
  const day = MARGIN + style.strong(formatDay(record.day));
  if (!record.rest) return justifyFirst(day, notes, style);
  const rest = style.dim(restNote(record.rest, style));
  const inOneLine = `${day}  ${rest}`;
  const fits = style.width === undefined || widthOf(inOneLine) <= screenWidth(style);
  return fits
    ? justifyFirst(inOneLine, notes, style)
    : `${justifyFirst(day, notes, style)}\n${hangingIndent(MARGIN, rest, style)}`;
}

/** The things of a day; with `emptySlots` also its empty slots. */
export function thingList(record: DayRecord, settings: Settings, emptySlots: boolean, style: Style): string {
  if (record.things.length === 0) return '';
  const slots = SLOTS.filter((slot) => emptySlots || record.things.some((thing) => thing.slot === slot));
  return [
    ...slots.map((slot) => slotLines(record, slot, settings, style)),
    ...extras(record).map((thing) => thingLines(thing, settings, style)),
  ].join('\n');
}

/** The thing in a slot, or the empty slot. */
export function slotLines(record: DayRecord, slot: Slot, settings: Settings, style: Style): string {
  const thing = record.things.find((candidate) => candidate.slot === slot);
  return thing
    ? thingLines(thing, settings, style)
    : style.dim(`${MARGIN}${slotName(slot, settings)} ${style.glyphs.dot}`);
}

/** `3 done, 2 open. One more and the day counts.` */
export function daySummary(record: DayRecord, { minimum }: Settings, today: Day): string {
  const total = totalOf(record);
  const { done } = total;
  const open = openThings(record).length;
  if (done + open === 0) return nothingOn(record, today);
  const missing = missingToCount(total, { minimum, today });
  if (done === 0)
    return `${capitalize(inWords(open))} open${missing > open ? `; the day counts with ${inWords(minimum)}` : ''}.`;
  const figures = open === 0 ? `${done} done.` : `${done} done, ${open} open.`;
  if (counts(total, { minimum, today })) return `${figures} The day counts.`;
  // When it takes all that is open, and no more, the figures say so already.
  if (missing === 0 || missing === open) return figures;
  return `${figures} ${capitalize(inWords(missing))} more and the day counts.`;
}

/** A day with nothing on it. */
function nothingOn({ day, rest }: DayRecord, today: Day): string {
  if (rest) return 'A rest day.';
  if (day < today)
    return `Nothing was planned. To write down what you did: four did "Fixed the printer"${dateFlag(day, today)}`;
  return `Nothing is planned yet. To name four things: four plan${dateFlag(day, today)}`;
}

/** A thing with its mark; below it what was done. */
export function thingLines(thing: Thing, settings: Settings, style: Style): string {
  const done = thing.doneAt !== null;
  const mark = done ? style.done(style.glyphs.done) : style.glyphs.open;
  const prefix = `${MARGIN}${slotName(thing.slot, settings)} ${mark} `;
  const carried = thing.carried > 0 ? `carried ${times(thing.carried)}` : '';
  const note = style.dim([carried, isWaiting(thing) ? 'waiting for a slot' : ''].filter(Boolean).join(', '));
  const text = style.text(thing.text);
  const indent = ' '.repeat(MARGIN.length + slotName(null, settings).length + style.glyphs.done.length + 2);
  const lines = [noteAfter(hangingIndent(prefix, text, style), note, indent, style)];
  if (thing.did !== null) lines.push(hangingIndent(indent, style.dim(style.text(thing.did)), style));
  if (thing.also !== undefined) lines.push(hangingIndent(indent, style.dim(`also: ${style.text(thing.also)}`), style));
  return lines.join('\n');
}

/** Puts the note at the end of the line if there is only one and it has room, else on a line of its own. */
function noteAfter(lines: string, note: string, indent: string, style: Style): string {
  if (note === '') return lines;
  const onOneLine = lines.includes('\n') ? lines : justify(lines, note, style);
  return onOneLine.includes('\n') ? `${lines}\n${hangingIndent(indent, note, style)}` : onOneLine;
}

/** The slot's number or `+`, and its label if there are labels, padded to the longest. */
export function slotName(slot: Slot | null, { labels }: Settings): string {
  const number = slot === null ? '+' : String(slot);
  if (!labels) return number;
  const width = Math.max(...labels.map((label) => widthOf(label)));
  return `${number} ${padEnd(slot === null ? '' : (labels[slot - 1] ?? ''), width)}`;
}

function restNote(rest: NonNullable<DayRecord['rest']>, style: Style): string {
  return rest.reason === null ? 'rest day' : `rest day: ${style.text(rest.reason)}`;
}

/** `Two things are planned` */
export function plannedSoFar(record: DayRecord): string {
  const planned = plannedThings(record).length;
  return `${capitalize(inWords(planned))} ${planned === 1 ? 'thing is' : 'things are'} planned`;
}
