import type { Command } from 'commander';
import { UsageError } from '../core/errors.ts';
import type { Begin, Session } from '../session/session.ts';
import { isFolder } from '../store/files.ts';
import { statusJson, syncJson, syncScreen, syncStatusScreen } from '../sync/view.ts';

interface SyncOptions {
  readonly dryRun?: boolean;
  readonly status?: boolean;
}

/** How long another sync is waited for, in milliseconds. */
const PATIENCE = 10_000;

export function register(program: Command, begin: Begin): void {
  program
    .command('sync')
    .description('two machines, one history: brings this store and a git repository of your own to the same')
    .argument('[remote]', 'the address of the repository, or its folder; needed once')
    .option('--dry-run', 'only says what would come and go')
    .option('--status', 'what it syncs with, when it last did, and what waits; asks nobody')
    .action(async (remote: string | undefined, { dryRun = false, status }: SyncOptions) => {
      if (status && (dryRun || remote !== undefined))
        throw new UsageError('--status stands alone', 'First the one, then the other.');
      const session = begin();
      if (status) await showStatus(session);
      else await syncWith(session, remote, dryRun);
    });
}

async function syncWith(session: Session, words: string | undefined, dryRun: boolean): Promise<void> {
  const { parseAddress, sync, trySync } = await import('../sync/round.ts');
  const address = words === undefined ? session.settings.syncRemote : parseAddress(words, isFolder);
  if (address === null)
    throw new UsageError(
      'REMOTE is missing: there is nothing to sync with yet',
      'Like this: four sync git@example.org:you/four.git',
    );
  const world = { env: session.env, canAsk: session.terminal.canAsk };
  const order = { address, world, patience: PATIENCE };
  const outcome = { ...(await (dryRun ? trySync(session, order) : sync(session, order))), dryRun };
  session.output[dryRun ? 'print' : 'printChange'](
    () => syncJson(outcome),
    () => syncScreen(outcome, session.terminal.style),
  );
}

async function showStatus(session: Session): Promise<void> {
  const { syncStatus } = await import('../sync/round.ts');
  const status = syncStatus(session);
  session.output.print(
    () => statusJson(status),
    () => syncStatusScreen(status, session.terminal.style),
  );
}
