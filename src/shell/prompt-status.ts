import { addDays, localDay } from '../core/day.ts';
import type { Session } from '../session/session.ts';
import { statusText } from './status-text.ts';
import { DAYS_AHEAD, timeline } from './timeline.ts';

/**
 * Writes what a shell's prompt reads, beside the store. Whatever goes wrong with it is nobody's trouble: the next change tries
 * again.
 */
export function writePromptStatus(session: Session): void {
  try {
    session.store.keepStatus(() => describe(session));
  } catch {
    // No room, no right to write beside the store, or a store that is not whole.
  }
}

// The settings are read afresh: another process may have changed them since this command began.
function describe(session: Session): string {
  const settings = session.store.settings();
  const today = localDay(session.now, settings.dayStart);
  const streak = session.streak(settings, today).current?.days ?? 0;
  const records = session.store.days({ from: today, to: addDays(today, DAYS_AHEAD) });
  return statusText(timeline(records, streak, settings, today));
}
