import type { Session } from '../session/session.ts';
import type { Connection } from '../store/connection.ts';
import { recordLocalChanges } from './capture.ts';
import { isConfirmed } from './confirmation.ts';
import { loadByHand, loadLastSync, unsentPages } from './outbox.ts';
import { replicate } from './replica.ts';
import type { SyncStatus } from './view.ts';
import { syncFolder } from './working-copy.ts';

/** The state of the sync, found without the network. */
export function syncStatus(session: Session): SyncStatus {
  const { store, settings } = session;
  const { syncRemote, syncAuto } = settings;
  const waiting = replicate(session, waitingPages, true).length;
  const confirmed = syncRemote !== null && isConfirmed(session, syncRemote);
  const last = { ...loadLastSync(store), byHand: loadByHand(store) };
  return { remote: syncRemote, confirmed, auto: syncAuto, ...last, waiting, folder: syncFolder(store) };
}

/** The pages to send, with what was changed a moment ago. */
export function waitingPages(db: Connection): string[] {
  recordLocalChanges(db);
  return unsentPages(db);
}
