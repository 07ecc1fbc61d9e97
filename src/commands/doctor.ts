import { CommandError } from '../core/errors.ts';
import type { Session } from '../session/session.ts';
import { examine, type Health } from '../store/health.ts';
import { confirmCommand, unconfirmedAddress } from '../sync/confirmation.ts';
import { doctorScreen } from '../views/doctor.ts';
import { defineCommand } from './command.ts';

export const doctor = defineCommand({
  name: 'doctor',
  group: 'data',
  summary: 'Check the store, and show where everything is',
  examples: [
    { line: 'four doctor', meaning: 'Check the store, its backups and the disk' },
    { line: 'four doctor --json', meaning: 'The same for a script' },
  ],
  run(session) {
    const { store, output, terminal, version } = session;
    const health = examine(store.file);
    const versions = { four: version, node: process.versions.node, sqlite: health.sqlite };
    output.print(
      () => ({ ok: health.ok, store: health.store, backups: health.backups, versions, findings: health.findings }),
      () => doctorScreen([...rowsOf(health, versions), ...syncRows(session, health)], health.findings, terminal.style),
    );
    const wrong = health.findings.find(({ ok }) => !ok);
    if (wrong) throw new CommandError(`something is wrong: ${wrong.message}`, wrong.hint ?? undefined);
  },
});

/** Only of an intact store, as it has to be read. */
function syncRows(session: Session, { ok, store }: Health): [name: string, value: string][] {
  const remote = ok && store.exists ? unconfirmedAddress(session) : undefined;
  if (remote === undefined) return [];
  return [['sync', `the remote is not confirmed on this machine. To confirm: ${confirmCommand(remote)}`]];
}

interface Versions {
  readonly four: string;
  readonly node: string;
  readonly sqlite: string;
}

function rowsOf({ store, backups }: Health, { four, node, sqlite }: Versions): [name: string, value: string][] {
  const size = store.exists ? `${Math.ceil(store.bytes / 1024)} KB` : 'not there yet';
  return [
    ['store', `${store.file} (${size})`],
    ['settings', 'in the store: four config'],
    ['backups', `${backups.folder} (${backups.count})`],
    ['last backup', backups.last ?? 'none yet'],
    ['versions', `four ${four}, Node ${node}, SQLite ${sqlite}, schema ${store.schema}`],
  ];
}
