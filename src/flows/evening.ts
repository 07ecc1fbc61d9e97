import { addDays, type Day, formatDay, localDay, minutesAfterMidnight } from '../core/day.ts';
import { counts, totalOf } from '../core/day-status.ts';
import { peaksOf } from '../core/peaks.ts';
import { parseText } from '../core/text.ts';
import { addDone, checkOff, type DayRecord, openThings, plannedThings, type Thing, uncheck } from '../core/thing.ts';
import { printChangedDay } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { type PromptContext, problemUnlessEmpty, withPrompts } from '../session/with-prompts.ts';
import type { Questions } from '../terminal/questions.ts';
import { slotName } from '../views/day.ts';
import { eveningSentence, peakWords } from '../views/evening.ts';
import { inWords } from '../views/words.ts';

/** Until this time of night, in minutes after midnight, an open yesterday may be the day that is meant. */
const LATE_UNTIL = 4 * 60;

/** The evening check-off. Ticks are stored together, each line on what was done as it is given. */
export async function checkDay(session: Session, date: Day | undefined): Promise<void> {
  let isTicked = false;
  const missing: PromptContext = {
    needs: 'SLOT',
    instead: 'Name what is done: four done 1 3',
    stored: () => [isTicked ? 'What was ticked and written down is stored.' : 'Nothing was changed.'],
  };
  const isFirstToday = !session.commandsUsed('today').has('check');
  const { before, after } = await withPrompts(session, missing, async (questions) => {
    const day = date ?? (await whichDay(session, questions));
    const before = session.store.days.load(day);
    const newlyDone = plannedThings(before).length > 0 ? await tickOff(session, before, questions) : [];
    isTicked = true;
    for (const thing of newlyDone) await askWhatWasDone(session, day, thing, questions);
    if (before.things.length === 0 && before.rest === null) await askWhatYouDid(session, day, questions);
    return { before, after: session.store.days.load(day) };
  });
  const peak = isFirstToday || !isCounting(session, before) ? peakSentence(session, after) : '';
  const sentence = eveningSentence(after, session.settings, session.today);
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

/** Just past midnight with yesterday still open: which day does the user mean? */
async function whichDay({ now, today, store }: Session, questions: Questions): Promise<Day> {
  const yesterday = addDays(today, -1);
  const isLate = minutesAfterMidnight(now) < LATE_UNTIL && localDay(now) === today;
  const open = openThings(store.days.load(yesterday)).length;
  if (!isLate || open === 0) return today;
  return questions.choose('It is past midnight. Which day?', [
    { value: yesterday, name: `Yesterday, ${formatDay(yesterday)}: ${inWords(open)} open` },
    { value: today, name: `Today, ${formatDay(today)}` },
  ]);
}

/** Stores the ticks, and those taken back; returns what was not done before. */
async function tickOff(session: Session, before: DayRecord, questions: Questions): Promise<Thing[]> {
  const things = plannedThings(before);
  const ticked = await questions.tick(
    `${formatDay(before.day)}: what is done?`,
    things.map((thing) => ({
      value: thing.id,
      name: `${slotName(thing.slot, session.settings)} ${session.terminal.errorStyle.text(thing.text)}`,
      checked: thing.doneAt !== null,
    })),
  );
  const newlyDone = things.filter(({ id, doneAt }) => doneAt === null && ticked.includes(id));
  const takenBack = things.filter(({ id, doneAt }) => doneAt !== null && !ticked.includes(id));
  session.changeDay(before.day, (record) =>
    uncheck(checkOff(record, idsOf(newlyDone), null, session.changeContext.timestamp), idsOf(takenBack)),
  );
  return newlyDone;
}

async function askWhatWasDone(session: Session, day: Day, thing: Thing, questions: Questions): Promise<void> {
  const answer = await questions.line(
    `${thing.slot} ${thing.text}`,
    'What was done? Enter skips:',
    '',
    problemUnlessEmpty,
  );
  if (answer.trim() === '') return;
  const did = parseText(answer, 'what was done');
  session.changeDay(day, (record) => checkOff(record, idsOf([thing]), did, session.changeContext.timestamp));
}

/** On an evening with nothing planned. */
async function askWhatYouDid(session: Session, day: Day, questions: Questions): Promise<void> {
  const answer = await questions.line(formatDay(day), 'What did you do? Enter skips:', '', problemUnlessEmpty);
  if (answer.trim() === '') return;
  const text = parseText(answer);
  session.changeDay(day, (record) => addDone(record, text, session.changeContext));
}

function idsOf(things: readonly Thing[]): Set<string> {
  return new Set(things.map((thing) => thing.id));
}
