import { type Day, formatDay } from '../core/day.ts';
import { nameDay } from '../core/day-names.ts';
import { CommandError } from '../core/errors.ts';
import type { Style } from '../core/style.ts';
import { type DayRecord, extras, type Thing } from '../core/thing.ts';
import { dayText, printChangedDay } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { type PromptContext, problemOf, withPrompts } from '../session/with-prompts.ts';
import type { Questions } from '../terminal/questions.ts';
import { dayHeading, slotName } from '../views/day.ts';
import { dateFlag } from '../views/words.ts';

/** Asks which thing of a day is meant, in the words of the command line; undefined when the user ends the question. */
export function askWhichThing(session: Session, day: Day): Promise<string | undefined> {
  const { store, settings, terminal, today, calendar } = session;
  const record = store.days.load(day);
  if (record.things.length === 0)
    throw new CommandError(
      `there is nothing on ${nameDay(day, calendar)}`,
      `To plan it: four plan${dateFlag(day, today)}`,
    );
  return askForWords(session, day, (questions) =>
    questions.choose({
      title: `${formatDay(day)}: which one?`,
      choices: record.things.map((thing) => {
        const selector = selectorOf(thing, record);
        const label = thing.slot === null ? selector : slotName(thing.slot, settings);
        return { value: selector, key: selector, label, name: terminal.errorStyle.text(thing.text) };
      }),
    }),
  );
}

function selectorOf(thing: Thing, record: DayRecord): string {
  return thing.slot === null ? `+${extras(record).indexOf(thing) + 1}` : String(thing.slot);
}

/** Asks for a text or a day of the command line; undefined when the user ends the question. */
export function askForLine(
  session: Session,
  day: Day,
  { title, read }: { readonly title: string; readonly read: (answer: string) => unknown },
): Promise<string | undefined> {
  const above = (style: Style) => dayHeading(session.store.days.load(day), [], style);
  return askForWords(session, day, (questions) =>
    questions.line({ above, title, check: (answer) => problemOf(() => read(answer)) }),
  );
}

/** Ends with the day as it is where there is no answer. */
async function askForWords(
  session: Session,
  day: Day,
  ask: (questions: Questions) => Promise<string>,
): Promise<string | undefined> {
  const record = () => session.store.days.load(day);
  const missing: PromptContext = {
    needs: 'an argument',
    instead: 'For the form: four --help',
    screen: () => dayText(session, record()),
    stored: () => ['Nothing was changed.'],
  };
  const words = await withPrompts(session, missing, ask);
  if (words === undefined) printChangedDay(session, record());
  return words;
}
