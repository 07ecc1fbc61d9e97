import type { Command } from 'commander';
import { type Day, formatDay, formatShortDay } from '../core/day.ts';
import { CommandError, UsageError } from '../core/errors.ts';
import { parseText } from '../core/text.ts';
import {
  type DayRecord,
  emptySlots,
  missingOn,
  plan,
  planAgain,
  plannedThings,
  SLOTS,
  type Slot,
} from '../core/thing.ts';
import { printAskedDay, printChangedDay, sentenceAfterMiss } from '../session/print-day.ts';
import type { Begin, Session } from '../session/session.ts';
import { type PromptContext, problemWith, withPrompts } from '../session/with-prompts.ts';
import { syncNote } from '../sync/notice.ts';
import type { Offer, Questions } from '../terminal/questions.ts';
import { dayHeading, plannedSoFar, slotLines, slotName } from '../views/day.ts';
import { hangingIndent, MARGIN } from '../views/layout.ts';
import { openSetbacksLine } from '../views/setbacks.ts';
import { type DateOption, dateOption } from './options.ts';

interface PlanOptions extends DateOption {
  readonly again?: boolean;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('plan')
    .description("names the day's four: asks for the empty slots, or fills them with TEXT")
    .argument('[text...]', 'a thing each; - reads a line each from standard input')
    .option('--again', 'fills the empty slots with what the last planned day had')
    .addOption(dateOption())
    .action(async (words: string[], options: PlanOptions) => {
      if (options.again && words.length > 0)
        throw new UsageError('--again takes no TEXT', 'First the one, then the other.');
      const session = begin();
      const texts = words
        .flatMap((word) => (word === '-' ? inputLines(session) : [word]))
        .map((text) => parseText(text));
      const day = await session.parseDay(options.date);
      if (options.again) planDayAgain(session, day);
      else if (words.length === 0) await askForDay(session, day);
      else printChangedDay(session, planTexts(session, day, texts));
    });
}

function inputLines({ terminal }: Session): string[] {
  const lines = terminal
    .readInput()
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new UsageError('standard input holds no things', 'It takes a line for each of them.');
  return lines;
}

function planTexts(session: Session, day: Day, texts: readonly string[], slot?: Slot): DayRecord {
  return session.changeDay(day, (record) => {
    const leftovers = session.store.days.leftovers(day);
    return plan(record, texts, leftovers, session.changeContext, slot);
  });
}

/** Fills the empty slots with what the last planned day had. */
function planDayAgain(session: Session, day: Day): void {
  const { store, changeContext } = session;
  const { record, sentence } = store.change(() => {
    const before = store.days.load(day);
    if (emptySlots(before).length === 0) return { record: before, sentence: ALL_TAKEN };
    const last = store.days.lastPlanned(day);
    if (!last) throw new CommandError(`there is no planned day before ${day}`, 'To name four things: four plan');
    const after = planAgain(before, last, changeContext);
    store.days.save(before, after);
    const isFilled = after.things.length > before.things.length;
    return { record: after, sentence: isFilled ? '' : `What ${formatDay(last.day)} had is planned already.` };
  });
  printChangedDay(session, record, sentence);
}

/** What a command needs to be about that day: nothing when it is today. */
function dayOption({ today }: Session, day: Day): string {
  return day === today ? '' : ` -d ${day}`;
}

const ALL_TAKEN = 'All four slots are taken.';

/** The morning's questions, one for each empty slot; each answer is stored as it is given. */
export async function askForDay(session: Session, day: Day): Promise<void> {
  const { store, settings, terminal } = session;
  if (emptySlots(store.days.load(day)).length === 0) return printChangedDay(session, store.days.load(day), ALL_TAKEN);
  const missing: PromptContext = {
    needs: 'TEXT',
    instead: 'Name the things: four plan "Write the post" "Call the buyer"',
    stored: () => [`${plannedSoFar(store.days.load(day))}.`, `To go on: four plan${dayOption(session, day)}`],
  };
  await withPrompts(session, missing, async (questions) => {
    terminal.err(`\n${morningHeading(session, store.days.load(day))}\n\n`);
    const history = store.days.pastTexts().map(terminal.errorStyle.text);
    for (const slot of SLOTS) {
      const record = store.days.load(day);
      if (emptySlots(record).includes(slot)) await askForSlot(session, day, slot, history, questions);
      else terminal.err(`${slotLines(record, slot, settings, terminal.errorStyle)}\n`);
    }
  });
  printAskedDay(session, store.days.load(day));
}

/** The day; on its first time also what a bad day before it leaves to be said, and the setbacks that are still open. */
function morningHeading(session: Session, record: DayRecord): string {
  const { store, today, terminal } = session;
  const style = terminal.errorStyle;
  const lines = [dayHeading(record, '', style)];
  if (record.day === today && plannedThings(record).length === 0) {
    const sentence = sentenceAfterMiss(session, session.streak(), record);
    const note = syncNote(session);
    lines.push(sentence && hangingIndent(MARGIN, sentence, style), openSetbacksLine(store.setbacks.list(), style));
    lines.push(note && hangingIndent(MARGIN, style.dim(note), style));
  }
  return lines.filter(Boolean).join('\n');
}

async function askForSlot(
  session: Session,
  day: Day,
  slot: Slot,
  history: readonly string[],
  questions: Questions,
): Promise<void> {
  const style = session.terminal.errorStyle;
  const text = await questions.slot({
    slot: slotName(slot, session.settings),
    offers: offersFor(session, session.store.days.load(day)),
    history,
    check: problemWith,
  });
  const record = text === '' ? session.store.days.load(day) : planTexts(session, day, [parseText(text)], slot);
  session.terminal.err(`${slotLines(record, slot, session.settings, style)}\n`);
}

/** What the last planned day had and this one has not: first what was left open on it, then what was done. */
function offersFor({ store, terminal }: Session, record: DayRecord): Offer[] {
  const last = store.days.lastPlanned(record.day);
  if (!last) return [];
  const offered = last.things.filter((thing) => thing.doneAt !== null || last.leftovers.includes(thing));
  const missing = missingOn(record, offered).map(({ text, doneAt }) => ({
    text: terminal.errorStyle.text(text),
    note: `${doneAt === null ? 'left' : 'done'} on ${formatShortDay(last.day)}`,
    isDone: doneAt !== null,
  }));
  return missing.toSorted((a, b) => Number(a.isDone) - Number(b.isDone));
}
