import { parseText } from '../core/text.ts';
import type { WeekSummary } from '../core/week.ts';
import type { Session } from '../session/session.ts';
import { saveNextNote } from '../session/week-note.ts';
import { type PromptContext, problemWith, withPrompts } from '../session/with-prompts.ts';
import { MARGIN } from '../views/layout.ts';
import { weekNoteLine } from '../views/week-note.ts';

const MISSING: PromptContext = {
  needs: 'the note for next week',
  instead: 'Like this: four week --note "Call before you write"',
  stored: () => ['Nothing was changed.'],
};

/** Asks at the end of a week what to take into the next one. Enter leaves it at that. */
export async function askForNextWeek(session: Session, { to }: WeekSummary): Promise<void> {
  const answer = await withPrompts(session, MISSING, (questions) =>
    questions.line({ title: 'Anything to take into next week?', isOptional: true, check: problemWith }),
  );
  if (!answer) return;
  const text = parseText(answer, 'the note');
  saveNextNote(session, to, text);
  const { style } = session.terminal;
  const shown = weekNoteLine('Into next week', text, style);
  session.terminal.out(`${shown}\n${MARGIN}${style.dim('You will see it on the first morning.')}\n\n`);
}
