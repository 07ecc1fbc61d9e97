import { wrapLines } from '../core/width.ts';
import { escapeMarkup } from './markup.ts';

const LIGHT = {
  ground: '#fff',
  words: '#57606a',
  strong: '#1f2328',
  rest: '#8c959f',
  levels: ['#ebedf0', '#b7e3c0', '#5fb878', '#1a7f37'],
};
const DARK = {
  ground: '#0d1117',
  words: '#9ba5b0',
  strong: '#e6edf3',
  rest: '#6e7681',
  levels: ['#21262d', '#12502a', '#238a45', '#4ed472'],
};

/**
 * The style of all pictures, light and dark. Levels differ in brightness, so that they can be told apart in a grey print. Colours are
 * written out because not all SVG viewers support variables.
 */
export const PICTURE_STYLE = pictureStyle('heat');

/** The style of charts on the page of a heat map. */
export const CHART_STYLE = pictureStyle('chart');

function pictureStyle(kind: PictureKind): string {
  const [light, dark] = [colors(kind, LIGHT), colors(kind, DARK)];
  return `
  .${kind} text{font:12px system-ui,sans-serif}
  .${kind} .title{font-size:16px;font-weight:600}
  .${kind} .rest{fill:none;stroke-width:1.5}
  ${light}
  @media (prefers-color-scheme:dark){${dark}}
  @media print{${light}.${kind}{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
}

function colors(kind: PictureKind, { ground, words, strong, rest, levels }: typeof LIGHT): string {
  const fills = levels.map((color, level) => `.${kind} .l${level}{fill:${color}}`).join('');
  return `.${kind} .ground{fill:${ground}}.${kind} text{fill:${words}}.${kind} .title,.${kind} .words{fill:${strong}}.${kind} .rest{stroke:${rest}}${fills}`;
}

type PictureKind = 'heat' | 'chart';

export interface Picture {
  /** Its class; a heat map if it is left out. */
  readonly kind?: PictureKind;
  /** The ids of its title and description begin with it. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** May be empty. */
  readonly description: string;
  /** Elements, in the order in which they are drawn. */
  readonly content: readonly string[];
}

/** A picture for a page that contains `PICTURE_STYLE`, with a title and a description for screen readers. */
export function svg({ kind = 'heat', id, width, height, title, description, content }: Picture): string {
  const parts = [
    `<title id="${id}-title">${escapeMarkup(title)}</title>`,
    description && `<desc id="${id}-desc">${escapeMarkup(description)}</desc>`,
    ...content,
  ];
  const names = description === '' ? `${id}-title` : `${id}-title ${id}-desc`;
  return `<svg class="${kind}" xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${names}">\n${parts.filter(Boolean).join('\n')}\n</svg>\n`;
}

/** A picture as a file of its own. */
export function svgFile(picture: Picture): string {
  const before = `<style>${PICTURE_STYLE}</style><rect class="ground" width="100%" height="100%"/>`;
  return svg({ ...picture, content: [before, ...picture.content] });
}

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** A level of a day, `l0` to `l3`, or `rest`. */
  readonly kind: string;
  /** A tooltip, in lines. */
  readonly title?: readonly string[];
}

/** The mark of a day. A rest day is a ring: it differs by shape, not only by colour. */
export function dayMark({ x, y, size, kind, title = [] }: Mark): string {
  const content = title.length === 0 ? '' : `<title>${title.map(escapeMarkup).join('\n')}</title>`;
  if (kind !== 'rest')
    return `<rect class="${kind}" x="${x}" y="${y}" width="${size}" height="${size}" rx="${Math.round(size / 6)}">${content}</rect>`;
  const radius = Math.floor((size - 2) / 2);
  return `<circle class="rest" cx="${x + size / 2}" cy="${y + size / 2}" r="${radius}">${content}</circle>`;
}

/** Breaks a line after commas, where it can. */
export function wrapClauses(line: string, width: number): string[] {
  const glued = line
    .split(', ')
    .map((clause) => clause.replaceAll(' ', GLUE))
    .join(', ');
  return wrapLines(glued, width).map((part) => part.replaceAll(GLUE, ' '));
}

const GLUE = '\u00a0';

/** Lines of text below each other; `y` is the baseline of the first. */
export function textLines(lines: readonly string[], { x, y, pitch, style }: TextPlace): string[] {
  const name = style === undefined ? '' : ` class="${style}"`;
  return lines.map((line, index) =>
    line === '' ? '' : `<text${name} x="${x}" y="${y + index * pitch}">${escapeMarkup(line)}</text>`,
  );
}

interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly pitch: number;
  readonly style?: 'title' | 'words';
}
