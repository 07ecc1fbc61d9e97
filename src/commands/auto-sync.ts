import { AUTO_SYNC, SILENCE_LIMIT_MS } from '../sync/auto.ts';
import { defineCommand } from './command.ts';

/** How long to wait for another sync, in milliseconds. */
const LOCK_TIMEOUT_MS = 120_000;

/** What `sync-auto` starts: nobody reads what it prints, so it prints nothing and asks nothing. */
export const autoSync = defineCommand({
  name: AUTO_SYNC,
  summary: 'Sync in the background, for the setting sync-auto',
  async run(session) {
    const { autoSync: syncWhatWaits } = await import('../sync/round.ts');
    const { isConfirmed } = await import('../sync/confirmation.ts');
    const address = session.settings.syncRemote;
    const git = { env: session.env, canAsk: false, timeoutMs: SILENCE_LIMIT_MS };
    if (address !== null && isConfirmed(session, address))
      await syncWhatWaits(session, { address, git, lockTimeoutMs: LOCK_TIMEOUT_MS });
  },
});
