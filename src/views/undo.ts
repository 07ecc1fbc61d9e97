import { formatInstant } from '../core/day.ts';
import type { Style } from '../core/style.ts';
import type { Timestamp } from '../core/thing.ts';
import { hangingIndent, MARGIN, renderScreen } from './layout.ts';

/** What was taken back, or made again, and how to turn that around. */
export function undoScreen(
  changes: readonly { readonly command: string; readonly at: Timestamp }[],
  direction: 'undo' | 'redo',
  style: Style,
): string {
  if (changes.length === 0)
    return renderScreen(`${MARGIN}There is nothing to ${direction === 'undo' ? 'take back' : 'make again'}.`);
  const lines = changes.map(({ command, at }) =>
    hangingIndent(MARGIN, `${style.text(command)}  ${style.dim(formatInstant(at))}`, style),
  );
  const title = direction === 'undo' ? 'Taken back:' : 'Made again:';
  const back = direction === 'undo' ? 'To make it again: four undo --redo' : 'To take it back: four undo';
  return renderScreen(`${MARGIN}${style.strong(title)}\n${lines.join('\n')}`, MARGIN + style.dim(back));
}
