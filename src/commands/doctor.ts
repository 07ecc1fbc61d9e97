import type { Command } from 'commander';
import { CommandError } from '../core/errors.ts';
import type { Begin } from '../session/session.ts';
import { examine } from '../store/health.ts';
import { doctorScreen } from '../views/doctor.ts';

export function register(program: Command, begin: Begin): void {
  program
    .command('doctor')
    .description('where the store, its backups and settings are, and whether they are well')
    .action(() => {
      const session = begin();
      const health = examine(session.store.file);
      const versions = { four: session.version, node: process.versions.node, sqlite: health.sqlite };
      const { store, backups } = health;
      const rows = [
        [
          'store',
          store.exists ? `${store.file} (${Math.ceil(store.bytes / 1024)} KB)` : `${store.file} (not there yet)`,
        ],
        ['settings', 'in the store: four config'],
        ['backups', `${backups.folder} (${backups.count})`],
        ['last backup', backups.last ?? 'none yet'],
        ['versions', `four ${versions.four}, Node ${versions.node}, SQLite ${versions.sqlite}, schema ${store.schema}`],
      ] as const;
      session.output.print(
        () => ({ ok: health.ok, store, backups, versions, findings: health.findings }),
        () => doctorScreen(rows, health.findings, session.terminal.style),
      );
      const wrong = health.findings.find(({ ok }) => !ok);
      if (wrong) throw new CommandError(`not all is well: ${wrong.message}`, wrong.hint ?? undefined);
    });
}
