import { minutesAfterMidnight } from '../core/day.ts';
import { isBusy } from '../core/errors.ts';
import type { Session } from '../session/session.ts';
import { dueAt, nudgeLine } from '../shell/nudge.ts';
import { LOCK_TIMEOUT_MS } from '../shell/status-file.ts';
import { defineCommand } from './command.ts';

export const nudge = defineCommand({
  name: 'nudge',
  group: 'shell',
  summary: 'Print one line if something is due',
  examples: [
    { line: 'four nudge', meaning: 'One line for a status bar' },
    {
      line: 'line=$(four nudge); [ -z "$line" ] || notify-send four "$line"',
      meaning: 'For cron and timers: a notification if something is due',
    },
  ],
  run(session) {
    const { due, line } = unlessLocked(session) ?? { due: null, line: null };
    session.output.print(
      () => ({ due, line }),
      () => (line === null ? '' : `${line}\n`),
    );
  },
});

/** What is due; undefined while another program holds the store. */
function unlessLocked(session: Session) {
  session.store.lockTimeoutMs = LOCK_TIMEOUT_MS;
  try {
    const { store, settings, today, now } = session;
    const record = store.days.load(today);
    const due = dueAt(record, settings, minutesAfterMidnight(now));
    return { due, line: nudgeLine(due, record) };
  } catch (error) {
    if (isBusy(error)) return undefined;
    throw error;
  }
}
