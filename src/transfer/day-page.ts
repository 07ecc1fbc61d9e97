import type { Line } from '../core/align-lines.ts';
import { isBlank, withoutControls } from '../core/text.ts';
import type { DayRecord } from '../core/thing.ts';
import { type Block, type Item, lineNumbers, readMarkdown, type Span } from './read-markdown.ts';

/** What a page of the diary says about its day. */
export interface DayPage {
  readonly lines: readonly PageLine[];
  readonly rest: DayRecord['rest'];
  /** Where all of that stands. */
  readonly spans: readonly Span[];
  /** Whether it has a heading of any kind. */
  readonly isNamed: boolean;
}

/** A thing as it stands on a page. */
export interface PageLine extends Line {
  /** The plain lines and items below it: what was done, if the thing is. */
  readonly notes: readonly PageNote[];
  readonly span: Span;
}

/** A line or an item below a thing, with the numbers of the lines it fills. */
export interface PageNote {
  readonly text: string;
  readonly line: number;
  readonly lastLine: number;
}

/**
 * Reads a page as people write it. The things are in the lists that have a checkbox; if none has, in the first list. Everything else,
 * except a line `Rest day`, is the user's own.
 */
export function readDayPage(text: string): DayPage {
  const blocks = readMarkdown(text);
  const lists = listsOfThings(blocks);
  const rest = blocks.find((block) => restOf(block) !== undefined);
  return {
    lines: lists.flatMap(({ items }) => items).flatMap(lineOf),
    rest: (rest && restOf(rest)) ?? null,
    spans: rest ? [...lists, rest] : lists,
    isNamed: blocks.some(({ kind }) => kind === 'heading'),
  };
}

/** Whether a page says nothing about its day. */
export function isEmptyPage({ lines, rest }: DayPage): boolean {
  return lines.length === 0 && rest === null;
}

type ListBlock = Extract<Block, { kind: 'list' }>;

function listsOfThings(blocks: readonly Block[]): ListBlock[] {
  // Other bullets begin another list. Lists with nothing between them are one.
  const groups: ListBlock[][] = [];
  for (const [index, block] of blocks.entries()) {
    if (block.kind !== 'list') continue;
    if (blocks[index - 1]?.kind === 'list') groups.at(-1)?.push(block);
    else groups.push([block]);
  }
  const withBoxes = groups.filter((group) =>
    group.some(({ items }) => items.some(({ isDone }) => isDone !== undefined)),
  );
  return (withBoxes.length > 0 ? withBoxes : groups.slice(0, 1)).flat();
}

function lineOf(item: Item): PageLine[] {
  const { text, isDone, items } = item;
  if (isBlank(withoutControls(text))) return [];
  const plain = items.filter((below) => below.isDone === undefined && below.text !== '');
  return [{ text, isDone, notes: [...linesBelow(item), ...plain.map(noteOf)], span: item }];
}

/** The further lines of an item's text. */
function linesBelow({ lines, texts }: Item): PageNote[] {
  const numbers = lineNumbers(texts);
  return lines.map((text, index) => {
    const line = numbers[index + 1] ?? 0;
    return { text, line, lastLine: line };
  });
}

function noteOf({ text, lines, texts }: Item): PageNote {
  const [first, last] = [texts[0], texts.at(-1)] as [Span, Span];
  return { text: [text, ...lines].join(' '), line: first.line, lastLine: last.lastLine };
}

const REST = /^rest day(?:: *(?<reason>.*))?$/is;

function restOf(block: Block): DayRecord['rest'] | undefined {
  if (block.kind !== 'paragraph') return undefined;
  const match = REST.exec(block.lines.join(' '));
  return match ? { reason: match.groups?.reason || null } : undefined;
}
