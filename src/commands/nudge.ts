import type { Command } from 'commander';
import { minutesAfterMidnight } from '../core/day.ts';
import type { Begin, Session } from '../session/session.ts';
import { dueAt, nudgeLine } from '../shell/nudge.ts';

export function register(program: Command, begin: Begin): void {
  program
    .command('nudge')
    .description('one line when something is due, and nothing otherwise: for cron, timers and status bars')
    .action(() => nudge(begin()));
}

function nudge(session: Session): void {
  const record = session.store.days.load(session.today);
  const due = dueAt(record, session.settings, minutesAfterMidnight(session.now));
  const line = nudgeLine(due, record);
  session.output.print(
    () => ({ due, line }),
    () => (line === null ? '' : `${line}\n`),
  );
}
