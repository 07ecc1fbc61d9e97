import { addDays, formatTime, localInstant } from '../core/day.ts';
import { totalOf } from '../core/day-status.ts';
import { openYesterday } from '../session/late.ts';
import type { Session } from '../session/session.ts';
import { exists, isTaken, readOwnText, replacePrivately } from '../store/files.ts';
import type { Store } from '../store/store.ts';
import { nudgeLine } from './nudge.ts';
import { DAYS_AHEAD, type PromptStatus, timeline } from './timeline.ts';

/** How long to wait for a locked store, in milliseconds: the process that holds it will write the file. */
const LOCK_TIMEOUT_MS = 250;

/** Writes what a shell's prompt reads, beside the store. Failures are ignored; the next change rewrites the file. */
export function writePromptStatus(session: Session): void {
  try {
    writeStatus(session.store, () => describe(session));
  } catch {
    // The disk is full, the folder is read-only, or the store is corrupted.
  }
}

/** The file that a shell's prompt reads. */
function statusFile({ name }: Store): string {
  return `${name}.status`;
}

/** The last nudge that any shell printed. We create the file so that it is private; the shells write it. */
function nudgedFile({ name }: Store): string {
  return `${name}.nudged`;
}

/** The files that have these names but not our format, which is what tells ours. They are left as they are. */
export function foreignFiles(store: Store): string[] {
  const files = [[statusFile(store), STATUS] as const, [nudgedFile(store), NUDGED] as const];
  return files.filter(([file, format]) => isTaken(file) && !isOurs(file, format)).map(([file]) => file);
}

function isOurs(file: string, format: RegExp): boolean {
  return format.test(readOwnText(file) ?? 'not ours');
}

const STATUS = /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d -?\d+ \d{4}-\d\d-\d\d \d+ \d+ \d+ (?:-|morning|evening)(?: [ -~]+)?\n)*$/;
const NUDGED = /^(?:\d{4}-\d\d-\d\d (?:morning|evening)\n)?$/;

/**
 * Writes the text that `describe` makes of the store, if there is a store. Another process may change the store meanwhile and
 * write its own text first; if so, the text is made and written again.
 */
export function writeStatus(store: Store, describe: () => string): void {
  const file = statusFile(store);
  if (!exists(store.file) || foreignFiles(store).includes(file)) return;
  store.lockTimeoutMs = LOCK_TIMEOUT_MS;
  for (let round = 0; round < 2; round += 1) {
    const version = store.version();
    replacePrivately(file, describe());
    if (!isTaken(nudgedFile(store))) replacePrivately(nudgedFile(store), '');
    if (store.version() === version) return;
  }
}

// Loads the settings again: another process may have changed them since this command began.
function describe(session: Session): string {
  const settings = session.store.settings.load();
  // Just past midnight, yesterday is shown as long as it may still be meant.
  const first = openYesterday(session)?.day ?? session.dayUnder(settings);
  const streak = session.streak(settings, first).current?.days ?? 0;
  const records = session.store.days.list({ from: first, to: addDays(first, DAYS_AHEAD) });
  return timeline(records, streak, settings, first)
    .map((status) => `${statusLine(status)}\n`)
    .join('');
}

/**
 * A line of the file, like `2026-11-23T08:00 1795420800 2026-11-23 0 0 12 morning Nothing is planned yet. …`: the wall-clock time from
 * which it holds, the same in seconds since 1970, the day, done, planned, the streak, and what is due, or `-`.
 */
function statusLine({ from: { date, minutes }, record, streak, due }: PromptStatus): string {
  const seconds = Math.floor(localInstant(date, minutes).getTime() / 1000);
  const { day, done, planned } = totalOf(record);
  const fields = [`${date}T${formatTime(minutes)}`, seconds, day, done, planned, streak, due ?? '-'];
  return [...fields, nudgeLine(due, record)].filter((field) => field !== null).join(' ');
}
