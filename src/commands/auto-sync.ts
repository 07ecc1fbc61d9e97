import type { Command } from 'commander';
import type { Begin } from '../session/session.ts';
import { AUTO_SYNC } from '../sync/auto.ts';

/** How long to wait for another sync, and for each git command, in milliseconds. */
const LOCK_TIMEOUT_MS = 120_000;
const GIT_TIMEOUT_MS = 120_000;

/** What `sync-auto` starts after a change: nobody reads what it says, so it says nothing and asks nothing. */
export function register(program: Command, begin: Begin): void {
  program
    .command(AUTO_SYNC, { hidden: true })
    .description('syncs when something waits, for the setting sync-auto')
    .action(async () => {
      const { autoSync } = await import('../sync/round.ts');
      const session = begin();
      const address = session.settings.syncRemote;
      const git = { env: session.env, canAsk: false, timeoutMs: GIT_TIMEOUT_MS };
      if (address !== null) await autoSync(session, { address, git, lockTimeoutMs: LOCK_TIMEOUT_MS });
    });
}
