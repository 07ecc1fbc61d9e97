import type { DayStatus } from '../core/day-status.ts';
import type { Streak } from '../core/streak.ts';
import type { Style } from '../core/style.ts';

const STRIP_DAYS = 7;

/** `■` counts, `▣` something done, `~` rest, `·` nothing. */
export function statusMark(status: DayStatus, { glyphs, done }: Style): string {
  return status === 'counts' || status === 'partly' ? done(glyphs[status]) : glyphs[status];
}

/** The marks of the last seven days with `gap` between them; empty on the very first day. */
export function strip(streak: Streak, gap: string, style: Style): string {
  const days = streak.lastDays(STRIP_DAYS);
  return days.length < 2 ? '' : days.map((status) => statusMark(status, style)).join(gap);
}
