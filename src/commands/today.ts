import type { Command } from 'commander';
import { plannedThings } from '../core/thing.ts';
import type { Begin, Session } from '../session/session.ts';
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
  const day = await session.day(date);
  const record = session.store.day(day);
  const isMorning = date === undefined && plannedThings(record).length === 0 && record.rest === null;
  if (isMorning && session.mayPrompt) return askForDay(session, day);
  session.show(
    () => session.dayJson(record),
    () => session.dayScreen(record, '', day === session.today ? session.syncNote() : ''),
  );
}
