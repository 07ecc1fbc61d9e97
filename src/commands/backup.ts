import path from 'node:path';
import type { Command } from 'commander';
import type { Begin } from '../session/session.ts';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { parseFile } from './options.ts';

export function register(program: Command, begin: Begin): void {
  program
    .command('backup')
    .description('makes a copy of the store')
    .argument('[file]', 'where to, instead of beside the store', parseFile)
    .action((file: string | undefined) => {
      const session = begin();
      const { style } = session.terminal;
      const backup = path.resolve(session.store.backup(file));
      session.output.printChange(
        () => ({ backup }),
        () => renderScreen(hangingIndent(MARGIN, `Backup: ${style.text(backup)}`, style)),
      );
    });
}
