import path from 'node:path';
import { addDays, localDay } from '../core/day.ts';
import type { Session } from '../session/session.ts';
import { exists, replacePrivately } from '../store/files.ts';
import type { Store } from '../store/store.ts';
import { statusText } from './status-text.ts';
import { DAYS_AHEAD, timeline } from './timeline.ts';

/** A locked store is not waited for longer than this, in milliseconds: whoever holds it will write the file. */
const LOCK_TIMEOUT_MS = 250;

/** Writes what a shell's prompt reads, beside the store. Failures are ignored; the next change rewrites the file. */
export function writePromptStatus(session: Session): void {
  try {
    writeStatus(session.store, () => describe(session));
  } catch {
    // No room, no right to write beside the store, or a damaged store.
  }
}

/** The file that a shell's prompt reads. */
export function statusFile(file: string): string {
  return `${path.resolve(file)}.status`;
}

/** The last nudge that any shell printed. Created here so that only the user can read it; shells write it. */
export function nudgedFile(file: string): string {
  return `${path.resolve(file)}.nudged`;
}

/**
 * Writes the text that `describe` makes of the store, if there is a store. A process that changes the store meanwhile may have
 * written its own text first: then it is written once more.
 */
export function writeStatus(store: Store, describe: () => string): void {
  if (!exists(store.file)) return;
  store.lockTimeoutMs = LOCK_TIMEOUT_MS;
  for (let round = 0; round < 2; round += 1) {
    const version = store.version();
    replacePrivately(statusFile(store.file), describe());
    if (!exists(nudgedFile(store.file))) replacePrivately(nudgedFile(store.file), '');
    if (store.version() === version) return;
  }
}

// The settings are read again: another process may have changed them since this command began.
function describe(session: Session): string {
  const settings = session.store.settings.load();
  const today = localDay(session.now, settings.dayStart);
  const streak = session.streak(settings, today).current?.days ?? 0;
  const records = session.store.days.list({ from: today, to: addDays(today, DAYS_AHEAD) });
  return statusText(timeline(records, streak, settings, today));
}
