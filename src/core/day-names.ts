import { type Day, daysBetween, formatDay, formatWeekdayLong, startOfWeek, yearOf } from './day.ts';
import type { Calendar } from './resolve-day.ts';

/** A day as people name it: `today`, `Wednesday, 25 Nov` in this week, `next Friday, 4 Dec`, `Friday, 18 Dec` further away. */
export function nameDay(day: Day, calendar: Calendar): string {
  const byDistance = ['yesterday', 'today', 'tomorrow'][daysBetween(calendar.today, day) + 1];
  if (byDistance !== undefined) return byDistance;
  const date = `${formatWeekdayLong(day)}, ${formatDate(day, calendar.today)}`;
  return [whichWeek(day, calendar), date].filter(Boolean).join(' ');
}

/** The same after a verb: `on Friday, 18 Dec`, but `today`. */
export function onDay(day: Day, calendar: Calendar): string {
  const name = nameDay(day, calendar);
  return /^[A-Z]/.test(name) ? `on ${name}` : name;
}

function whichWeek(day: Day, { today, weekStart }: Calendar): string {
  const weeks = daysBetween(startOfWeek(today, weekStart), startOfWeek(day, weekStart)) / 7;
  if (weeks === -1) return 'last';
  return weeks === 1 ? 'next' : '';
}

/** `4 Dec`, with the year where it is another. */
function formatDate(day: Day, today: Day): string {
  const [, date, month, year] = formatDay(day).split(' ');
  return yearOf(day) === yearOf(today) ? `${date} ${month}` : `${date} ${month} ${year}`;
}
