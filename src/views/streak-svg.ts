import { formatDay } from '../core/day.ts';
import type { Streak } from '../core/streak.ts';
import { escapeMarkup } from './markup.ts';
import { plural } from './words.ts';

const HEIGHT = 20;
const PADDING = 8;
const ROUND = 3;

/** The average width of a letter at 11 pixels. The text is stretched to it, so that it fits whatever the viewer's letters are. */
const LETTER = 6.4;

const NAME = 'four things';

const STYLE = `
  .badge text{font:11px Verdana,'DejaVu Sans',system-ui,sans-serif;fill:#fff;text-anchor:middle}
  .badge .name{fill:#555}.badge .streak{fill:#1a7f37}.badge .none{fill:#57606a}
  @media (prefers-color-scheme:dark){.badge .name{fill:#30363d}.badge .streak{fill:#1f7a38}.badge .none{fill:#484f58}}
`;

/** The streak as a badge for a README: as high as the badges there are. */
export function streakSvg(streak: Streak): string {
  const words = badgeWords(streak);
  const [left, right] = [widthOfPart(NAME), widthOfPart(words)];
  const width = left + right;
  const color = streak.current ? 'streak' : 'none';
  const title = escapeMarkup(`${NAME}: ${words}, ${formatDay(streak.today)}`);
  return `<svg class="badge" xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-labelledby="badge-title">
<title id="badge-title">${title}</title>
<style>${STYLE}</style>
<rect class="name" width="${width}" height="${HEIGHT}" rx="${ROUND}"/>
<path class="${color}" d="${rightPart(left, right)}"/>
${textOf(NAME, left / 2)}
${textOf(words, left + right / 2)}
</svg>
`;
}

/** The outline of the right part, round where the badge ends. */
function rightPart(left: number, width: number): string {
  const [straight, down] = [width - ROUND, HEIGHT - 2 * ROUND];
  return `M${left} 0h${straight}a${ROUND} ${ROUND} 0 0 1 ${ROUND} ${ROUND}v${down}a${ROUND} ${ROUND} 0 0 1-${ROUND} ${ROUND}h-${straight}z`;
}

/** `12-day streak`; without one, the longest so far. */
function badgeWords({ current, longest }: Streak): string {
  if (current !== null) return `${current.days}-day streak`;
  return longest === null ? 'first days' : `longest streak ${plural(longest.days, 'day')}`;
}

function widthOfPart(words: string): number {
  return Math.ceil(words.length * LETTER) + 2 * PADDING;
}

function textOf(words: string, middle: number): string {
  return `<text x="${middle}" y="14" textLength="${Math.ceil(words.length * LETTER)}" lengthAdjust="spacingAndGlyphs">${words}</text>`;
}
