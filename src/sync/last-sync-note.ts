import { type Day, daysBetween, formatInstant, localDay } from '../core/day.ts';
import type { Session } from '../session/session.ts';
import { plural } from '../views/words.ts';
import { isConfirmed } from './confirmation.ts';
import { type LastSync, loadLastSync } from './outbox.ts';

/** After this many days without a sync, `four` mentions it. */
const OLD_DAYS = 3;

/** One line if the last sync with a remote failed or is old; else empty. */
export function lastSyncNote(session: Session, remote: string): string {
  return isConfirmed(session, remote) ? noteOf(loadLastSync(session.store), session.today) : '';
}

function noteOf({ at, failure }: LastSync, today: Day): string {
  if (failure !== null) return `The last sync failed, ${formatInstant(failure.at)}. To see why: four sync --status`;
  const days = at === null ? 0 : daysBetween(localDay(new Date(at)), today);
  return days < OLD_DAYS ? '' : `Last synced ${plural(days, 'day')} ago. To sync: four sync`;
}
