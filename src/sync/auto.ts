import path from 'node:path';
import type { Context } from '../session/context.ts';
import type { Session } from '../session/session.ts';

/** The hidden command that syncs in the background. */
export const AUTO_SYNC = '__auto-sync';

/** Starts a sync in a process of its own, if the user wants one after each change. It neither delays nor fails the command. */
export async function startAutoSync(session: Session, { startInBackground }: Context): Promise<void> {
  try {
    const { store } = session;
    const { syncAuto, syncRemote } = store.settings.load();
    if (!syncAuto || syncRemote === null) return;
    const { isConfirmed } = await import('./confirmation.ts');
    if (isConfirmed(session, syncRemote)) startInBackground(['--db', path.resolve(store.file), AUTO_SYNC]);
  } catch {
    // Failures are ignored; the next change tries again.
  }
}
