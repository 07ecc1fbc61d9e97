import { checkLineCount } from '../core/limits.ts';

/** A piece of Markdown that begins with a heading, or with the text. */
export interface Section {
  readonly text: string;
  /** The number of its first line, from 1. */
  readonly line: number;
}

/**
 * Cuts a text before headings that follow a blank line, where they are headings for certain. The parser takes four times as long for
 * twice as many blocks: all at once, an export of ten years takes 20 s, and in sections a second.
 */
export function sectionsOf(text: string): Section[] {
  checkLineCount(text);
  const lines = text.split(/\r\n|\n|\r/);
  const starts = [0];
  let end: RegExp | undefined;
  for (const [index, line] of lines.entries()) {
    if (end !== undefined) {
      if (end.test(line)) end = undefined;
      continue;
    }
    if (/^#{1,6}[ \t]/.test(line) && lines[index - 1]?.trim() === '') starts.push(index);
    end = index === 0 && FRONT_MATTER.test(line) ? FRONT_MATTER : enclosedUntil(line);
  }
  return starts.map((start, index) => ({ text: lines.slice(start, starts[index + 1]).join('\n'), line: start + 1 }));
}

const FRONT_MATTER = /^---[ \t]*$/;
const NEVER = /(?!)/;

/** What ends the code or comment that begins in a line, where a hash makes no heading; undefined if none begins. */
function enclosedUntil(line: string): RegExp | undefined {
  const [fence] = /^(`{3,}(?=[^`]*$)|~{3,})/.exec(line) ?? [];
  if (fence !== undefined) return new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \\t]*$`);
  if (line.startsWith('<!--')) return line.includes('-->') ? undefined : /-->/;
  // Within a list or a quote, these end with it: nothing is cut any more. So it is with HTML that can hold blank lines.
  return /`{3}|~{3}|<!--|^\s*<([?!]|script|pre|style|textarea)/i.test(line) ? NEVER : undefined;
}
