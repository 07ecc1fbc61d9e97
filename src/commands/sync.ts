import path from 'node:path';
import { CommandError, UsageError } from '../core/errors.ts';
import { MAX_INPUT } from '../core/limits.ts';
import { maskSecrets, parseRemoteAddress } from '../core/remote-address.ts';
import type { Style } from '../core/style.ts';
import type { Session } from '../session/session.ts';
import { problemOf, withPrompts } from '../session/with-prompts.ts';
import { isFolder } from '../store/files.ts';
import { SILENCE_LIMIT_MS } from '../sync/auto.ts';
import type { Join } from '../sync/join.ts';
import { statusJson, syncJson, syncScreen, syncStatusScreen } from '../sync/view.ts';
import { hangingIndent, MARGIN } from '../views/layout.ts';
import { defineCommand } from './command.ts';
import { flag, optionalArgument } from './options.ts';

/** How long to wait for another sync, in milliseconds. */
const LOCK_TIMEOUT_MS = 10_000;

/** After this many milliseconds, a terminal says what is waited for. */
const PATIENCE_MS = 1000;

export const sync = defineCommand({
  name: 'sync',
  group: 'data',
  summary: 'Sync with your own git repository',
  arguments: {
    remote: optionalArgument({
      name: 'remote',
      summary:
        'The address of the repository, or its folder; needed only once. With -, four asks for it, or reads a line from standard input',
      parse: (word) => word,
    }),
  },
  options: {
    dryRun: flag({ flags: '--dry-run', summary: 'Only show what would be received and sent' }),
    join: flag({ flags: '--join', summary: 'Join two long histories without asking' }),
    rewrite: flag({
      flags: '--rewrite',
      summary: 'Replace the history of the repository with one commit, without what was dropped or reworded',
    }),
    status: flag({
      flags: '--status',
      summary: 'Show the remote, the last sync and what is not sent yet, without the network',
    }),
  },
  examples: [
    { line: 'four sync git@example.org:you/four.git', meaning: 'Once on each machine' },
    { line: 'four sync', meaning: 'From then on' },
  ],
  async run(session, { remote, dryRun, join, rewrite, status }) {
    if (status && (dryRun || join || rewrite || remote !== undefined))
      throw new UsageError('--status stands alone', 'First the one, then the other.');
    if (dryRun && rewrite) throw new UsageError('--rewrite has no dry run', 'Leave out one of them.');
    if (status) await printStatus(session);
    else await syncWith(session, remote, { dryRun, join, rewrite });
  },
});

interface SyncFlags {
  readonly dryRun: boolean;
  readonly join: boolean;
  readonly rewrite: boolean;
}

async function syncWith(
  session: Session,
  words: string | undefined,
  { dryRun, join, rewrite }: SyncFlags,
): Promise<void> {
  const { previewSync, sync: run } = await import('../sync/round.ts');
  const { env, terminal, output } = session;
  const address = await addressOf(session, words);
  const git = { env, canAsk: terminal.canAsk, timeoutMs: SILENCE_LIMIT_MS };
  const word = sayIfSlow(session, address);
  const confirmJoin = async (histories: Join) => {
    clearTimeout(word);
    if (!join) await askToJoin(session, address, histories);
  };
  const options = { address, git, lockTimeoutMs: LOCK_TIMEOUT_MS, confirmJoin, rewrite };
  const result = await (dryRun ? previewSync : run)(session, options).finally(() => clearTimeout(word));
  output[dryRun ? 'print' : 'printChange'](
    () => syncJson(result),
    () => syncScreen(result, session.today, terminal.style),
  );
}

/** Says on a terminal what a sync waits for, if it takes long. */
function sayIfSlow({ terminal, output }: Session, address: string): NodeJS.Timeout | undefined {
  if (!terminal.canAsk || !output.printsText) return undefined;
  const { dim, glyphs } = terminal.errorStyle;
  const words = `Syncing with ${maskSecrets(address)}${glyphs.ellipsis} Ctrl-C stops it, and nothing is lost.`;
  return setTimeout(() => terminal.err(`${MARGIN}${dim(words)}\n`), PATIENCE_MS);
}

async function addressOf(session: Session, words: string | undefined): Promise<string> {
  if (words === undefined) return storedAddress(session);
  return parseAddress(words === '-' ? await readAddress(session) : words);
}

function parseAddress(words: string): string {
  return parseRemoteAddress(words, { isFolder, resolve: path.resolve });
}

/** An address that is on no command line. On a terminal it is asked for; elsewhere it is a line of standard input. */
async function readAddress(session: Session): Promise<string> {
  const { terminal } = session;
  if (terminal.canAsk) {
    const missing = {
      needs: 'REMOTE',
      instead: 'To name it: four sync REMOTE',
      stored: (): [string] => ['Nothing was synced.'],
    };
    const check = (answer: string) => problemOf(() => parseAddress(answer));
    const answer = await withPrompts(session, missing, (questions) => questions.line({ title: 'Address', check }));
    if (answer === undefined) throw new CommandError('nothing was synced');
    return answer;
  }
  const line = terminal.readInput(MAX_INPUT).toString('utf8').trim();
  if (line === '') throw new UsageError('standard input is empty', 'Give it the address of the repository.');
  return line;
}

/** The address in the store, which is only used if the user has named it on this machine. */
async function storedAddress(session: Session): Promise<string> {
  const { syncRemote } = session.settings;
  if (syncRemote === null)
    throw new UsageError(
      'REMOTE is missing: there is nothing to sync with yet',
      'Like this: four sync git@example.org:you/four.git',
    );
  const { canBeConfirmed, confirmCommand, unconfirmedAddress } = await import('../sync/confirmation.ts');
  if (unconfirmedAddress(session) === undefined) return syncRemote;
  const shown = maskSecrets(syncRemote);
  const instead = `To confirm: ${confirmCommand(syncRemote)}`;
  if (!session.terminal.canAsk || !canBeConfirmed(syncRemote))
    throw new UsageError(`sync with ${shown} is not confirmed on this machine`, instead);
  await askYes(session, { title: `This store was set up to sync with ${shown}. Sync with it?`, instead });
  return syncRemote;
}

/** Asks whether to join two long histories; throws if the user does not want to, or nobody can be asked. */
async function askToJoin(session: Session, address: string, join: Join): Promise<void> {
  const { joinCommand, joinRefused, joinSentences } = await import('../sync/join.ts');
  if (!session.terminal.canAsk) throw joinRefused(address, join);
  await askYes(session, {
    above: joinSentences(join),
    title: 'Both sides have a long history. Join them?',
    instead: `To join them: ${joinCommand(address)}`,
  });
}

interface YesQuestion {
  /** What stands above the question. */
  readonly above?: readonly string[];
  readonly title: string;
  /** How to say yes on the command line. */
  readonly instead: string;
}

/** Throws unless the answer is yes. */
async function askYes(session: Session, { above = [], title, instead }: YesQuestion): Promise<void> {
  const missing = { needs: 'REMOTE', instead, stored: (): [string] => ['Nothing was synced.'] };
  const choices = [
    { value: false, name: 'No' },
    { value: true, name: 'Yes' },
  ];
  const lines = (style: Style) => above.map((line) => hangingIndent(MARGIN, line, style)).join('\n');
  const isYes = await withPrompts(session, missing, (questions) =>
    questions.choose({ title, choices, ...(above.length > 0 && { above: lines }) }),
  );
  if (!isYes) throw new CommandError('nothing was synced', instead);
}

async function printStatus(session: Session): Promise<void> {
  const { syncStatus } = await import('../sync/status.ts');
  const status = syncStatus(session);
  session.output.print(
    () => statusJson(status),
    () => syncStatusScreen(status, session.terminal.style),
  );
}
