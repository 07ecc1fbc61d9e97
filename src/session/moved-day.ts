import type { Day } from '../core/day.ts';
import { nameDay } from '../core/day-names.ts';
import { CommandError } from '../core/errors.ts';
import { sanitize } from '../core/text.ts';
import { type DayRecord, plannedThings } from '../core/thing.ts';
import { dayText } from './print-day.ts';
import type { Session } from './session.ts';
import { type PromptContext, withPrompts } from './with-prompts.ts';

/**
 * After a sync has moved the things of a day, a command that names one by its number shows the day and asks; without a terminal it is
 * refused, once.
 */
export async function askWhetherMeant(session: Session, day: Day): Promise<void> {
  const { store, output, terminal, calendar } = session;
  const record = store.days.load(day);
  store.noteShown(day);
  if (!output.mayPrompt)
    throw new CommandError(
      `a sync has moved the things of ${nameDay(day, calendar)} since you saw them: now ${thingsBySlot(record)}`,
      `Nothing was changed. If you mean what is there now, run it again: ${session.commandWith()}`,
    );
  terminal.err(dayText(session, record));
  const isMeant = await withPrompts(session, UNASKED, (questions) =>
    questions.choose({
      title: 'A sync has moved these since you saw them. Go on?',
      choices: [
        { value: true, name: 'Yes, I mean what is there now' },
        { value: false, name: 'No, change nothing' },
      ],
    }),
  );
  if (!isMeant) throw new CommandError('nothing was changed', 'You can name a thing by part of its text, too.');
}

const UNASKED: PromptContext = {
  needs: 'an answer',
  instead: 'Run it again.',
  stored: () => ['Nothing was changed.'],
};

/** `1 "Call", 2 "Write"` */
function thingsBySlot(record: DayRecord): string {
  return plannedThings(record)
    .map(({ slot, text }) => `${slot} ${JSON.stringify(sanitize(text))}`)
    .join(', ');
}
