import type { Command } from 'commander';
import type { Begin } from '../session/session.ts';
import { AUTO_SYNC } from '../sync/auto.ts';

/** How long another sync is waited for, and how long each word to the remote may take, in milliseconds. */
const PATIENCE = 120_000;
const TIMEOUT = 120_000;

/** What `sync-auto` starts after a change: nobody reads what it says, so it says nothing and asks nothing. */
export function register(program: Command, begin: Begin): void {
  program
    .command(AUTO_SYNC, { hidden: true })
    .description('syncs when something waits, for the setting sync-auto')
    .action(async () => {
      const { autoSync } = await import('../sync/round.ts');
      const session = begin();
      const address = session.settings.syncRemote;
      const world = { env: session.env, canAsk: false, timeout: TIMEOUT };
      if (address !== null) await autoSync(session, { address, world, patience: PATIENCE });
    });
}
