import { confirmCommand, forgetConfirmations, unconfirmedAddress } from '../sync/confirmation.ts';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { defineCommand } from './command.ts';
import { parseFile, requiredArgument } from './options.ts';

export const restore = defineCommand({
  name: 'restore',
  group: 'data',
  summary: 'Replace the store with a backup, and keep the old',
  arguments: {
    file: requiredArgument({ name: 'file', summary: 'The backup', completion: 'file', parse: parseFile }),
  },
  examples: [
    { line: 'four restore four.db.backups/2026-11-23.db', meaning: 'Go back to Monday' },
    { line: 'four doctor', meaning: 'Where the backups are' },
  ],
  async run(session, { file }) {
    const { store, output, terminal } = session;
    const kept = (await store.restore(file)) ?? null;
    forgetConfirmations(session);
    const remote = unconfirmedAddress(session);
    const { style } = terminal;
    const lines = [`Restored: ${style.text(file)}`];
    if (kept !== null) lines.push(`What it replaced is kept: ${style.text(kept)}`);
    if (remote !== undefined)
      lines.push(`It does not sync until you confirm the remote: ${style.text(confirmCommand(remote))}`);
    output.printChange(
      () => ({ restored: file, kept }),
      () => renderScreen(lines.map((line) => hangingIndent(MARGIN, line, style)).join('\n')),
    );
  },
});
