import { sanitize } from '../core/text.ts';

// Some mean something only to Obsidian or GitHub: links, tags, highlights, comments, formulas.
const MARKS = /[\\`*_[\]<>#|~$&^]|==|%%/g;
const LIST_MARK = /^([-+]|\d+[.)])(?=\s|$)/;
const RULE = /^([-=]\s*)+$/;

/** Escapes a text so that readers of Markdown show it literally. */
export function escapeMarkdown(text: string): string {
  const escaped = sanitize(text).trim().replace(MARKS, escapeEach);
  return escaped.replace(LIST_MARK, (mark) => mark.replace(/.$/, '\\$&')).replace(RULE, (rule) => `\\${rule}`);
}

function escapeEach(marks: string): string {
  return marks.replace(/./g, '\\$&');
}
