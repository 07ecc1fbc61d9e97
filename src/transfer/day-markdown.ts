import type { Setback } from '../core/setback.ts';
import { sanitize } from '../core/text.ts';
import type { DayRecord } from '../core/thing.ts';
import { settledHow } from '../views/setbacks.ts';
import { capitalize } from '../views/words.ts';

/** A day in Markdown, without its heading. */
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

/** A setback in Markdown, in lines. */
export function setbackLines(setback: Setback): string[] {
  const next = setback.next && `Next: ${setback.next.text}`;
  return [
    `Lost: ${literal(setback.text)}`,
    ...item(setback.lesson),
    ...item(next),
    ...item(capitalize(settledHow(setback))),
  ];
}

/** A list item for a detail: every reader shows it on a line of its own. */
function item(text: string | null, indent = ''): string[] {
  return text === null ? [] : [`${indent}- ${literal(text)}`];
}

// Some mean something only to Obsidian or GitHub: links, tags, highlights, comments, formulas.
const MARKS = /[\\`*_[\]<>#|~$&^]|==|%%/g;
const LIST_MARK = /^([-+]|\d+[.)])(?=\s|$)/;
const RULE = /^([-=]\s*)+$/;

/** Escapes a text so that readers show it literally. */
export function literal(text: string): string {
  const escaped = sanitize(text).trim().replace(MARKS, escapeEach);
  return escaped.replace(LIST_MARK, (mark) => mark.replace(/.$/, '\\$&')).replace(RULE, (rule) => `\\${rule}`);
}

function escapeEach(marks: string): string {
  return marks.replace(/./g, '\\$&');
}
