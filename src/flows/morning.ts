import type { Day } from '../core/day.ts';
import type { Style } from '../core/style.ts';
import { fold, parseText, sanitize } from '../core/text.ts';
import {
  type DayRecord,
  emptySlots,
  foldStored,
  plannedThings,
  remove,
  reword,
  SLOTS,
  type Slot,
  type Thing,
} from '../core/thing.ts';
import { dayText, printChangedDay, sentenceAfterMiss } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { firstMorningNote } from '../session/week-note.ts';
import { type AskStep, askInTurn, type PromptContext, problemWith, withPrompts } from '../session/with-prompts.ts';
import type { Questions } from '../terminal/questions.ts';
import { dayHeading, plannedSoFar, slotLines, slotName, streakNotes } from '../views/day.ts';
import { hangingIndent, MARGIN } from '../views/layout.ts';
import { openSetbacksLine } from '../views/setbacks.ts';
import { weekNoteLine } from '../views/week-note.ts';
import { dateFlag } from '../views/words.ts';
import { offersFor } from './offers.ts';
import { ALL_TAKEN, planTexts } from './plan-texts.ts';

/** Asks for each empty slot of a day; each answer is stored as it is given. `note` is said quietly, on the day's first time. */
export async function askForDay(session: Session, day: Day, note: string): Promise<void> {
  const { store } = session;
  const empty = emptySlots(store.days.load(day));
  if (empty.length === 0) {
    printChangedDay(session, store.days.load(day), ALL_TAKEN);
    return;
  }
  const heading = morningHeading(session, store.days.load(day), note);
  let unplaced: string[] = [];
  await withPrompts(session, missingTexts(session, day), async (questions) => {
    const history = store.days.pastTexts().map(session.terminal.errorStyle.text);
    const steps = empty.map(
      (slot): AskStep =>
        (canGoBack) =>
          fillSlot({ session, day, slot, history, heading, questions, canGoBack }),
    );
    await askInTurn((index) => steps[index]);
    unplaced = await questions.waitingLines();
  });
  const sentence = unplaced.length === 0 ? '' : `No slot was left for: ${unplaced.map(sanitize).join('; ')}`;
  printChangedDay(session, store.days.load(day), sentence);
}

function missingTexts(session: Session, day: Day): PromptContext {
  const { store, today } = session;
  return {
    needs: 'TEXT',
    instead: 'Name the things: four plan "Write the post" "Call the buyer"',
    screen: () => dayText(session, store.days.load(day)),
    stored: () => [`${plannedSoFar(store.days.load(day))}.`, `To go on: four plan${dateFlag(day, today)}`],
  };
}

/** The day, with the streak if it is today; on its first time also what a bad day before it leaves to be said, and the setbacks that are still open. */
function morningHeading(session: Session, record: DayRecord, note: string): (style: Style) => string {
  const isToday = record.day === session.today;
  const streak = isToday ? session.streak() : undefined;
  const isFirstTime = isToday && plannedThings(record).length === 0;
  const sentence = isFirstTime ? sentenceAfterMiss(session, record) : '';
  const weekNote = isFirstTime ? firstMorningNote(session, record) : null;
  const setbacks = isFirstTime ? session.store.setbacks.list() : [];
  return (style) =>
    [
      dayHeading(record, streak ? streakNotes(streak, style) : [], style),
      sentence && hangingIndent(MARGIN, sentence, style),
      weekNoteLine('From last week', weekNote, style),
      openSetbacksLine(setbacks, style),
      isFirstTime && note && hangingIndent(MARGIN, style.dim(note), style),
    ]
      .filter(Boolean)
      .join('\n');
}

interface SlotToFill {
  readonly session: Session;
  readonly day: Day;
  readonly slot: Slot;
  readonly history: readonly string[];
  readonly heading: (style: Style) => string;
  readonly questions: Questions;
  readonly canGoBack: boolean;
}

/** Asks for a slot, with what stands before it above; one that Esc went back to begins with its text. */
async function fillSlot({ session, day, slot, history, heading, questions, canGoBack }: SlotToFill): Promise<void> {
  const { settings, store } = session;
  const record = store.days.load(day);
  const current = record.things.find((thing) => thing.slot === slot);
  const text = await questions.slot({
    above: (style) => {
      const earlier = SLOTS.filter((one) => one < slot).map((one) => slotLines(record, one, settings, style));
      return [heading(style), '', ...earlier].join('\n');
    },
    slot: slotName(slot, settings),
    initial: current ? sanitize(current.text) : '',
    offers: offersFor(session, record, slot),
    history: history.filter((past) => !record.things.some((thing) => foldStored(thing.text) === fold(past))),
    check: problemWith,
    canGoBack,
  });
  if (!current && text !== '') planTexts(session, day, [parseText(text)], slot);
  else if (current) session.changeDay(day, (before) => correct(before, current, text));
}

/** What another answer makes of a thing; none removes it again. */
function correct(record: DayRecord, { id, text }: Thing, answer: string): DayRecord {
  if (answer === '') return remove(record, id);
  return parseText(answer) === sanitize(text) ? record : reword(record, id, parseText(answer));
}
