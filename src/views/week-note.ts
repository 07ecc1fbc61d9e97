import type { Style } from '../core/style.ts';
import { hangingIndent, MARGIN } from './layout.ts';

/** What was taken into a week, under this name; empty if nothing was. */
export function weekNoteLine(name: 'From last week' | 'Into next week', note: string | null, style: Style): string {
  return note ? hangingIndent(MARGIN, `${style.dim(`${name}:`)} ${style.text(note)}`, style) : '';
}
