import type { Day } from '../core/day.ts';
import { nameDay } from '../core/day-names.ts';
import { CommandError, UsageError } from '../core/errors.ts';
import { parseSelector } from '../core/selector.ts';
import { parseText, sanitize } from '../core/text.ts';
import { doneThings, findThing, reword, type Selector } from '../core/thing.ts';
import { chooseEditor, type Editor } from '../session/environment.ts';
import { dayOfThings } from '../session/late.ts';
import { dayText, printChangedDay } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { type PromptContext, problemWith, withPrompts } from '../session/with-prompts.ts';
import { thingLines } from '../views/day.ts';
import { defineCommand, missingArgument, sameWords } from './command.ts';
import { dateOption } from './days.ts';
import { listArgument } from './options.ts';
import { optionalSlotArgument } from './slots.ts';

export const edit = defineCommand({
  name: 'edit',
  group: 'day',
  summary: "Reword a thing; without SLOT, edit the day's page",
  days: 'back',
  otherNames: sameWords('rename'),
  arguments: {
    slot: optionalSlotArgument,
    text: listArgument({
      name: 'text',
      summary: 'The new text; without it the terminal asks',
      parse: (words) => (words.length === 0 ? undefined : parseText(words.join(' '))),
    }),
  },
  options: { date: dateOption },
  examples: [
    { line: 'four edit 2 "Call the Acme buyer"', meaning: 'Reword the second thing' },
    {
      line: 'four edit acme "Write to Acme" -d tomorrow',
      meaning: 'Reword the thing of tomorrow with acme in its text',
    },
    { line: 'four edit -d yesterday', meaning: 'Edit yesterday as a Markdown page in $VISUAL or $EDITOR' },
  ],
  async run(session, { slot: given, text, date }) {
    const editor = given === undefined ? chooseEditor(session.env) : undefined;
    if (editor) return editPage(session, date ?? session.today, editor);
    const slot = given ?? (await askForSlot(session, date ?? session.today));
    if (slot === undefined) return;
    const day = await dayOfThings(session, date, [slot]);
    const wording = text ?? (await askForText(session, day, slot));
    if (wording === undefined) return printChangedDay(session, session.store.days.load(day));
    const record = session.changeDay(day, (before) =>
      reword(before, findThing(before, slot, session.calendar).id, wording),
    );
    printChangedDay(session, record);
  },
});

async function askForSlot(session: Session, day: Day): Promise<Selector | undefined> {
  if (!session.terminal.canAsk) throw missingArgument('slot', edit);
  const { askWhichThing } = await import('../flows/missing-argument.ts');
  const answer = await askWhichThing(session, day);
  return answer === undefined ? undefined : parseSelector(answer);
}

/** Opens the day as a page in the user's editor, and takes in what was changed. */
async function editPage(session: Session, day: Day, editor: Editor): Promise<void> {
  const { PageFile, editedDay } = await import('../transfer/edit-page.ts');
  const { store, terminal, changeContext } = session;
  const before = store.days.load(day);
  const page = new PageFile(before);
  const isTaken = (id: string) => changeContext.hasThing(id);
  try {
    if (!(await terminal.openInEditor(editor, page.file)))
      throw new CommandError(`the editor failed: ${editor.command}`);
    const text = page.read();
    let kept: readonly string[] = [];
    const record = session.changeDay(day, (now) => {
      const edited = editedDay(text, { before, now }, { timestamp: changeContext.timestamp, isTaken });
      if (doneThings(edited.record).length > doneThings(now).length) refuseAhead(session, day);
      kept = edited.kept;
      return edited.record;
    });
    page.remove();
    printChangedDay(session, record, kept.length === 0 ? '' : `What is done stays: ${kept.join(', ')}`);
  } catch (error) {
    throw page.explain(error);
  }
}

function refuseAhead({ today, calendar }: Session, day: Day): void {
  if (day > today) throw new UsageError(`${nameDay(day, calendar)} has not come yet`, 'Nothing was changed.');
}

async function askForText(session: Session, day: Day, selector: Selector): Promise<string | undefined> {
  const { store, settings, calendar } = session;
  const thing = findThing(store.days.load(day), selector, calendar);
  const missing: PromptContext = {
    needs: 'TEXT',
    instead: 'Give the new text: four edit 2 "Call the buyer"',
    screen: () => dayText(session, store.days.load(day)),
    stored: () => ['Nothing was changed.'],
  };
  const answer = await withPrompts(session, missing, (questions) =>
    questions.line({
      above: (style) => thingLines(thing, settings, style),
      title: 'The new text:',
      initial: sanitize(thing.text),
      check: problemWith,
    }),
  );
  return answer === undefined ? undefined : parseText(answer);
}
