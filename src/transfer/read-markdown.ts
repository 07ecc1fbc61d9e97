import type { Heading, List, ListItem, Nodes, Paragraph, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';
import { UsageError } from '../core/errors.ts';

// Load this file with `import()`: the parser of Markdown (CommonMark with GitHub's task lists) takes as long to load as a command.

/** Where a piece of Markdown begins and ends in its text, as indices of code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** The numbers of its first and its last line, from 1. */
  readonly line: number;
  readonly lastLine: number;
}

/** The numbers of all lines of some pieces. */
export function lineNumbers(spans: readonly Span[]): number[] {
  return spans.flatMap(({ line, lastLine }) => Array.from({ length: lastLine - line + 1 }, (_, at) => line + at));
}

/** A piece of Markdown at the top level of its text, in the words of whoever wrote it. */
export type Block = Span &
  (
    | { readonly kind: 'heading'; readonly level: number; readonly text: string }
    | { readonly kind: 'list'; readonly items: readonly Item[] }
    | { readonly kind: 'paragraph'; readonly lines: readonly string[] }
    | { readonly kind: 'other' }
  );

/** An item of a list. */
export interface Item extends Span {
  /** Its first line; empty if it begins with anything but text. */
  readonly text: string;
  /** Undefined if it has no checkbox. */
  readonly isDone: boolean | undefined;
  /** The further lines of text in it, in their order. */
  readonly lines: readonly string[];
  /** Where the text and the further lines stand. */
  readonly texts: readonly Span[];
  /** The items of the lists in it. */
  readonly items: readonly Item[];
}

/**
 * Reads Markdown: front matter is skipped, and an escaped or quoted character stands for itself. Throws a `UsageError` for lists or
 * marks that are further within each other than anyone writes them, or too many.
 */
export function readMarkdown(text: string): Block[] {
  const source = withoutFrontMatter(text);
  if (isTooDeep(source)) throw tooDeep();
  if (hasTooManyMarks(source)) throw new UsageError('a paragraph has too many marks', 'Nothing was changed.');
  try {
    return parse(source).children.map((node) => toBlock(node, source));
  } catch (error) {
    // Only the parser finds out how deep marks are. It has run out of stack.
    throw error instanceof RangeError ? tooDeep() : error;
  }
}

/** Whether lists and quotes are so deep that the parser would take minutes. */
function isTooDeep(source: string): boolean {
  return /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t]){200}/m.test(source);
}

/** How many characters that may begin something a paragraph or an item may have. The parser takes time with the square of them. */
const MOST_MARKS = 7000;

const NEXT_PARAGRAPH = /\n(?=[ \t>]*(?:\n|(?:[-*+]|\d{1,9}[.)])[ \t]))/;

function hasTooManyMarks(source: string): boolean {
  return source.split(NEXT_PARAGRAPH).some((paragraph) => (paragraph.match(/[*_<[&]|`+/g)?.length ?? 0) > MOST_MARKS);
}

function tooDeep(): UsageError {
  return new UsageError('lists or marks are nested too deeply', 'Nothing was changed.');
}

function parse(source: string): Root {
  return fromMarkdown(source, {
    // Lists are often indented by four spaces or a tab, which would be code.
    extensions: [gfmTaskListItem(), { disable: { null: ['codeIndented'] } }],
    mdastExtensions: [gfmTaskListItemFromMarkdown()],
  });
}

const FRONT_MATTER = /^\uFEFF?(?:---[ \t]*\r?\n(?:.*\r?\n)*?---[ \t]*(?=\r?\n|$))?/;

/** The text with spaces in the place of a byte order mark and of front matter, so that all other places stay. */
function withoutFrontMatter(text: string): string {
  return text.replace(FRONT_MATTER, (found) => found.replace(/[^\r\n]/g, ' '));
}

function toBlock(node: RootContent, source: string): Block {
  const span = spanOf(node);
  switch (node.type) {
    case 'heading':
      return { ...span, kind: 'heading', level: node.depth, text: linesOf(node, source).join(' ') };
    case 'list':
      return { ...span, kind: 'list', items: itemsOf(node, source) };
    case 'paragraph':
      return { ...span, kind: 'paragraph', lines: linesOf(node, source) };
    default:
      return { ...span, kind: 'other' };
  }
}

function itemsOf({ children }: List, source: string): Item[] {
  return children.map((item) => toItem(item, source));
}

const EMPTY_BOX = /^\[[ xX]?\]$/;

/** Whether a text begins with a bracket that is not escaped. */
function isTyped(text: Nodes | undefined, source: string): boolean {
  return text !== undefined && source[spanOf(text).start] === '[';
}

function toItem(item: ListItem, source: string): Item {
  const { checked, children } = item;
  const isText = (child: RootContent | undefined) => child?.type === 'paragraph' || child?.type === 'heading';
  const texts = children.filter(isText) as (Paragraph | Heading)[];
  const all = texts.flatMap((child) => linesOf(child, source));
  const [text = '', ...lines] = isText(children[0]) ? all : ['', ...all];
  return {
    ...spanOf(item),
    text: EMPTY_BOX.test(text) && isTyped(texts[0], source) ? '' : text,
    isDone: checked ?? undefined,
    lines,
    texts: texts.map(spanOf),
    items: children.filter((child) => child.type === 'list').flatMap((list) => itemsOf(list, source)),
  };
}

/** The lines of a text, trimmed, without empty ones. */
function linesOf(node: Paragraph | Heading, source: string): string[] {
  const text = node.children.map((child) => plainText(child, source)).join('');
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A text as it was typed, with its marks, but without escapes. */
function plainText(node: Nodes, source: string): string {
  if (node.type === 'text') return node.value;
  if (node.type === 'break') return '\n';
  const { start, end } = spanOf(node);
  if (!('children' in node)) return source.slice(start, end);
  const first = node.children[0];
  const last = node.children.at(-1);
  if (!first || !last) return source.slice(start, end);
  const inner = node.children.map((child) => plainText(child, source)).join('');
  return source.slice(start, spanOf(first).start) + inner + source.slice(spanOf(last).end, end);
}

function spanOf({ position }: Nodes): Span {
  const { start, end } = position as NonNullable<Nodes['position']>;
  return { start: start.offset ?? 0, end: end.offset ?? 0, line: start.line, lastLine: end.line };
}
