// A screen as a picture: the cells of test/support/screen.mjs in, one self-contained SVG out. It follows the reader's light or
// dark scheme, and keeps its columns in whatever monospace font the reader has: each piece of text starts at its own cell and
// is made as wide as its cells, and the symbols, which fonts draw in all sizes or not at all, are drawn here.
import stringWidth from 'fast-string-width';

/** @typedef {import('../test/support/screen.mjs').Run} Run */
/** @typedef {import('../test/support/screen.mjs').Colour} Colour */
/** @typedef {{ column: number, width: number, text: string, symbol: boolean }} Piece what is drawn as one */

const CELL = { width: 8.4, height: 21, baseline: 15, middle: 10 };
const MARGIN = { x: 24, y: 30 };
/** Around the window, above and below: what keeps pictures apart where nothing else does. */
const OUTSIDE = 10;
const FONT = `14px ui-monospace,SFMono-Regular,'SF Mono',Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace`;

/** @type {Record<string, [light: string, dark: string]>} */
const COLOURS = {
  text: ['#1f2328', '#e6edf3'],
  ground: ['#ffffff', '#0d1117'],
  dim: ['#656d76', '#8b949e'],
  black: ['#24292f', '#6e7681'],
  red: ['#cf222e', '#ff7b72'],
  green: ['#1a7f37', '#3fb950'],
  yellow: ['#9a6700', '#d29922'],
  blue: ['#0969da', '#58a6ff'],
  magenta: ['#8250df', '#bc8cff'],
  cyan: ['#1b7c83', '#39c5cf'],
  white: ['#6e7781', '#b1bac4'],
};
const FRAME = ['#d1d9e0', '#30363d'];
const PALETTE = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

const STYLES = {
  bold: 'font-weight:600',
  italic: 'font-style:italic',
  underline: 'text-decoration:underline',
  strikethrough: 'text-decoration:line-through',
  faint: 'fill-opacity:.7',
};

// Paths from the middle of a cell.
/** @type {Record<string, string>} */
const SYMBOLS = {
  '✔': 'm-4.4.7 1.4-1.3 2 2 4-6 1.6 1-5.3 8z',
  '✓': 'm-4 .8.9-.8 2.1 2.2 4.2-6.3 1 .7-5 7.4z',
  '○': circle(3.8) + circle(2.7),
  '◯': circle(3.8) + circle(2.7),
  '●': circle(3.8),
  '◉': circle(3.8) + circle(2.7) + circle(1.6),
  '□': square(4) + square(2.9),
  '■': square(4),
  '▣': square(4) + square(2.9) + square(1.7),
  '❯': 'm-2.4-4.1 1.1-.9 4 5-4 5-1.1-.9 3.2-4.1z',
  '›': 'm-1.6-2.4.9-.7 2.8 3.5-2.8 3.5-.9-.7 2.2-2.8z',
  '─': 'm-4.2-.5h8.4v1h-8.4z',
  '│': 'm-.5-10h1v21h-1z',
};

// Words with single spaces between them stay together. What a monospace font may not have, or has in another width, stands for
// itself: a flag, an emoji of several parts, a symbol.
const WORD = String.raw`[!-~\u00a1-\u024f–—‘’“”…•\p{M}]+`;
const PIECE = new RegExp(
  String.raw`${WORD}(?: ${WORD})*| +|\p{Regional_Indicator}{2}|[^ ](?:\u200d[^ ]|[\p{M}\p{Emoji_Modifier}])*`,
  'gu',
);

/**
 * @param {Run[][]} cells
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.desc
 * @param {string} [options.command] shown above the screen, as typed in a shell
 * @param {{ row: number, column: number, visible: boolean }} [options.cursor]
 * @param {number} [options.cols]
 */
export function screenToSvg(cells, { title, desc, command, cursor, cols = 80 }) {
  const used = cells.flatMap((runs, row) => (runs.length > 0 ? [row] : []));
  const [first, last] = [used[0] ?? 0, used.at(-1) ?? 0];
  const above = command === undefined ? 0 : 1.5;
  /** @param {number} row */
  const top = (row) => MARGIN.y + (row - first + above) * CELL.height;

  const parts = command === undefined ? [] : drawCommand(command, MARGIN.y);
  for (let row = first; row <= last; row++) {
    for (const run of cells[row] ?? []) parts.push(...drawRun(run, top(row)));
  }
  if (cursor?.visible) parts.push(drawCursor(cursor.column, top(cursor.row)));
  const drawing = parts.join('\n');

  const width = Math.round(2 * MARGIN.x + cols * CELL.width);
  const height = Math.round(2 * MARGIN.y + (last - first + 1 + above) * CELL.height);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeXml(title)}</title>
<desc>${escapeXml(desc)}</desc>
<style>
${styleSheet(drawing)}
</style>
<rect class="window" x=".5" y="${OUTSIDE + 0.5}" width="${width - 1}" height="${height - 1 - 2 * OUTSIDE}" rx="10"/>
${drawing}
</svg>
`;
}

/**
 * Only what the drawing uses.
 * @param {string} drawing
 */
function styleSheet(drawing) {
  const used = new Set([...drawing.matchAll(/class="([^"]*)"/g)].flatMap(([, names = '']) => names.split(' ')));
  /** @param {0 | 1} scheme */
  const colours = (scheme) => [
    `svg{fill:${COLOURS.text?.[scheme]}}`,
    `.window{fill:${COLOURS.ground?.[scheme]};stroke:${FRAME[scheme]}}`,
    ...Object.entries(COLOURS).flatMap(([name, pair]) => (used.has(name) ? [`.${name}{fill:${pair[scheme]}}`] : [])),
  ];
  const styles = Object.entries(STYLES).flatMap(([name, style]) => (used.has(name) ? [`.${name}{${style}}`] : []));
  return [
    `text{font:${FONT};white-space:pre}`,
    ...styles,
    ...colours(0),
    '@media(prefers-color-scheme:dark){',
    ...colours(1),
    '}',
  ].join('\n');
}

/**
 * @param {string} command
 * @param {number} top
 */
function drawCommand(command, top) {
  const text = { column: 2, width: stringWidth(command), text: command, symbol: false };
  return [drawPiece({ column: 0, width: 1, text: '$', symbol: false }, top, ' class="dim"'), drawPiece(text, top, '')];
}

/**
 * @param {number} column
 * @param {number} top
 */
function drawCursor(column, top) {
  return `<rect x="${x(column)}" y="${round(top + 1)}" width="2" height="${CELL.height - 3}"/>`;
}

/**
 * @param {Run} run
 * @param {number} top
 */
function drawRun(run, top) {
  const [fg, bg] = run.inverse ? [run.bg ?? 'ground', run.fg ?? 'text'] : [run.fg, run.bg];
  const dim = run.dim && fg === null;
  const ink = inkOf(dim ? 'dim' : fg, [
    run.dim && !dim && 'faint',
    run.bold && 'bold',
    run.italic && 'italic',
    run.underline && 'underline',
    run.strikethrough && 'strikethrough',
  ]);
  const drawn = piecesOf(run).map((piece) => drawPiece(piece, top, ink));
  if (bg === null) return drawn;
  const place = `x="${x(run.column)}" y="${round(top)}" width="${round(run.width * CELL.width)}" height="${CELL.height}"`;
  return [`<rect${inkOf(bg)} ${place}/>`, ...drawn];
}

/**
 * @param {Piece} piece
 * @param {number} top
 * @param {string} ink
 */
function drawPiece({ column, width, text, symbol }, top, ink) {
  if (symbol) {
    const y = round(top + CELL.middle);
    const paths = [...text].map((char, index) => `M${x(column + index + 0.5)} ${y}${SYMBOLS[char]}`);
    return `<path${ink} fill-rule="evenodd" d="${paths.join('')}"/>`;
  }
  const length = width > 1 ? ` textLength="${round(width * CELL.width)}"` : '';
  return `<text${ink} x="${x(column)}" y="${round(top + CELL.baseline)}"${length}>${escapeXml(text)}</text>`;
}

/** @param {Run} run */
function piecesOf(run) {
  /** @type {Piece[]} */
  const pieces = [];
  let column = run.column;
  for (const [part] of run.text.matchAll(PIECE)) {
    pieces.push({ column, width: stringWidth(part), text: part, symbol: part in SYMBOLS });
    column += stringWidth(part);
  }
  return pieces.filter(({ text }) => text.trim() || run.underline || run.strikethrough);
}

/** @param {number} colour one of the sixteen that terminals name */
function nameOf(colour) {
  return colour === 8 ? 'dim' : PALETTE[colour % 8];
}

/**
 * The attributes that give a colour and styles; a palette beyond the named sixteen is xterm's, the same on light and dark.
 * @param {Colour} colour
 * @param {(string | false)[]} [styles]
 */
function inkOf(colour, styles = []) {
  const named = typeof colour === 'number' && colour < 16 ? nameOf(colour) : colour;
  const value = typeof named === 'number' ? xtermColour(named) : named?.match(/^#.*/)?.[0];
  const classes = [value ? null : named, ...styles].filter(Boolean).join(' ');
  return (classes && ` class="${classes}"`) + (value ? ` fill="${value}"` : '');
}

/** @param {number} index 16 to 255: a cube of six steps a side, then greys */
function xtermColour(index) {
  const steps = [0, 95, 135, 175, 215, 255];
  const cube = [Math.floor((index - 16) / 36), Math.floor((index - 16) / 6) % 6, (index - 16) % 6].map(
    (i) => steps[i] ?? 0,
  );
  const levels = index < 232 ? cube : Array.from({ length: 3 }, () => 8 + 10 * (index - 232));
  return `#${levels.map((level) => level.toString(16).padStart(2, '0')).join('')}`;
}

/** @param {number} r */
function circle(r) {
  return `m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0m${r} 0`;
}

/** @param {number} r */
function square(r) {
  return `m${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}zm${r} ${r}`;
}

/** @param {number} column */
function x(column) {
  return round(MARGIN.x + column * CELL.width);
}

/** @param {number} number */
function round(number) {
  return Number(number.toFixed(2));
}

/** @param {string} text */
function escapeXml(text) {
  return text.replace(/[<>&"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
