import { type DayRecord, plannedThings } from '../core/thing.ts';
import type { Session } from './session.ts';

/** How many days after the first one the next command is named. */
const FIRST_DAYS = 14;

/** In the first days, names the next command for today until it was used once; empty otherwise, and where nobody reads it. */
export function nextCommand(session: Session, record: DayRecord): string {
  const next = plannedThings(record).find(({ doneAt }) => doneAt === null);
  if (!session.output.mayPrompt || !next || record.day !== session.today || record.rest !== null) return '';
  if (session.streak().lastDays(FIRST_DAYS + 1).length > FIRST_DAYS) return '';
  const used = session.commandsUsed('ever');
  if (!used.has('done')) return `To check one off: four done ${next.slot}`;
  return used.has('check') ? '' : 'To end the day: four check';
}
