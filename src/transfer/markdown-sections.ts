import { checkLineCount } from '../core/limits.ts';

/** A piece of Markdown that begins with a heading, or with the text. */
export interface Section {
  readonly text: string;
  /** The number of its first line, from 1. */
  readonly line: number;
}

/** In these, a line with a hash is no heading: front matter, code and comments. */
const ENCLOSED: readonly { readonly begins: RegExp; readonly ends: RegExp }[] = [
  { begins: /^---[ \t]*$/, ends: /^---[ \t]*$/ },
  { begins: /^\s*(?:[-*+>]\s*)*```/, ends: /^\s*(?:>\s*)*```+\s*$/ },
  { begins: /^\s*(?:[-*+>]\s*)*~~~/, ends: /^\s*(?:>\s*)*~~~+\s*$/ },
  { begins: /<!--(?!.*-->)/, ends: /-->/ },
];

/**
 * Cuts a text before headings that follow a blank line. The parser takes four times as long for twice as many blocks: all at once, an export of ten
 * years takes 20 s, and in sections a second.
 */
export function sectionsOf(text: string): Section[] {
  checkLineCount(text);
  const lines = text.split(/\r\n|\n|\r/);
  const starts = [0];
  let end: RegExp | undefined;
  for (const [index, line] of lines.entries()) {
    if (end === undefined && /^#{1,6}[ \t]/.test(line) && lines[index - 1]?.trim() === '') starts.push(index);
    if (end?.test(line)) end = undefined;
    else end ??= ENCLOSED.find(({ begins }, kind) => begins.test(line) && (kind > 0 || index === 0))?.ends;
  }
  return starts.map((start, index) => ({ text: lines.slice(start, starts[index + 1]).join('\n'), line: start + 1 }));
}

/** Whether lists and quotes are further within each other than anyone writes them: the parser would run out of memory. */
export function isTooDeep(text: string): boolean {
  return /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t]){200}/m.test(text);
}
