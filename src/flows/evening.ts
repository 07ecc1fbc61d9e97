import { addDays, type Day, formatDay } from '../core/day.ts';
import { counts, totalOf } from '../core/day-status.ts';
import { peaksOf } from '../core/peaks.ts';
import { parseText, sanitize } from '../core/text.ts';
import {
  addDone,
  checkOff,
  type DayRecord,
  findThings,
  plannedOrWaiting,
  type Selector,
  SLOTS,
  type Thing,
  uncheck,
} from '../core/thing.ts';
import { dayOfThings } from '../session/late.ts';
import { dayText, printChangedDay } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { askInTurn, type PromptContext, problemWith, withPrompts } from '../session/with-prompts.ts';
import type { Questions } from '../terminal/questions.ts';
import { dayHeading, slotName, thingLines } from '../views/day.ts';
import { eveningSentence, peakWords } from '../views/evening.ts';
import { askWhichDay } from './which-day.ts';

interface Check {
  readonly date: Day | undefined;
  /** What is done; without it the user is asked. */
  readonly slots: 'all' | readonly Selector[];
}

/** The evening check-off. Ticks are stored together, each line on what was done as it is given. */
export async function checkDay(session: Session, { date, slots }: Check): Promise<void> {
  const { store, settings, today } = session;
  let day = await dayOfThings(session, date, slots);
  const missing: PromptContext = {
    ...(slots.length === 0
      ? { needs: 'SLOT', instead: 'Name what is done: four done 1 3' }
      : { needs: 'what was done', instead: 'Like this: four done 2 -m "She said March"' }),
    screen: () => dayText(session, store.days.load(day)),
    stored: () => [store.hasChanged ? 'What was ticked and written down is stored.' : 'Nothing was changed.'],
  };
  const isFirstToday = !session.commandsUsed('today').has('check');
  let before = store.days.load(day);
  await withPrompts(session, missing, async (questions) => {
    if (slots.length === 0) day = date ?? (await askWhichDay(session, questions));
    before = store.days.load(day);
    if (slots.length > 0) return askAbout(session, checkOffNamed(session, before, slots), day, questions);
    if (before.things.length === 0 && before.rest === null) return askWhatYouDid(session, day, questions);
    if (plannedOrWaiting(before).length > 0) await tickAndAsk(session, before, questions);
  });
  const after = store.days.load(day);
  const peak = isFirstToday || !isCounting(session, before) ? peakSentence(session, after) : '';
  const sentence = eveningSentence(after, settings, today);
  printChangedDay(session, after, [peak, sentence].filter(Boolean).join(' '));
}

function isCounting({ settings: { minimum }, today }: Session, record: DayRecord): boolean {
  return counts(totalOf(record), { minimum, today });
}

/** What is worth a word about today, or about yesterday just past midnight. */
function peakSentence(session: Session, { day }: DayRecord): string {
  const { settings, today } = session;
  return day < addDays(today, -1) ? '' : peakWords(peaksOf(session.streak(settings, day), settings.weekStart));
}

/** The list to tick, then a line about each new tick. Esc goes back to the list. */
function tickAndAsk(session: Session, before: DayRecord, questions: Questions): Promise<void> {
  let newlyDone: Thing[] = [];
  return askInTurn((index) => {
    const thing = newlyDone[index - 1];
    if (thing) return (canGoBack) => askWhatWasDone({ session, day: before.day, thing, questions, canGoBack });
    if (index > 0) return undefined;
    return async () => {
      newlyDone = await tickOff(session, before, questions);
    };
  });
}

/** Stores the ticks, and those taken back; returns what was not done before. */
async function tickOff(session: Session, before: DayRecord, questions: Questions): Promise<Thing[]> {
  const { store, settings, changeContext } = session;
  const things = plannedOrWaiting(store.days.load(before.day));
  const withoutSlot = things.filter(({ slot }) => slot === null);
  // What has no slot has a digit too: it follows the four.
  const keyOf = (thing: Thing) => String(thing.slot ?? SLOTS.length + 1 + withoutSlot.indexOf(thing));
  const ticked = await questions.tick({
    title: `${formatDay(before.day)}: what is done?`,
    choices: things.map((thing) => ({
      value: thing.id,
      key: keyOf(thing),
      label: slotName(thing.slot, settings).replace('+', keyOf(thing)),
      name: session.terminal.errorStyle.text(thing.text),
      isTicked: thing.doneAt !== null,
    })),
  });
  const newlyDone = plannedOrWaiting(before).filter(({ id, doneAt }) => doneAt === null && ticked.includes(id));
  const unticked = things.filter(({ id, doneAt }) => doneAt !== null && !ticked.includes(id));
  session.changeDay(before.day, (record) =>
    uncheck(checkOff(record, idsOf(newlyDone), null, changeContext.timestamp), idsOf(unticked)),
  );
  return newlyDone;
}

/** Checks off what the command line names; returns all of it. */
function checkOffNamed(session: Session, { day }: DayRecord, slots: 'all' | readonly Selector[]): Thing[] {
  const { timestamp } = session.changeContext;
  let ids = new Set<string>();
  const record = session.changeDay(day, (before) => {
    ids = findThings(before, slots, session.calendar);
    return checkOff(before, ids, null, timestamp);
  });
  return record.things.filter(({ id }) => ids.has(id));
}

/** Asks for a line about each of the things. */
function askAbout(session: Session, things: readonly Thing[], day: Day, questions: Questions): Promise<void> {
  return askInTurn((index) => {
    const thing = things[index];
    return thing && ((canGoBack) => askWhatWasDone({ session, day, thing, questions, canGoBack }));
  });
}

interface Asked {
  readonly session: Session;
  readonly day: Day;
  readonly thing: Thing;
  readonly questions: Questions;
  readonly canGoBack: boolean;
}

async function askWhatWasDone({ session, day, thing: { id }, questions, canGoBack }: Asked): Promise<void> {
  const { store, settings, changeContext } = session;
  const thing = store.days.load(day).things.find((candidate) => candidate.id === id);
  if (!thing) return;
  const answer = await questions.line({
    above: (style) => thingLines({ ...thing, did: null }, settings, style),
    title: 'What was done?',
    initial: thing.did === null ? '' : sanitize(thing.did),
    isOptional: true,
    check: problemWith,
    canGoBack,
  });
  if (answer === '') return;
  const did = parseText(answer, 'what was done');
  session.changeDay(day, (record) => checkOff(record, new Set([id]), did, changeContext.timestamp));
}

/** On an evening with nothing planned. */
async function askWhatYouDid(session: Session, day: Day, questions: Questions): Promise<void> {
  const answer = await questions.line({
    above: (style) => dayHeading(session.store.days.load(day), [], style),
    title: 'What did you do?',
    isOptional: true,
    check: problemWith,
  });
  if (answer === '') return;
  session.changeDay(day, (record) => addDone(record, parseText(answer), session.changeContext));
}

function idsOf(things: readonly Thing[]): Set<string> {
  return new Set(things.map((thing) => thing.id));
}
