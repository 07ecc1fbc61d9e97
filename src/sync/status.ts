import type { Session } from '../session/session.ts';
import { type Replica, withReplica } from './replica.ts';
import { lastSync, syncFolder } from './state.ts';
import type { SyncStatus } from './view.ts';

/** The state of the sync, read without the network. */
export function syncStatus(session: Session): SyncStatus {
  const { store, settings } = session;
  const { syncRemote, syncAuto } = settings;
  const waiting = withReplica(session, waitingPages, true).length;
  return { remote: syncRemote, auto: syncAuto, ...lastSync(store), waiting, folder: syncFolder(store) };
}

/** The pages to be sent, with what was changed a moment ago. */
export function waitingPages(replica: Replica): string[] {
  replica.capture();
  return replica.outgoing();
}
