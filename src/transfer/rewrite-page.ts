import { formatDay } from '../core/day.ts';
import type { DayRecord } from '../core/thing.ts';
import { dayPage, dayText } from './day-markdown.ts';
import { type DayPage, type PageLine, readDayPage } from './day-page.ts';
import type { TakenLine } from './page-edits.ts';
import type { Span } from './read-markdown.ts';

/** A page as somebody has edited it. */
export interface EditedPage {
  readonly text: string;
  readonly page: DayPage;
  /** What became of each of its lines. */
  readonly taken: readonly TakenLine[];
}

/**
 * Writes the page of a day again. What is not ours on it stays: front matter, headings, the text and the lists around our lines, and
 * what stands below a thing but is no part of it.
 */
export function rewritePage(edited: EditedPage, record: DayRecord): string {
  const written = withOthersWords(edited, record);
  if (saysTheSame(readDayPage(written), readDayPage(dayPage(record)))) return written;
  return `${dayPage(record)}\n${quote(edited.text.split(LINE_BREAK))}\n`;
}

const LINE_BREAK = /\r\n|\n|\r/;

function withOthersWords({ text, page, taken }: EditedPage, record: DayRecord): string {
  const source = text.split(LINE_BREAK);
  const own = new Map(
    taken.map(({ id }, index) => [id, ownLines(source, page.lines[index] as PageLine, taken[index] as TakenLine)]),
  );
  const body = dayText(record, [], ({ id }) => own.get(id) ?? []).trim();
  const title = page.isNamed ? [] : [`# ${formatDay(record.day)}`];
  const gone = [...own].filter(([id]) => !record.things.some((thing) => thing.id === id)).flatMap(([, lines]) => lines);
  const ours = page.spans.toSorted((one, other) => one.line - other.line);
  const place = ours[0]?.line ?? endOfText(source) + 1;
  const rest = source.map((line, index) => (isWithin(ours, index + 1) ? '' : line));
  const parts = [
    rest
      .slice(0, place - 1)
      .join('\n')
      .trimEnd(),
    ...title,
    body,
    quote(gone),
    rest
      .slice(place - 1)
      .join('\n')
      .trim(),
  ];
  const written = `${parts.filter((part) => part !== '').join('\n\n')}\n`;
  return text.includes('\r\n') ? written.replaceAll('\n', '\r\n') : written;
}

function endOfText(source: readonly string[]): number {
  return source.findLastIndex((line) => line.trim() !== '') + 1;
}

function isWithin(spans: readonly Span[], line: number): boolean {
  return spans.some((span) => span.line <= line && line <= span.lastLine);
}

/** What stands below a thing but is no part of it, indented as we write lists. */
function ownLines(source: readonly string[], { span }: PageLine, { notes }: TakenLine): string[] {
  const isOurs = (number: number) => notes.some(({ line, lastLine }) => line <= number && number <= lastLine);
  const lines = source.slice(span.line, span.lastLine).filter((_, index) => !isOurs(span.line + index + 1));
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map((line) => (line.trim() === '' ? '' : `  ${line.slice(indent)}`)).filter(isNeeded);
}

/** Whether a line is not one of the empty ones at either end. */
function isNeeded(line: string, index: number, lines: readonly string[]): boolean {
  return line !== '' || (lines.slice(0, index).some(Boolean) && lines.slice(index).some(Boolean));
}

/** Words that would be things as they stand. */
export function quote(lines: readonly string[]): string {
  return lines.map((line) => `> ${line}`.trimEnd()).join('\n');
}

function saysTheSame(one: DayPage, other: DayPage): boolean {
  const [first, second] = [one, other].map(({ lines, rest }) =>
    JSON.stringify([rest, lines.map(({ text, isDone }) => [text, isDone])]),
  );
  return first === second;
}
