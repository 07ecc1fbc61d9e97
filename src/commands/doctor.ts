import { localDay } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import type { Session } from '../session/session.ts';
import { foreignFiles, shellFiles, writePromptStatus } from '../shell/status-file.ts';
import { type AccessProblem, accessProblem } from '../store/access.ts';
import { backupFolder } from '../store/backups.ts';
import { examine, type Finding, type Fixed, fix, type Health } from '../store/health.ts';
import { confirmCommand, unconfirmedAddress } from '../sync/confirmation.ts';
import { syncFiles } from '../sync/working-copy.ts';
import { doctorScreen } from '../views/doctor.ts';
import { defineCommand } from './command.ts';
import { flag } from './options.ts';

export const doctor = defineCommand({
  name: 'doctor',
  group: 'data',
  summary: 'Check the store, and show where everything is',
  examples: [
    { line: 'four doctor', meaning: 'Check the store, its backups and the disk' },
    { line: 'four doctor --fix', meaning: 'Mend what another program has written into it' },
  ],
  options: {
    fix: flag({ flags: '--fix', summary: 'Mend the store, and keep a backup first' }),
  },
  run(session, { fix: isFixing }) {
    const { store, output, terminal, version } = session;
    const beside = [backupFolder(store.file), ...shellFiles(store), ...syncFiles(store)];
    const access = accessProblem(store.file, beside);
    const { fixed, findings, ...health } = orWayOut(access, () => ({
      fixed: isFixing ? fixStore(session) : undefined,
      ...examine(store.file),
    }));
    const foreign = foreignFiles(store).filter((file) => !access?.files.includes(file));
    const all = [...withAccess(findings, access, health.backups.folder), ...foreign.map(foreignFinding)];
    const wrong = all.find(({ ok }) => !ok);
    const versions = { four: version, node: process.versions.node, sqlite: health.sqlite };
    const rows = [...rowsOf(health, versions), ...syncRows(session, health), ...fixRows(fixed)];
    output.print(
      () => ({
        ok: wrong === undefined,
        store: health.store,
        backups: health.backups,
        versions,
        findings: all,
        ...fixed,
      }),
      () => doctorScreen(rows, all, terminal.style),
    );
    if (wrong) throw new CommandError(`something is wrong: ${wrong.message}`, wrong.hint ?? undefined);
  },
});

/** Does the work, or says why it cannot be done: a store that cannot be reached at all has no page. */
function orWayOut<Result>(access: AccessProblem | undefined, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw access ? new CommandError(access.message, access.hint) : error;
  }
}

/** The owner comes first, and takes the place of what follows from it. */
function withAccess(findings: readonly Finding[], access: AccessProblem | undefined, backups: string): Finding[] {
  if (access === undefined) return [...findings];
  const explainsBackups = access.files.some((file) => file.startsWith(backups));
  const others = findings.filter(({ name, ok }) => ok || name !== 'backups' || !explainsBackups);
  return [{ name: 'owner', ok: false, message: access.message, hint: access.hint }, ...others];
}

function fixStore(session: Session): Fixed {
  const { store, now, changeContext } = session;
  const fixed = fix(store.file, localDay(now), changeContext.timestamp);
  if (fixed.backup !== null) writePromptStatus(session);
  return fixed;
}

/** A file that a shell would read or write, if it were ours. */
function foreignFinding(file: string): Finding {
  const hint = 'It was left as it is. Move it away, and the prompt shows the day again.';
  return { name: 'prompt', ok: false, message: `${file} was not made by four`, hint };
}

function fixRows(fixed: Fixed | undefined): [name: string, value: string][] {
  if (fixed === undefined) return [];
  const lost = fixed.leftOut.map(({ table, rows }) => `${rows} of ${table} could not be kept`);
  return [
    ...(fixed.fixed.length > 0 ? fixed.fixed : ['nothing had to be']).map((words): [string, string] => [
      'mended',
      words,
    ]),
    ...lost.map((words): [string, string] => ['left out', words]),
    ...(fixed.backup === null ? [] : [['before', fixed.backup] as [string, string]]),
  ];
}

/** Only of an intact store, as it has to be read. */
function syncRows(session: Session, { ok, store }: Omit<Health, 'findings'>): [name: string, value: string][] {
  const remote = ok && store.exists ? unconfirmedAddress(session) : undefined;
  if (remote === undefined) return [];
  return [['sync', `the remote is not confirmed on this machine. To confirm: ${confirmCommand(remote)}`]];
}

interface Versions {
  readonly four: string;
  readonly node: string;
  readonly sqlite: string;
}

function rowsOf(
  { store, backups }: Omit<Health, 'findings'>,
  { four, node, sqlite }: Versions,
): [name: string, value: string][] {
  const size = store.exists ? `${Math.ceil(store.bytes / 1024)} KB` : 'not there yet';
  return [
    ['store', `${store.file} (${size})`],
    ['settings', 'in the store: four config'],
    ['backups', `${backups.folder} (${backups.count})`],
    ['last backup', backups.last ?? 'none yet'],
    ['versions', `four ${four}, Node ${node}, SQLite ${sqlite}, schema ${store.schema}`],
  ];
}
