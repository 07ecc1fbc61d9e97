import { shellQuote } from '../core/shell-quote.ts';
import type { Session } from '../session/session.ts';
import { confirmCommand, forgetConfirmations, unconfirmedAddress } from '../sync/confirmation.ts';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { defineCommand } from './command.ts';
import { flag, parseFile, requiredArgument } from './options.ts';

export const restore = defineCommand({
  name: 'restore',
  group: 'data',
  summary: 'Replace the store with a backup, and keep the old',
  arguments: {
    file: requiredArgument({ name: 'file', summary: 'The backup', completion: 'backup', parse: parseFile }),
  },
  options: {
    asTruth: flag({
      flags: '--as-truth',
      summary: 'Restore it on all your machines, as a change that undo takes back',
    }),
  },
  examples: [
    { line: 'four restore four.db.backups/2026-11-23.db', meaning: 'Go back to Monday' },
    { line: 'four restore four.db.backups/2026-11-23.db --as-truth', meaning: 'Go back to Monday on all machines' },
    { line: 'four doctor', meaning: 'Where the backups are' },
  ],
  async run(session, { file, asTruth }) {
    const { store, output, terminal } = session;
    const kept = (asTruth ? store.restoreRecords(file) : await store.restore(file)) ?? null;
    if (!asTruth) forgetConfirmations(session);
    const { style } = terminal;
    const lines = [
      `Restored: ${file}`,
      ...(kept === null ? [] : [`What it replaced is kept: ${kept}`]),
      ...(asTruth ? linesOfChange(session) : linesOfSync(session, file)),
    ];
    output.printChange(
      () => ({ restored: file, kept }),
      () => renderScreen(lines.map((line) => hangingIndent(MARGIN, style.text(line), style)).join('\n')),
    );
  },
});

/** What comes of a restore that is a change like any other. */
function linesOfChange({ store }: Session): string[] {
  const isSynced = store.settings.load().syncRemote !== null;
  return [...(isSynced ? ['The next sync restores it on all machines.'] : []), 'To take it back: four undo'];
}

/** What the next sync will do with the store that was restored. */
function linesOfSync(session: Session, file: string): string[] {
  const remote = unconfirmedAddress(session);
  if (remote === undefined) return [];
  return [
    `It does not sync until you confirm the remote: ${confirmCommand(remote)}`,
    'That brings back what has been changed since, here too.',
    `To restore it on all machines, run this after the sync: four restore ${shellQuote(file)} --as-truth`,
  ];
}
