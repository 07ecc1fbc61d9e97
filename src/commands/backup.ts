import path from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../core/problems.ts';
import type { Begin } from '../session.ts';
import { hang, MARGIN, page } from '../views/layout.ts';

export function register(program: Command, begin: Begin): void {
  program
    .command('backup')
    .description('makes a copy of the store')
    .argument('[file]', 'where to, instead of beside the store')
    .action((file: string | undefined) => {
      if (file === '') throw new UsageError('the name of the file is empty');
      const session = begin();
      const { style } = session.terminal;
      const backup = path.resolve(session.store.backup(file));
      session.confirm(
        () => ({ backup }),
        () => page(hang(MARGIN, `Backup: ${style.text(backup)}`, style)),
      );
    });
}
