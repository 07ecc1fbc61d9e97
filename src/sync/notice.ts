import type { Session } from '../session/session.ts';

/** One line if the last sync failed or is old; else empty, as for a store that does not sync. */
export async function syncNote(session: Session): Promise<string> {
  const { syncRemote } = session.settings;
  if (syncRemote === null) return '';
  const { lastSyncNote } = await import('./last-sync-note.ts');
  return lastSyncNote(session, syncRemote);
}
