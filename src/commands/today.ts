import type { Command } from 'commander';
import { plannedThings } from '../core/thing.ts';
import { dayData, dayText } from '../session/print-day.ts';
import type { Begin, Session } from '../session/session.ts';
import { syncNote } from '../sync/notice.ts';
import { unknownCommand } from './help.ts';
import { type DateOption, dateOption } from './options.ts';
import { askForDay } from './plan.ts';

export function register(program: Command, begin: Begin): void {
  program
    .command('today', { isDefault: true })
    .description("today's four and the streak; with nothing planned yet, the morning's questions")
    .addOption(dateOption())
    // The default command also gets every word that is no command.
    .allowExcessArguments()
    .action(async (options: DateOption, command: Command) => {
      const [unknown] = command.args;
      if (unknown !== undefined) throw unknownCommand(unknown, program);
      await showToday(begin(), options);
    });
}

async function showToday(session: Session, { date }: DateOption): Promise<void> {
  const day = await session.parseDay(date);
  const record = session.store.days.load(day);
  const isMorning = date === undefined && plannedThings(record).length === 0 && record.rest === null;
  if (isMorning && session.output.mayPrompt) return askForDay(session, day);
  session.output.print(
    () => dayData(session, record),
    () => dayText(session, record, '', day === session.today ? syncNote(session) : ''),
  );
}
