import type { Settings } from '../core/settings.ts';
import { type DayRecord, doneThings, openThings } from '../core/thing.ts';

/** The one sentence that ends the evening: it counts what was done, and lets the rest be. */
export function eveningSentence(record: DayRecord, { minimum }: Settings): string {
  const done = doneThings(record).length;
  const open = openThings(record).length;
  if (done + open === 0) return '';
  if (done === 0) return 'Let this one go; tomorrow has four new slots.';
  if (open === 0) return 'Nothing left to carry. Rest well.';
  if (done >= minimum) return 'What is open can wait. Rest well.';
  return 'What is open can be taken up again tomorrow.';
}
