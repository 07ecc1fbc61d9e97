import { addDays, formatTime, localInstant } from '../core/day.ts';
import { statusOf, totalOf } from '../core/day-status.ts';
import type { Settings } from '../core/settings.ts';
import { openYesterday } from '../session/late.ts';
import type { Session } from '../session/session.ts';
import { exists, isTaken, readOwnText, realName, replacePrivately } from '../store/files.ts';
import type { Store } from '../store/store.ts';
import { nudgeLine } from './nudge.ts';
import { DAYS_AHEAD, endOfTimeline, type PromptStatus, timeline } from './timeline.ts';

/** How long a terminal waits for a locked store, in milliseconds. The process that holds it will write the status file. */
export const LOCK_TIMEOUT_MS = 200;

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

/** The files beside a store that are there for shells. */
export function shellFiles(store: Store): string[] {
  return [statusFile(store), nudgedFile(store)];
}

/** The files that have these names but not our format, which is what tells ours. They are left as they are. */
export function foreignFiles(store: Store): string[] {
  const files = [[statusFile(store), STATUS] as const, [nudgedFile(store), NUDGED] as const];
  const isOurs = (file: string, format: RegExp) => format.test(readOwnText(file, store.file) ?? 'not ours');
  return files.filter(([file, format]) => isTaken(file) && !isOurs(file, format)).map(([file]) => file);
}

// With blanks instead of tabs it is from four 0.1.
const STATUS = /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d[\t ]-?\d+[\t ]\d{4}-\d\d-\d\d[\t ][\t -~]+\n)*(?:zone\t[ -~]*\n)?$/;
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
    replacePrivately(file, describe(), store.file);
    if (!isTaken(nudgedFile(store))) replacePrivately(nudgedFile(store), '', store.file);
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
  const lines = timeline(records, streak, settings, first).map((status) => statusLine(status, settings));
  const end = endOfTimeline(settings, first);
  return [...lines, line(end, [end.date, '-', '-']), `zone\t${timeZone(session.env)}`, ''].join('\n');
}

/**
 * A line of the file: the wall-clock time from which it holds, the same in seconds since 1970, the day, the segment, what is due,
 * or `-`, and the sentence for it, with tabs between.
 */
function statusLine(status: PromptStatus, settings: Settings): string {
  const { record, due } = status;
  const sentence = nudgeLine(due, record);
  return line(status.from, [
    record.day,
    segment(status, settings),
    due ?? '-',
    ...(sentence === null ? [] : [sentence]),
  ]);
}

function line({ date, minutes }: PromptStatus['from'], fields: readonly string[]): string {
  const seconds = Math.floor(localInstant(date, minutes).getTime() / 1000);
  return [`${date}T${formatTime(minutes)}`, seconds, ...fields].join('\t');
}

/**
 * What stands in the prompt: `3/4` things done of those planned or done without a plan, and at least of what makes a day count; on
 * a rest day `rest`; and the streak, like `12d`, if there is one.
 */
function segment({ record, streak }: PromptStatus, { minimum }: Settings): string {
  const total = totalOf(record);
  const isRest = statusOf(total, { minimum, today: total.day }) === 'rest';
  const day = isRest ? 'rest' : `${total.done}/${Math.max(record.things.length, minimum)}`;
  return streak === 0 ? day : `${day} ${streak}d`;
}

/** The zone in which the seconds hold, as fish can name it too: TZ, and the system's file for the time zone. */
function timeZone({ TZ = '' }: Session['env']): string {
  return `${TZ} ${exists(ZONE_FILE) ? realName(ZONE_FILE) : ''}`.replace(/[^ -~]/g, '?');
}

const ZONE_FILE = '/etc/localtime';
