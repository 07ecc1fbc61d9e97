import { formatInstant } from '../core/day.ts';
import type { Style } from '../core/style.ts';
import type { Timestamp } from '../core/thing.ts';
import { hangingIndent, MARGIN, renderScreen } from './layout.ts';

/** The changes that were undone or redone, and how to reverse that. */
export function undoScreen(
  changes: readonly { readonly command: string; readonly at: Timestamp }[],
  direction: 'undo' | 'redo',
  style: Style,
): string {
  if (changes.length === 0) return renderScreen(`${MARGIN}There is nothing to ${direction}.`);
  const lines = changes.map(({ command, at }) =>
    hangingIndent(MARGIN, `${style.text(command)}  ${style.dim(formatInstant(at))}`, style),
  );
  const title = direction === 'undo' ? 'Undone:' : 'Redone:';
  const back = direction === 'undo' ? 'To redo it: four undo --redo' : 'To undo it: four undo';
  return renderScreen(`${MARGIN}${style.strong(title)}\n${lines.join('\n')}`, MARGIN + style.dim(back));
}
