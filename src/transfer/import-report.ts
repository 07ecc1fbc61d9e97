import { groupBy } from '../core/group.ts';
import type { Style } from '../core/style.ts';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { enumerate } from '../views/words.ts';
import type { LeftOut, Unit } from './imported-history.ts';

/** What an import came to; every entry of the file is in one of the three. */
export interface Merged {
  readonly unit: Unit;
  readonly read: number;
  readonly imported: number;
  /** There already. */
  readonly known: number;
  readonly leftOut: readonly LeftOut[];
  /** How many days the file tells of. */
  readonly days: number;
}

export interface Imported extends Merged {
  readonly format: string;
  readonly dryRun: boolean;
}

export function importJson({ format, dryRun, read, imported, known, leftOut, days }: Imported) {
  const places = leftOut.map(({ where, reason }) =>
    typeof where === 'number' ? { line: where, where: `line ${where}`, reason } : { line: null, where, reason },
  );
  return { format, dryRun, read, imported, known, leftOut: places, days };
}

/** `412 of 413 lines; line 88 left out: bad date` */
export function importScreen({ dryRun, unit, read, imported, known, leftOut }: Imported, style: Style): string {
  const counts = `${imported} of ${read} ${read === 1 ? unit : UNITS[unit]}`;
  const parts = known === 0 ? [counts] : [counts, `${known} there already`];
  const reasons = [...groupBy(leftOut, ({ reason }) => reason).values()].map((group) => leftOutWords(group, unit));
  const lines = reasons.length < 2 ? [[...parts, ...reasons].join('; ')] : [parts.join('; '), ...reasons];
  const last = dryRun
    ? 'A dry run: nothing was changed.'
    : imported === 0
      ? 'Nothing was changed.'
      : 'To take it back: four undo';
  return renderScreen(
    lines.map((line) => hangingIndent(MARGIN, style.text(line), style)).join('\n'),
    MARGIN + style.dim(last),
  );
}

const UNITS: { readonly [One in Unit]: string } = { line: 'lines', entry: 'entries', task: 'tasks' };

const MOST_NAMED = 20;

/** `lines 3, 9 and 12 left out: not done` */
function leftOutWords(group: readonly LeftOut[], unit: Unit): string {
  const named = group.slice(0, MOST_NAMED).map(({ where }) => where);
  const more = group.length - named.length;
  const names = [...named.map(String), ...(more > 0 ? [`${more} more`] : [])];
  const noun = named.every((where) => typeof where === 'number') ? `${group.length === 1 ? unit : UNITS[unit]} ` : '';
  return `${noun}${enumerate(names)} left out: ${group[0]?.reason}`;
}
