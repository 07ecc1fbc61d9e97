import { addDays, type Day, daysBetween } from '../core/day.ts';
import { type DayTotal, totalOf } from '../core/day-status.ts';
import type { NewSetback } from '../core/setback.ts';
import { formatSetting, type SettingKey, type Settings } from '../core/settings.ts';
import type { DayRecord } from '../core/thing.ts';
import type { Usual } from '../core/usual.ts';
import type { WeekNote } from '../core/week-note.ts';
import type { Store } from '../store/store.ts';
import { detectFormat, type ImportFormat, loadImporter } from './formats.ts';
import { type ImportCounts, mergeDay, missingSetbacks, missingUsuals, missingWeekNotes } from './import-merge.ts';
import type { DateOrder, ImportSource } from './import-source.ts';
import type { EntryNoun, ImportedHistory } from './imported-history.ts';

export interface ImportOptions {
  readonly store: Store;
  readonly settings: Settings;
  readonly today: Day;
  /** Undefined to detect it. */
  readonly format: ImportFormat | undefined;
  readonly dates: DateOrder | undefined;
  readonly dryRun: boolean;
  /** Called with the share of the work that is done, from 0 to 1. */
  readonly showProgress: (share: number) => void;
}

/** Every entry of the file is in one of the three counts. */
export interface ImportResult extends ImportCounts {
  readonly format: ImportFormat;
  readonly dryRun: boolean;
  readonly entryNoun: EntryNoun;
  readonly read: number;
  /** How many days the file names. */
  readonly days: number;
  readonly remarks: readonly string[];
  /** The days without any record after the imported ones; null if there are few. */
  readonly gap: Span | null;
}

export interface Span {
  readonly from: Day;
  readonly to: Day;
}

/**
 * Imports a file as one change, after a backup. The whole file is read and compared with the store first: a file that cannot be
 * read, or has nothing new, changes nothing.
 */
export async function importHistory(source: ImportSource, options: ImportOptions): Promise<ImportResult> {
  const { settings, today, dates, dryRun } = options;
  const format = options.format ?? (await detectFormat(source));
  const importer = await loadImporter(format);
  const history = await importer.read(source, { today, dayStart: settings.dayStart, dates });
  const { counts, gap } = importInto(history, options);
  const { entryNoun, entryCount: read, remarks } = history;
  return { format, dryRun, entryNoun, read, days: history.days().length, remarks, gap, ...counts };
}

function importInto(history: ImportedHistory, options: ImportOptions) {
  const { store, dryRun, today } = options;
  const preview = store.read(() => {
    const plan = planImport(history, options);
    return { counts: plan.counts, gap: gapAfter(plan, store, today) };
  });
  return dryRun || preview.counts.imported === 0 ? preview : { ...preview, counts: carryOut(history, options) };
}

/** In days: after a shorter time, a history has not ended. */
const MIN_GAP = 8;

/** The days without any record between the last active day that the plan brings and the next one, or today. */
function gapAfter({ days, counts }: ImportPlan, store: Store, today: Day): Span | null {
  const isActive = ({ day, done, rest }: DayTotal) => day <= today && (done > 0 || rest);
  const last = days.map(({ after }) => totalOf(after)).findLast(isActive)?.day;
  if (counts.imported === 0 || last === undefined) return null;
  const next = store.totals.days(addDays(last, 1), today).find(isActive)?.day ?? today;
  return daysBetween(last, next) > MIN_GAP ? { from: addDays(last, 1), to: addDays(next, -1) } : null;
}

/** Plans again, as another program may have changed the store since the preview. */
function carryOut(history: ImportedHistory, options: ImportOptions): ImportCounts {
  const { store, showProgress } = options;
  store.backups.makeBefore('import');
  return store.change(
    () => {
      const plan = planImport(history, options);
      save(store, plan, showProgress);
      return plan.counts;
    },
    () => {},
  );
}

interface ImportPlan {
  readonly days: readonly { readonly before: DayRecord; readonly after: DayRecord }[];
  readonly setbacks: readonly NewSetback[];
  readonly usuals: readonly Usual[];
  readonly weekNotes: readonly WeekNote[];
  readonly settings: readonly (readonly [SettingKey, string])[];
  readonly counts: ImportCounts;
}

function planImport(history: ImportedHistory, { store, settings }: ImportOptions): ImportPlan {
  const ids = store.days.thingIds();
  const counts: ImportCounts = { imported: 0, known: 0, leftOut: [...history.leftOut], changedNotes: [] };
  const days = history.days().flatMap(([day, imported]) => {
    const before = store.days.load(day);
    const after = mergeDay(before, imported, { ids, counts });
    return after === before ? [] : [{ before, after }];
  });
  const existing = history.setbacks.length === 0 ? [] : store.setbacks.list();
  const setbacks = missingSetbacks(existing, history.setbacks, ids);
  const usuals = missingUsuals(store.usuals.list(), history.usuals);
  const weekNotes = missingWeekNotes(store.weekNotes.list(), history.weekNotes);
  const stored = store.settings.stored();
  const newSettings = [...history.settings].filter(
    ([key, value]) => !stored.has(key) && formatSetting(key, settings) !== value,
  );
  const imported = setbacks.length + usuals.length + weekNotes.length + newSettings.length;
  counts.imported += imported;
  const { setbacks: lost, usuals: usual, weekNotes: notes, settings: chosen } = history;
  counts.known += lost.length + usual.length + notes.length + chosen.size - imported;
  return {
    days: days.map(({ before, after }) => ({ before, after: withoutLostOrigins(after, ids) })),
    setbacks,
    usuals,
    weekNotes,
    settings: newSettings,
    counts,
  };
}

/** Cuts things from an origin that is neither in the store nor in the file. */
function withoutLostOrigins(record: DayRecord, ids: ReadonlySet<string>): DayRecord {
  const isLost = (origin: string | null) => origin !== null && !ids.has(origin);
  if (!record.things.some(({ carriedFrom }) => isLost(carriedFrom))) return record;
  const things = record.things.map((thing) => (isLost(thing.carriedFrom) ? { ...thing, carriedFrom: null } : thing));
  return { ...record, things };
}

function save(store: Store, plan: ImportPlan, showProgress: (share: number) => void): void {
  const { days, setbacks, usuals, weekNotes, settings } = plan;
  for (const [index, { before, after }] of days.entries()) {
    showProgress(index / days.length);
    store.days.save(before, after);
  }
  for (const setback of setbacks) store.setbacks.save(setback);
  for (const usual of usuals) store.usuals.save(usual);
  for (const note of weekNotes) store.weekNotes.save(note);
  for (const [key, value] of settings) store.settings.save(key, value);
}
