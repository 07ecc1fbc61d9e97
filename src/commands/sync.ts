import path from 'node:path';
import { UsageError } from '../core/errors.ts';
import { parseRemoteAddress } from '../core/remote-address.ts';
import type { Session } from '../session/session.ts';
import { isFolder } from '../store/files.ts';
import { statusJson, syncJson, syncScreen, syncStatusScreen } from '../sync/view.ts';
import { defineCommand } from './command.ts';
import { flag, optionalArgument } from './options.ts';

/** How long to wait for another sync, in milliseconds. */
const LOCK_TIMEOUT_MS = 10_000;

export const sync = defineCommand({
  name: 'sync',
  group: 'data',
  summary: 'Sync with your own git repository',
  arguments: {
    remote: optionalArgument({
      name: 'remote',
      summary: 'The address of the repository, or its folder; needed once',
      parse: (word) => word,
    }),
  },
  options: {
    dryRun: flag({ flags: '--dry-run', summary: 'Only show what would be received and sent' }),
    status: flag({
      flags: '--status',
      summary: 'Show the remote, the last sync and what is not sent yet, without the network',
    }),
  },
  examples: [
    { line: 'four sync git@example.org:you/four.git', meaning: 'Once on each machine' },
    { line: 'four sync', meaning: 'From then on' },
  ],
  async run(session, { remote, dryRun, status }) {
    if (status && (dryRun || remote !== undefined))
      throw new UsageError('--status stands alone', 'First the one, then the other.');
    if (status) await printStatus(session);
    else await syncWith(session, remote, dryRun);
  },
});

async function syncWith(session: Session, words: string | undefined, dryRun: boolean): Promise<void> {
  const { previewSync, sync: run } = await import('../sync/round.ts');
  const { settings, env, terminal, output } = session;
  const folders = { isFolder, resolve: path.resolve };
  const address = words === undefined ? settings.syncRemote : parseRemoteAddress(words, folders);
  if (address === null)
    throw new UsageError(
      'REMOTE is missing: there is nothing to sync with yet',
      'Like this: four sync git@example.org:you/four.git',
    );
  const options = { address, git: { env, canAsk: terminal.canAsk }, lockTimeoutMs: LOCK_TIMEOUT_MS };
  const result = await (dryRun ? previewSync : run)(session, options);
  output[dryRun ? 'print' : 'printChange'](
    () => syncJson(result),
    () => syncScreen(result, terminal.style),
  );
}

async function printStatus(session: Session): Promise<void> {
  const { syncStatus } = await import('../sync/status.ts');
  const status = syncStatus(session);
  session.output.print(
    () => statusJson(status),
    () => syncStatusScreen(status, session.terminal.style),
  );
}
