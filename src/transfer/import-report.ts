import { groupBy } from '../core/group.ts';
import type { Style } from '../core/style.ts';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { enumerate } from '../views/words.ts';
import type { ImportResult } from './import.ts';
import type { EntryNoun, LeftOutEntry } from './imported-history.ts';

export function importJson({ format, dryRun, read, imported, known, leftOut, days }: ImportResult) {
  return { format, dryRun, read, imported, known, leftOut: leftOut.map(leftOutJson), days };
}

function leftOutJson({ location, reason }: LeftOutEntry) {
  if (typeof location === 'string') return { line: null, where: location, reason };
  return { line: location, where: `line ${location}`, reason };
}

/** `412 of 413 lines; line 88 left out: invalid date` */
export function importScreen(result: ImportResult, style: Style): string {
  const { entryNoun, read, imported, known, leftOut } = result;
  const counts = [`${imported} of ${read} ${read === 1 ? entryNoun : PLURALS[entryNoun]}`];
  if (known > 0) counts.push(`${known} already there`);
  const reasons = [...groupBy(leftOut, ({ reason }) => reason).values()].map((group) => leftOutWords(group, entryNoun));
  const lines = reasons.length < 2 ? [[...counts, ...reasons].join('; ')] : [counts.join('; '), ...reasons];
  return renderScreen(
    lines.map((line) => hangingIndent(MARGIN, style.text(line), style)).join('\n'),
    MARGIN + style.dim(closingLine(result)),
  );
}

function closingLine({ dryRun, imported }: ImportResult): string {
  if (dryRun) return 'A dry run: nothing was changed.';
  return imported === 0 ? 'Nothing was changed.' : 'To undo it: four undo';
}

const PLURALS: { readonly [One in EntryNoun]: string } = { line: 'lines', entry: 'entries', task: 'tasks' };

const MAX_NAMED = 20;

/** `lines 3, 9 and 12 left out: not done` */
function leftOutWords(group: readonly LeftOutEntry[], entryNoun: EntryNoun): string {
  const named = group.slice(0, MAX_NAMED).map(({ location }) => location);
  const more = group.length - named.length;
  const names = [...named.map(String), ...(more > 0 ? [`${more} more`] : [])];
  const areNumbers = named.every((location) => typeof location === 'number');
  const noun = areNumbers ? `${group.length === 1 ? entryNoun : PLURALS[entryNoun]} ` : '';
  return `${noun}${enumerate(names)} left out: ${group[0]?.reason}`;
}
