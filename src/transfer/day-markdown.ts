import { formatDay } from '../core/day.ts';
import type { Setback } from '../core/setback.ts';
import type { DayRecord, Thing } from '../core/thing.ts';
import { escapeMarkdown } from '../views/markdown.ts';
import { settledHow } from '../views/setbacks.ts';
import { capitalize } from '../views/words.ts';

/** A day as a page of its own. */
export function dayPage(record: DayRecord): string {
  return `# ${formatDay(record.day)}\n${dayText(record, [])}`;
}

/** Lines of the user's own below a thing. */
export type LinesBelow = (thing: Thing) => readonly string[];

/** A day in Markdown, without its heading. */
export function dayText(
  { things, rest }: DayRecord,
  setbacks: readonly Setback[],
  below: LinesBelow = () => [],
): string {
  const lines = things.flatMap((thing) => [...thingLines(thing), ...below(thing)]);
  const off = rest === null ? [] : [`Rest day${rest.reason === null ? '' : `: ${escapeMarkdown(rest.reason)}`}`];
  const lost = setbacks.map(setbackLines);
  const blocks = [off, lines, ...lost].filter((block) => block.length > 0);
  return blocks.map((block) => `\n${block.join('\n')}\n`).join('');
}

function thingLines({ text, doneAt, did, also }: Thing): string[] {
  return [
    `- [${doneAt === null ? ' ' : 'x'}] ${escapeMarkdown(text)}`,
    ...item(did, '  '),
    ...item(also === undefined ? null : `Also: ${also}`, '  '),
  ];
}

/** A setback in Markdown, in lines. */
export function setbackLines(setback: Setback): string[] {
  const next = setback.next && `Next: ${setback.next.text}`;
  return [
    `Lost: ${escapeMarkdown(setback.text)}`,
    ...item(setback.lesson),
    ...item(next),
    ...item(capitalize(settledHow(setback))),
  ];
}

/** A list item for a detail: every reader shows it on a line of its own. */
function item(text: string | null, indent = ''): string[] {
  return text === null ? [] : [`${indent}- ${escapeMarkdown(text)}`];
}
