import path from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../core/errors.ts';
import { parseRemoteAddress } from '../core/remote-address.ts';
import type { Begin, Session } from '../session/session.ts';
import { isFolder } from '../store/files.ts';
import { statusJson, syncJson, syncScreen, syncStatusScreen } from '../sync/view.ts';

interface SyncOptions {
  readonly dryRun?: boolean;
  readonly status?: boolean;
}

/** How long to wait for another sync, in milliseconds. */
const LOCK_TIMEOUT_MS = 10_000;

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
  const { previewSync, sync } = await import('../sync/round.ts');
  const folders = { isFolder, resolve: path.resolve };
  const address = words === undefined ? session.settings.syncRemote : parseRemoteAddress(words, folders);
  if (address === null)
    throw new UsageError(
      'REMOTE is missing: there is nothing to sync with yet',
      'Like this: four sync git@example.org:you/four.git',
    );
  const git = { env: session.env, canAsk: session.terminal.canAsk };
  const run = dryRun ? previewSync : sync;
  const result = await run(session, { address, git, lockTimeoutMs: LOCK_TIMEOUT_MS });
  session.output[dryRun ? 'print' : 'printChange'](
    () => syncJson(result),
    () => syncScreen(result, session.terminal.style),
  );
}

async function showStatus(session: Session): Promise<void> {
  const { syncStatus } = await import('../sync/status.ts');
  const status = syncStatus(session);
  session.output.print(
    () => statusJson(status),
    () => syncStatusScreen(status, session.terminal.style),
  );
}
