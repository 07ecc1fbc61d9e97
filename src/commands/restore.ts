import type { Command } from 'commander';
import type { Begin, Session } from '../session/session.ts';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { parseFile } from './options.ts';

export function register(program: Command, begin: Begin): void {
  program
    .command('restore')
    .description('puts a backup in the place of the store, and keeps what it replaces')
    .argument('<file>', 'the backup', parseFile)
    .action((file: string) => restore(begin(), file));
}

async function restore(session: Session, file: string): Promise<void> {
  const kept = (await session.store.restore(file)) ?? null;
  const { style } = session.terminal;
  const lines = [`Restored: ${style.text(file)}`];
  if (kept !== null) lines.push(`What it replaced is kept: ${style.text(kept)}`);
  session.output.printChange(
    () => ({ restored: file, kept }),
    () => renderScreen(lines.map((line) => hangingIndent(MARGIN, line, style)).join('\n')),
  );
}
