import { casual } from 'chrono-node';
import { type Day, MS_PER_DAY, parseIsoDay, toOrdinal, weekdayOf } from './day.ts';

/** Parses a day in plain English, like `last friday`, `20 nov` or `2 weeks ago`; undefined unless the words name exactly one day. */
export function readEnglishDay(text: string, today: Day): Day | undefined {
  // Noon in UTC lets the library work on calendar days, whatever the machine's time zone.
  const noon = { instant: new Date(toOrdinal(today) * MS_PER_DAY + MS_PER_DAY / 2), timezone: 0 };
  const [found, ...more] = casual.parse(text, noon);
  if (!found || more.length > 0 || found.end || found.text.length !== text.length) return undefined;
  const date = found.start;
  const namesOneDay = date.isCertain('day') || date.isCertain('weekday');
  if (!namesOneDay || date.isCertain('hour')) return undefined;
  const day = parseIsoDay([pad(date.get('year'), 4), pad(date.get('month'), 2), pad(date.get('day'), 2)].join('-'));
  // When 20 November is a Friday, `monday 20 november` names no day.
  const contradicts = day !== undefined && date.isCertain('weekday') && date.get('weekday') !== weekdayOf(day);
  return contradicts ? undefined : day;
}

function pad(value: number | null, digits: number): string {
  return String(value ?? '').padStart(digits, '0');
}
