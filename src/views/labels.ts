import type { LabelTotal } from '../core/labels.ts';
import type { Style } from '../core/style.ts';
import { widthOf } from '../core/width.ts';
import { MARGIN, padEnd } from './layout.ts';

/** The figures of each label, one a line; empty without labels, or if nothing was planned. */
export function labelLines(labels: readonly LabelTotal[] | null, style: Style): string {
  if (labels === null || labels.every(({ planned }) => planned === 0)) return '';
  const width = Math.max(...labels.map(({ label }) => widthOf(label)));
  const digits = String(Math.max(...labels.map(({ done }) => done))).length;
  return labels
    .map((total) => `${MARGIN}${style.dim(padEnd(total.label, width))}  ${labelFigures(total, digits)}`)
    .join('\n');
}

/** `5 of 7` */
export function labelFigures({ done, planned }: LabelTotal, digits = 0): string {
  return `${String(done).padStart(digits)} of ${planned}`;
}
