/** What a view may use: the marks, colours and width of the terminal. The terminal turns each into escape sequences. */
export interface Style {
  readonly glyphs: Glyphs;
  /** In columns; undefined if lines are not wrapped, as in a pipe. */
  readonly width: number | undefined;
  /** Makes text from the store safe to print on a terminal. */
  text(words: string): string;
  /** The only accent colour: what was done. */
  done(text: string): string;
  /** Secondary text. */
  dim(text: string): string;
  strong(text: string): string;
  error(text: string): string;
  /** A match of a search. */
  hit(text: string): string;
}

export interface Glyphs {
  readonly done: string;
  readonly open: string;
  /** What became of a record: added, reworded, moved, dropped, or reworded differently on two machines. */
  readonly added: string;
  readonly edited: string;
  readonly moved: string;
  readonly dropped: string;
  readonly both: string;
  readonly dot: string;
  readonly dash: string;
  readonly counts: string;
  readonly partly: string;
  /** How much of a day was done, from nothing to enough to count. */
  readonly levels: readonly [string, string, string, string];
  /** From nothing to the most. */
  readonly heights: readonly string[];
  readonly rest: string;
  readonly nothing: string;
  readonly prompt: string;
  readonly pointer: string;
  readonly ellipsis: string;
}

export const UNICODE: Glyphs = {
  done: '✔',
  open: '○',
  added: '+',
  edited: '✎',
  moved: '→',
  dropped: '−',
  both: '↔',
  dot: '·',
  dash: '–',
  counts: '■',
  partly: '▣',
  levels: ['·', '░', '▒', '█'],
  heights: [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  rest: '~',
  nothing: '·',
  prompt: '›',
  pointer: '❯',
  ellipsis: '…',
};

export const ASCII: Glyphs = {
  done: '[x]',
  open: '[ ]',
  added: '+',
  edited: '*',
  moved: '->',
  dropped: '-',
  both: '<->',
  dot: '-',
  dash: '-',
  counts: '#',
  partly: '+',
  levels: ['.', '-', '+', '#'],
  heights: [' ', '.', ':', '-', '=', '+', '*', '%', '#'],
  rest: '~',
  nothing: '.',
  prompt: '>',
  pointer: '>',
  ellipsis: '...',
};
