import { formatDay, formatShortDay } from '../core/day.ts';
import { daysToSettle, type Setback } from '../core/setback.ts';
import type { Style } from '../core/style.ts';
import { hangingIndent, justify, MARGIN, padStart, renderScreen } from './layout.ts';
import { plural } from './words.ts';

/** The setbacks, numbered from the newest, and how each was settled. */
export function setbacksScreen(setbacks: readonly Setback[], style: Style): string {
  if (setbacks.length === 0) return renderScreen(`${MARGIN}No setbacks are recorded.`);
  return renderScreen(...setbacks.map((setback) => setbackLines(setback, setbacks, style)));
}

/** One setback, after it was recorded or settled. */
export function setbackScreen(setback: Setback, setbacks: readonly Setback[], style: Style): string {
  const number = setbacks.indexOf(setback) + 1;
  const hint = `To settle it: four lost --settle ${number} --next "What to do next", or --let-go`;
  return renderScreen(
    setbackLines(setback, setbacks, style),
    setback.kind === null ? hangingIndent(MARGIN, style.dim(hint), style) : '',
  );
}

/** The open setbacks in one line for the morning; empty if there are none. */
export function openSetbacksLine(setbacks: readonly Setback[], style: Style): string {
  const open = setbacks.filter(({ kind }) => kind === null);
  const [newest] = open;
  if (!newest) return '';
  const number = setbacks.indexOf(newest) + 1;
  const more = open.length === 1 ? '' : ` (and ${open.length - 1} more)`;
  return hangingIndent(
    MARGIN,
    style.dim(`Still open: ${style.text(newest.text)}${more}. To settle it: four lost --settle ${number}`),
    style,
  );
}

function setbackLines(setback: Setback, setbacks: readonly Setback[], style: Style): string {
  const width = String(setbacks.length).length;
  const indent = `${MARGIN}${' '.repeat(width)} `;
  const number = padStart(String(setbacks.indexOf(setback) + 1), width);
  const lines = [
    justify(`${MARGIN}${style.dim(number)} ${formatDay(setback.day)}`, style.dim(settledHow(setback)), style),
    hangingIndent(indent, style.strong(style.text(setback.text)), style),
  ];
  if (setback.next) lines.push(nextLine(setback.next, indent, style));
  if (setback.lesson !== null) lines.push(hangingIndent(indent, style.dim(style.text(setback.lesson)), style));
  return lines.join('\n');
}

/** `corrected in 2 days`, `let go the same day`, `open` */
export function settledHow(setback: Setback): string {
  const days = daysToSettle(setback);
  if (days === null) return 'open';
  const how = setback.kind === 'correct' ? 'corrected' : 'let go';
  return days === 0 ? `${how} the same day` : `${how} in ${plural(days, 'day')}`;
}

function nextLine(next: NonNullable<Setback['next']>, indent: string, style: Style): string {
  const mark = next.done ? style.done(style.glyphs.done) : style.glyphs.open;
  return hangingIndent(`${indent}${mark} `, `${style.text(next.text)}  ${style.dim(formatShortDay(next.day))}`, style);
}
