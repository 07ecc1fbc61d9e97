import { type Day, daysBetween, formatShortDay } from '../core/day.ts';
import { fold, parseText } from '../core/text.ts';
import {
  type DayRecord,
  emptySlots,
  foldStored,
  LEFTOVER_DAYS,
  missingOn,
  plannedThings,
  SLOTS,
  type Slot,
  type Thing,
} from '../core/thing.ts';
import { printAskedDay, printChangedDay, sentenceAfterMiss } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { type PromptContext, problemWith, withPrompts } from '../session/with-prompts.ts';
import type { Offer, Questions } from '../terminal/questions.ts';
import { dayHeading, plannedSoFar, slotLines, slotName } from '../views/day.ts';
import { hangingIndent, MARGIN } from '../views/layout.ts';
import { openSetbacksLine } from '../views/setbacks.ts';
import { dateFlag } from '../views/words.ts';
import { ALL_TAKEN, planTexts } from './plan-texts.ts';

/** Asks for each empty slot of a day; each answer is stored as it is given. `note` is said quietly, on the day's first time. */
export async function askForDay(session: Session, day: Day, note: string): Promise<void> {
  const { store, terminal } = session;
  if (emptySlots(store.days.load(day)).length === 0) {
    printChangedDay(session, store.days.load(day), ALL_TAKEN);
    return;
  }
  await withPrompts(session, missingTexts(session, day), async (questions) => {
    terminal.err(`\n${morningHeading(session, store.days.load(day), note)}\n\n`);
    const history = store.days.pastTexts().map(terminal.errorStyle.text);
    for (const slot of SLOTS) await fillSlot({ session, day, slot, history, questions });
  });
  printAskedDay(session, store.days.load(day));
}

function missingTexts({ store, today }: Session, day: Day): PromptContext {
  return {
    needs: 'TEXT',
    instead: 'Name the things: four plan "Write the post" "Call the buyer"',
    stored: () => [`${plannedSoFar(store.days.load(day))}.`, `To go on: four plan${dateFlag(day, today)}`],
  };
}

/** The day; on its first time also what a bad day before it leaves to be said, and the setbacks that are still open. */
function morningHeading(session: Session, record: DayRecord, note: string): string {
  const { store, today, terminal } = session;
  const style = terminal.errorStyle;
  const lines = [dayHeading(record, [], style)];
  if (record.day === today && plannedThings(record).length === 0) {
    const sentence = sentenceAfterMiss(session, record);
    lines.push(sentence && hangingIndent(MARGIN, sentence, style));
    lines.push(openSetbacksLine(store.setbacks.list(), style));
    lines.push(note && hangingIndent(MARGIN, style.dim(note), style));
  }
  return lines.filter(Boolean).join('\n');
}

interface SlotToFill {
  readonly session: Session;
  readonly day: Day;
  readonly slot: Slot;
  readonly history: readonly string[];
  readonly questions: Questions;
}

/** Asks for a slot that is still empty, and shows what is in it. */
async function fillSlot({ session, day, slot, history, questions }: SlotToFill): Promise<void> {
  const { settings, terminal, store } = session;
  let record = store.days.load(day);
  if (emptySlots(record).includes(slot)) {
    const text = await questions.slot({
      slot: slotName(slot, settings),
      offers: offersFor(session, record, slot),
      history: history.filter((past) => !record.things.some(({ text }) => foldStored(text) === fold(past))),
      check: problemWith,
    });
    record = text === '' ? store.days.load(day) : planTexts(session, day, [parseText(text)], slot);
  }
  terminal.err(`${slotLines(record, slot, settings, terminal.errorStyle)}\n`);
}

/** What this day has not: the leftovers, newest first, then what else the last planned day had. With labels the slot's own come first. */
function offersFor(session: Session, record: DayRecord, slot: Slot): Offer[] {
  const { settings, terminal } = session;
  const leftovers = missingOn(record, session.leftovers(record.day));
  const isOwn = (thing: Thing) => settings.labels !== null && thing.slot === slot;
  const left = leftovers
    .toSorted((one, other) => Number(isOwn(other)) - Number(isOwn(one)))
    .map(({ text, day }) => ({ text, note: `left on ${formatShortDay(day)}` }));
  return [...left, ...offersAgain(session, record)].map((offer) => ({
    ...offer,
    text: terminal.errorStyle.text(offer.text),
  }));
}

/** What the last planned day had, and what it left open where that is too long ago for a leftover. */
function offersAgain({ store }: Session, record: DayRecord): Offer[] {
  const last = store.days.lastPlanned(record.day);
  if (!last) return [];
  const isLongAgo = daysBetween(last.day, record.day) > LEFTOVER_DAYS;
  return missingOn(record, last.things)
    .filter(({ doneAt }) => doneAt !== null || isLongAgo)
    .map(({ text, doneAt }) => ({
      text,
      note: `${doneAt === null ? 'planned' : 'done'} on ${formatShortDay(last.day)}`,
    }));
}
