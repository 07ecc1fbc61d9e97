import path from 'node:path';
import type { Context } from '../session/context.ts';
import type { Session } from '../session/session.ts';

/** The command that syncs in the background. */
export const AUTO_SYNC = '__auto-sync';

/** Where the user wants it, a change is synced at once, by a process of its own: it neither delays a command nor fails it. */
export function startAutoSync({ store }: Session, { startInBackground }: Context): void {
  try {
    const { syncAuto, syncRemote } = store.settings.load();
    if (syncAuto && syncRemote !== null) startInBackground(['--db', path.resolve(store.file), AUTO_SYNC]);
  } catch {
    // The next change tries again.
  }
}
