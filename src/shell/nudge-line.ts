import { type DayRecord, openThings, plannedThings } from '../core/thing.ts';
import { capitalize, inWords } from '../views/words.ts';
import type { Due } from './due.ts';

/** What is due, and the way: one line in ASCII, for any prompt, mail or notification. */
export function nudgeLine(due: Due | null, record: DayRecord): string | null {
  if (due === null) return null;
  if (due === 'morning') return 'Nothing is planned yet. To name four things: four';
  const open = openThings(record).length;
  const [verb, them] = open === 1 ? ['is', 'it'] : ['are', 'them'];
  const planned = inWords(plannedThings(record).length);
  return `${capitalize(inWords(open))} of ${planned} ${verb} open. To check ${them} off: four check`;
}
