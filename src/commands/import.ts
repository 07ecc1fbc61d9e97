import path from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../core/errors.ts';
import { formatSetting, type SettingKey } from '../core/settings.ts';
import type { Thing } from '../core/thing.ts';
import type { Begin, Session } from '../session/session.ts';
import { isFile, isFolder, readFile } from '../store/files.ts';
import type { Progress } from '../terminal/progress.ts';
import { IMPORT_FORMATS, type ImportFormat } from '../transfer/formats.ts';
import { mergeDay, newSetbacks, type Tally } from '../transfer/import-merge.ts';
import { importJson, importScreen, type Merged } from '../transfer/import-report.ts';
import type { History } from '../transfer/imported-history.ts';
import { readLoopDatabase } from '../transfer/loop-database.ts';
import type { Source } from '../transfer/source.ts';
import { parseChoice, parseFile } from './options.ts';

interface ImportOptions {
  readonly from?: string;
  readonly dryRun?: boolean;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('import')
    .description("takes in an export of four's own, or another tool's history")
    .argument('<file>', 'the file; - is standard input', parseFile)
    .option('--from <format>', `${IMPORT_FORMATS.join(', ')}, instead of what the file looks like`)
    .option('--dry-run', 'only says what would be taken in')
    .action(async (file: string, { from, dryRun = false }: ImportOptions) => {
      const format = from === undefined ? undefined : parseChoice(from, IMPORT_FORMATS, '--from');
      await importFile(begin(), file, format, dryRun);
    });
}

async function importFile(
  session: Session,
  file: string,
  named: ImportFormat | undefined,
  dryRun: boolean,
): Promise<void> {
  const progress = await session.terminal.progress();
  const { detectFormat, readHistory } = await import('../transfer/read.ts');
  const source = openSource(session, file);
  const format = named ?? detectFormat(source);
  const read = readHistory(source, format, { today: session.today, dayStart: session.settings.dayStart });
  try {
    const result = { format, dryRun, ...(dryRun ? count(session, read(), progress) : add(session, read, progress)) };
    progress?.end();
    session.output.printChange(
      () => importJson(result),
      () => importScreen(result, session.terminal.style),
    );
  } finally {
    progress?.end();
  }
}

/** The file, or the log in a folder of harsh. */
function openSource({ terminal }: Session, named: string): Source {
  if (named === '-') return standardInput(terminal.readInput());
  const log = path.join(named, 'log');
  const file = isFolder(named) && isFile(log) ? log : named;
  const beside = (name: string) => {
    const other = path.join(path.dirname(file), name);
    return isFile(other) ? readFile(other) : undefined;
  };
  return { name: file, bytes: readFile(file), beside, loopRecords: () => readLoopDatabase(file) };
}

function standardInput(bytes: Buffer): Source {
  const loopRecords = () => {
    throw new UsageError('a database cannot come from standard input', 'Name its file.');
  };
  return { name: 'standard input', bytes, beside: () => undefined, loopRecords };
}

function count(session: Session, history: History, progress?: Progress): Merged {
  return session.store.read(() => merge({ session, history, progress, purpose: 'count' }));
}

/** Whatever is wrong with the file as a whole shows before anything is touched. */
function add(session: Session, read: () => History, progress?: Progress): Merged {
  const { store } = session;
  const look = store.read(() => merge({ session, history: read(), progress, purpose: 'look' }));
  if (look.imported === 0) return look;
  store.backupBefore('import');
  return store.change(
    () => merge({ session, history: read(), progress, purpose: 'add' }),
    () => {},
  );
}

interface Merging {
  readonly session: Session;
  readonly history: History;
  readonly progress: Progress | undefined;
  /** To add what the store lacks, to count that, or to see whether there is anything of it. */
  readonly purpose: 'add' | 'count' | 'look';
}

function merge(merging: Merging): Merged {
  const { session, history, purpose } = merging;
  const { store, changeContext } = session;
  const tally: Tally = { imported: 0, known: 0, leftOut: [] };
  const ids = store.days.thingIds();
  const days = mergeDays(merging, ids, tally);
  const setbacks = newSetbacks(
    history.setbacks.length === 0 ? [] : store.setbacks.list(),
    history.setbacks,
    ids,
    changeContext,
  );
  const settings = newSettings(session, history);
  if (purpose === 'add') {
    for (const setback of setbacks) store.setbacks.save(setback);
    for (const [key, value] of settings) store.settings.save(key, value);
  }
  const { unit, read, leftOut } = history;
  return {
    unit,
    read,
    imported: tally.imported + setbacks.length + settings.length,
    known: tally.known + history.setbacks.length - setbacks.length + history.settings.size - settings.length,
    leftOut: [...leftOut, ...tally.leftOut],
    days,
  };
}

/** The result is how many days the history tells of. */
function mergeDays({ session, history, progress, purpose }: Merging, ids: Set<string>, tally: Tally): number {
  const { store, changeContext } = session;
  const loose: Thing[] = [];
  let days = 0;
  for (const [day, told] of history.days()) {
    days += 1;
    progress?.show(history.share);
    const before = store.days.load(day);
    const after = mergeDay(before, told, ids, changeContext, tally);
    if (purpose === 'look' && tally.imported > 0) break;
    if (purpose !== 'add' || after === before) continue;
    store.days.save(before, after);
    loose.push(...after.things.filter(({ carriedFrom }) => carriedFrom !== null && !ids.has(carriedFrom)));
  }
  // What they continue came later in the file, or is in neither the file nor the store.
  for (const { id, carriedFrom } of loose) if (!ids.has(carriedFrom ?? '')) store.days.forgetOrigin(id);
  return days;
}

/** Only what was never set, and differs from what is in force. */
function newSettings({ store, settings }: Session, history: History): [SettingKey, string][] {
  const stored = store.settings.stored();
  return [...history.settings].filter(([key, value]) => !stored.has(key) && formatSetting(key, settings) !== value);
}
