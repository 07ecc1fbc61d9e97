import { totalOf } from '../core/day-status.ts';
import type { Setback } from '../core/setback.ts';
import type { Settings } from '../core/settings.ts';
import type { Style } from '../core/style.ts';
import { findFolded } from '../core/text.ts';
import type { DayRecord } from '../core/thing.ts';
import { dayHeading, thingList } from './day.ts';
import { hangingIndent, MARGIN } from './layout.ts';
import { settledHow } from './setbacks.ts';
import { doneOfNeeded } from './streak.ts';

/** A day in the log, with its setbacks. */
export interface LogEntry {
  readonly record: DayRecord;
  readonly setbacks: readonly Setback[];
}

export interface LogContent {
  /** In the order in which they are shown. */
  readonly entries: Iterable<LogEntry>;
  /** Folded; what matches it is highlighted. */
  readonly wanted: string;
  /** The first line; may be empty. */
  readonly note: string;
}

/** Days with their things and setbacks: the pieces of a screen. */
export function* logScreen({ entries, wanted, note }: LogContent, settings: Settings, style: Style): Generator<string> {
  const marking = { ...style, text: (words: string) => markHits(style.text(words), wanted, style) };
  yield '\n';
  if (note !== '') yield `${hangingIndent(MARGIN, note, style)}\n\n`;
  let isEmpty = true;
  for (const entry of entries) {
    isEmpty = false;
    yield `${entryLines(entry, settings, marking)}\n\n`;
  }
  if (isEmpty) yield `${hangingIndent(MARGIN, nothingFound(wanted, style), style)}\n\n`;
}

export function nothingFound(wanted: string, style: Style): string {
  return wanted === '' ? 'Nothing is recorded for that time.' : `Nothing there mentions "${style.text(wanted)}".`;
}

function entryLines({ record, setbacks }: LogEntry, settings: Settings, style: Style): string {
  const figures = record.things.length === 0 ? '' : doneOfNeeded(totalOf(record), settings.minimum);
  const lost = setbacks.map((setback) => lostLines(setback, style));
  return [
    dayHeading(record, [figures && style.dim(figures)], style),
    thingList(record, settings, false, style),
    ...lost,
  ]
    .filter(Boolean)
    .join('\n');
}

function lostLines(setback: Setback, style: Style): string {
  const { text, lesson } = setback;
  const how = setback.kind === null ? '' : `  ${style.dim(settledHow(setback))}`;
  const words = style.text(text) + how;
  const lost = hangingIndent(`${MARGIN}${style.dim('lost')}  `, words, style);
  return lesson === null
    ? lost
    : `${lost}\n${hangingIndent(' '.repeat(MARGIN.length + 6), style.dim(style.text(lesson)), style)}`;
}

function markHits(text: string, wanted: string, { hit }: Style): string {
  let marked = '';
  let rest = 0;
  for (const [start, end] of findFolded(text, wanted)) {
    marked += text.slice(rest, start) + hit(text.slice(start, end));
    rest = end;
  }
  return marked + text.slice(rest);
}
