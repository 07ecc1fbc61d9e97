// Only the names of looks: which escape sequences they become is the terminal's business.
/** How a view may look: the marks and the colours the terminal can show, and how wide it is. */
export interface Style {
  readonly glyphs: Glyphs;
  /** Columns to keep to; undefined when nothing should be wrapped, as in a pipe. */
  readonly width: number | undefined;
  /** The user's own words, harmless for a terminal: whatever stands in the store goes through here. */
  text(words: string): string;
  /** The one accent: what was done. */
  done(text: string): string;
  /** What is secondary. */
  dim(text: string): string;
  strong(text: string): string;
  error(text: string): string;
  /** What was searched for. */
  hit(text: string): string;
}

export interface Glyphs {
  readonly done: string;
  readonly open: string;
  readonly dot: string;
  readonly dash: string;
  readonly counts: string;
  readonly partly: string;
  /** How much of a day was done, from nothing to enough. */
  readonly levels: readonly [string, string, string, string];
  readonly rest: string;
  readonly nothing: string;
  readonly prompt: string;
  readonly pointer: string;
  readonly ellipsis: string;
}

export const UNICODE: Glyphs = {
  done: '✔',
  open: '○',
  dot: '·',
  dash: '–',
  counts: '■',
  partly: '▣',
  levels: ['·', '░', '▒', '█'],
  rest: '~',
  nothing: '·',
  prompt: '›',
  pointer: '❯',
  ellipsis: '…',
};

export const ASCII: Glyphs = {
  done: '[x]',
  open: '[ ]',
  dot: '-',
  dash: '-',
  counts: '#',
  partly: '+',
  levels: ['.', '-', '+', '#'],
  rest: '~',
  nothing: '.',
  prompt: '>',
  pointer: '>',
  ellipsis: '...',
};
