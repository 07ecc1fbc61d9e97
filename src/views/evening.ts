import type { Day } from '../core/day.ts';
import { counts, missingToCount, totalOf } from '../core/day-status.ts';
import type { Peaks } from '../core/peaks.ts';
import type { Settings } from '../core/settings.ts';
import { type DayRecord, openThings } from '../core/thing.ts';
import { capitalize, inWords } from './words.ts';

/** The sentence that ends the evening; empty for a day with nothing on it. */
export function eveningSentence(record: DayRecord, { minimum }: Settings, today: Day): string {
  const total = totalOf(record);
  const { done } = total;
  const open = openThings(record).length;
  if (done + open === 0) return '';
  if (done === 0) return 'Let this one go; tomorrow has four new slots.';
  if (missingToCount(total, { minimum, today }) > 0 && open === 0)
    return 'Did you do anything else? four did "Fixed the printer"';
  if (open === 0) return 'Nothing is left to carry. Rest well.';
  if (counts(total, { minimum, today })) return 'What is open can wait. Rest well.';
  return 'What is open can be carried to tomorrow.';
}

/** `Back after one day.`; empty if there is no peak. */
export function peakWords({ backAfter, longest, isFullWeek }: Peaks): string {
  const sentences = [
    backAfter === null ? '' : `Back after ${inWords(backAfter)} ${backAfter === 1 ? 'day' : 'days'}.`,
    longest === null ? '' : `${capitalize(inWords(longest))} days in a row, your longest streak so far.`,
    isFullWeek ? 'Every day of this week counted.' : '',
  ];
  return sentences.filter(Boolean).join(' ');
}
