import { type Day, formatDay } from '../core/day.ts';
import { type DayRecord, openThings } from '../core/thing.ts';
import { dayStartHint, openYesterday } from '../session/late.ts';
import type { Session } from '../session/session.ts';
import { type PromptContext, withPrompts } from '../session/with-prompts.ts';
import type { Questions } from '../terminal/questions.ts';
import { hangingIndent, MARGIN } from '../views/layout.ts';
import { inWords } from '../views/words.ts';

/** Just past midnight with yesterday still open: which day does the user mean? At any other time, today. */
export async function askWhichDay(session: Session, questions: Questions): Promise<Day> {
  const { today, terminal } = session;
  const yesterday = openYesterday(session);
  if (yesterday === undefined) return today;
  const hint = dayStartHint(session);
  if (hint) terminal.err(`\n${hangingIndent(MARGIN, terminal.errorStyle.dim(hint), terminal.errorStyle)}\n\n`);
  const open = inWords(openThings(yesterday).length);
  return questions.choose({
    title: 'It is past midnight. Which day?',
    choices: [
      { value: yesterday.day, name: `Yesterday, ${formatDay(yesterday.day)}: ${open} open` },
      { value: today, name: `Today, ${formatDay(today)}` },
    ],
  });
}

/** The same as the only question of a command; undefined when the user ends it. */
export function askOnlyWhichDay(session: Session): Promise<Day | undefined> {
  const unasked: PromptContext = {
    needs: 'DAY',
    instead: 'Name the day: four yesterday',
    stored: () => ['Nothing was changed.'],
  };
  return withPrompts(session, unasked, (questions) => askWhichDay(session, questions));
}

/** Past midnight, a deed may have been meant for the day before. */
export function sayWhichDay(session: Session, { day }: DayRecord): string {
  const instead = session.commandWith('-d', 'yesterday');
  const words = `It is past midnight: this is on ${formatDay(day)}. For yesterday: four undo, then ${instead}`;
  return [words, dayStartHint(session)].filter(Boolean).join('\n');
}
