import type { Day } from '../core/day.ts';
import { type DayRecord, plannedThings } from '../core/thing.ts';
import { openYesterday } from '../session/late.ts';
import { dayData, dayText } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { fetchBeforePlan } from '../sync/auto.ts';
import { syncNote } from '../sync/notice.ts';
import { defineCommand, sameWords } from './command.ts';
import { dateOption, dayArgument, oneDay } from './days.ts';

export const today = defineCommand({
  name: 'today',
  group: 'day',
  summary: 'Show how today stands, or ask for its four things',
  days: 'back',
  isDefault: true,
  showsToday: true,
  otherNames: sameWords('list', 'ls', 'status', 'show', 'goals'),
  arguments: { day: dayArgument('The day, instead of today') },
  options: { date: dateOption },
  examples: [
    { line: 'four', meaning: "The morning's questions, or how today stands" },
    { line: 'four -d yesterday', meaning: 'How yesterday went' },
  ],
  async run(session, { day: argument, date }) {
    const named = oneDay(argument, date);
    const day = named ?? (await dayInMind(session));
    if (day === undefined) return;
    const mayPlan = named === undefined && session.output.mayPrompt;
    // Another machine may have planned the day already.
    if (mayPlan && isUnplanned(session.store.days.load(day))) await fetchBeforePlan(session);
    const record = session.store.days.load(day);
    if (mayPlan && isUnplanned(record)) {
      const { askForDay } = await import('../flows/morning.ts');
      return askForDay(session, day, await syncNote(session));
    }
    session.store.noteShown(day);
    const note = day === session.today ? await syncNote(session) : '';
    session.output.print(
      () => dayData(session, record),
      () => dayText(session, record, '', note),
    );
  },
});

function isUnplanned(record: DayRecord): boolean {
  return plannedThings(record).length === 0 && record.rest === null;
}

/** Today, or just past midnight the day that is chosen. */
async function dayInMind(session: Session): Promise<Day | undefined> {
  if (!session.output.mayPrompt || openYesterday(session) === undefined) return session.today;
  return (await import('../flows/which-day.ts')).askOnlyWhichDay(session);
}
