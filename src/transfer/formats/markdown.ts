import { formatWeekdayLong } from '../../core/day.ts';
import { groupBy } from '../../core/group.ts';
import type { Setback } from '../../core/setback.ts';
import { sanitize } from '../../core/text.ts';
import type { DayRecord } from '../../core/thing.ts';
import { settledHow } from '../../views/setbacks.ts';
import { capitalize } from '../../views/words.ts';
import type { Archive } from '../archive.ts';

/** A heading for each day and its things as task-list items, to be read in Obsidian, on a forge, and as it is. */
export function* exportMarkdown({ days, setbacks }: Archive): Generator<string> {
  const lost = groupBy(setbacks, ({ day }) => day);
  yield '# Four things\n';
  for (const record of days) yield dayLines(record, lost.get(record.day) ?? []);
}

function dayLines(record: DayRecord, setbacks: readonly Setback[]): string {
  return `\n## ${record.day} ${formatWeekdayLong(record.day)}\n${dayText(record, setbacks)}`;
}

/** What a day came to, below its heading. */
export function dayText({ things, rest }: DayRecord, setbacks: readonly Setback[]): string {
  const lines = things.flatMap(({ text, doneAt, did, also }) => [
    `- [${doneAt === null ? ' ' : 'x'}] ${literal(text)}`,
    ...item(did, '  '),
    ...item(also === undefined ? null : `Also: ${also}`, '  '),
  ]);
  const off = rest === null ? [] : [`Rest day${rest.reason === null ? '' : `: ${literal(rest.reason)}`}`];
  const lost = setbacks.map(setbackLines);
  const blocks = [off, lines, ...lost].filter((block) => block.length > 0);
  return blocks.map((block) => `\n${block.join('\n')}\n`).join('');
}

export function setbackLines(setback: Setback): string[] {
  const next = setback.next && `Next: ${setback.next.text}`;
  return [
    `Lost: ${literal(setback.text)}`,
    ...item(setback.lesson),
    ...item(next),
    ...item(capitalize(settledHow(setback))),
  ];
}

/** What belongs to a line, as an item below it: all readers show that on a line of its own. */
function item(text: string | null, indent = ''): string[] {
  return text === null ? [] : [`${indent}- ${literal(text)}`];
}

// Also what only Obsidian or a forge gives a meaning: links, tags, highlights, comments, formulas.
const MARKS = /[\\`*_[\]<>#|~$&^]|==|%%/g;
const LIST_MARK = /^([-+]|\d+[.)])(?=\s|$)/;
const RULE = /^([-=]\s*)+$/;

/** Text that is shown as it is, whatever marks are in it. */
export function literal(text: string): string {
  const escaped = sanitize(text).trim().replace(MARKS, escapeEach);
  return escaped.replace(LIST_MARK, (mark) => mark.replace(/.$/, '\\$&')).replace(RULE, (rule) => `\\${rule}`);
}

function escapeEach(marks: string): string {
  return marks.replace(/./g, '\\$&');
}
