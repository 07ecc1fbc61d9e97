import { type Day, daysBetween, formatInstant, localDay } from '../core/day.ts';
import type { Session } from '../session/session.ts';
import { plural } from '../views/words.ts';
import { type LastSync, lastSync } from './state.ts';

/** After this many days without a sync, `four` says so. */
const OLD_DAYS = 3;

/** One calm line when the last sync failed or is old; empty when all is well, and where nothing is synced. */
export function syncNote({ settings, store, today }: Session): string {
  return settings.syncRemote === null ? '' : noticeOf(lastSync(store), today);
}

function noticeOf({ at, failure }: LastSync, today: Day): string {
  if (failure !== null) return `The last sync, ${formatInstant(failure.at)}, was not through. Why: four sync --status`;
  const days = at === null ? 0 : daysBetween(localDay(new Date(at)), today);
  return days < OLD_DAYS ? '' : `Last synced ${plural(days, 'day')} ago. To sync: four sync`;
}
