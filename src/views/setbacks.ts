import { formatDay, formatShortDay } from '../core/day.ts';
import { daysToCorrect, daysToSettle, type Setback } from '../core/setback.ts';
import type { Style } from '../core/style.ts';
import { hangingIndent, justify, MARGIN, padStart, renderScreen } from './layout.ts';
import { plural } from './words.ts';

/** The setbacks, numbered from the newest, and how each was settled. */
export function setbacksScreen(setbacks: readonly Setback[], style: Style): string {
  if (setbacks.length === 0) {
    const begin = 'No setbacks are recorded. To write one down: four lost "The Acme sale"';
    return renderScreen(hangingIndent(MARGIN, begin, style));
  }
  return renderScreen(...setbacks.map((setback) => listedLines(setback, setbacks, style)));
}

/** One setback, after it was recorded or settled. */
export function setbackScreen(setback: Setback, setbacks: readonly Setback[], style: Style, note = ''): string {
  const number = setbacks.indexOf(setback) + 1;
  const hint = `To settle it: four lost --settle ${number} --next "What to do next", or --let-go`;
  return renderScreen(
    setbackLines(setback, setbacks, style),
    note && hangingIndent(MARGIN, note, style),
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

/** A setback of the list; an open one names the command that settles it. */
function listedLines(setback: Setback, setbacks: readonly Setback[], style: Style): string {
  const lines = setbackLines(setback, setbacks, style);
  if (setback.kind !== null) return lines;
  const hint = `To settle it: four lost --settle ${setbacks.indexOf(setback) + 1}`;
  return `${lines}\n${hangingIndent(indentOf(setbacks), style.dim(hint), style)}`;
}

/** Below the text of a setback. */
function indentOf(setbacks: readonly Setback[]): string {
  return `${MARGIN}${' '.repeat(String(setbacks.length).length)} `;
}

function setbackLines(setback: Setback, setbacks: readonly Setback[], style: Style): string {
  const width = String(setbacks.length).length;
  const indent = indentOf(setbacks);
  const number = padStart(String(setbacks.indexOf(setback) + 1), width);
  const lines = [
    justify(`${MARGIN}${style.dim(number)} ${formatDay(setback.day)}`, style.dim(settledHow(setback)), style),
    hangingIndent(indent, style.strong(style.text(setback.text)), style),
  ];
  if (setback.next) lines.push(nextLine(setback.next, indent, style));
  if (setback.lesson !== null) lines.push(hangingIndent(indent, style.dim(style.text(setback.lesson)), style));
  return lines.join('\n');
}

/** `to be corrected`, `corrected in 2 days`, `let go the same day`, `open` */
export function settledHow(setback: Setback): string {
  if (setback.kind === null) return 'open';
  if (setback.kind === 'let-go') return `let go ${afterDays(daysToSettle(setback) ?? 0)}`;
  const days = daysToCorrect(setback);
  return days === null ? 'to be corrected' : `corrected ${afterDays(days)}`;
}

function afterDays(days: number): string {
  return days === 0 ? 'the same day' : `in ${plural(days, 'day')}`;
}

function nextLine(next: NonNullable<Setback['next']>, indent: string, style: Style): string {
  const mark = next.doneAt !== null ? style.done(style.glyphs.done) : style.glyphs.open;
  return hangingIndent(`${indent}${mark} `, `${style.text(next.text)}  ${style.dim(formatShortDay(next.day))}`, style);
}
