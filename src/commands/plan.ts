import type { Day } from '../core/day.ts';
import { nameDay } from '../core/day-names.ts';
import { CommandError, UsageError } from '../core/errors.ts';
import { MAX_INPUT } from '../core/limits.ts';
import { listItems, parseText } from '../core/text.ts';
import { emptySlots, planAgain } from '../core/thing.ts';
import { ALL_TAKEN, planTexts } from '../flows/plan-texts.ts';
import { printChangedDay, sentenceAfterMiss } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { fetchBeforePlan } from '../sync/auto.ts';
import { syncNote } from '../sync/notice.ts';
import { defineCommand, sameWords } from './command.ts';
import { dateOption } from './days.ts';
import { flag, listArgument, readUnlessDay } from './options.ts';

export const plan = defineCommand({
  name: 'plan',
  group: 'day',
  summary: "Fill the day's empty slots, with TEXT or by asking",
  days: 'ahead',
  otherNames: sameWords('add'),
  arguments: {
    texts: listArgument({
      name: 'text',
      summary: 'One thing each; - reads one per line from standard input',
      completion: 'plan-text',
      parse: (words, reading) =>
        readUnlessDay(words, reading, {
          refuse: ({ refuseDayAsThing }, typed) => refuseDayAsThing(words, typed),
          read: () => words,
        }),
    }),
  },
  options: {
    again: flag({ flags: '--again', summary: 'Fill the empty slots with what the last planned day had' }),
    date: dateOption,
  },
  examples: [
    { line: 'four plan "Write the post" "Call the buyer"', meaning: 'Fill the first two empty slots' },
    { line: 'four plan --again -d tomorrow', meaning: 'Plan the same again for tomorrow' },
  ],
  async run(session, { texts: words, again, date }) {
    if (again && words.length > 0) throw new UsageError('--again takes no TEXT', 'First the one, then the other.');
    const input = words.includes('-') ? await inputLines(session) : [];
    const texts = words.flatMap((word) => (word === '-' ? input : [word])).map((text) => parseText(text));
    await fetchBeforePlan(session);
    const day = date ?? session.today;
    if (again) planDayAgain(session, day);
    else if (words.length === 0) await ask(session, day);
    else planDay(session, day, texts);
  },
});

async function ask(session: Session, day: Day): Promise<void> {
  const { askForDay } = await import('../flows/morning.ts');
  await askForDay(session, day, await syncNote(session));
}

/** Plans the texts; the command that begins the day also says what there is to say on the morning after a miss. */
function planDay(session: Session, day: Day, texts: readonly string[]): void {
  const sentence = day === session.today ? sentenceAfterMiss(session, session.store.days.load(day)) : '';
  printChangedDay(session, planTexts(session, day, texts), sentence);
}

async function inputLines({ terminal }: Session): Promise<string[]> {
  const text = terminal.readInput(MAX_INPUT).toString('utf8');
  const lines = isPage(text) ? await linesOfPage(text) : listItems(text);
  if (lines.length === 0) throw new UsageError('standard input is empty', 'Give it a line for each thing.');
  return lines;
}

/** Whether a text is a page with a heading and a list, on which not every line is a thing. */
function isPage(text: string): boolean {
  return /^#{1,6} /m.test(text) && /^[ \t]*([-*+]|\d+[.)]) /m.test(text);
}

async function linesOfPage(text: string): Promise<string[]> {
  const { readDayPage } = await import('../transfer/day-page.ts');
  return readDayPage(text).lines.map((line) => line.text);
}

/** Fills the empty slots with what the last planned day had. */
function planDayAgain(session: Session, day: Day): void {
  const { store, calendar, changeContext } = session;
  const { record, sentence } = store.change(() => {
    const before = store.days.load(day);
    if (emptySlots(before).length === 0) return { record: before, sentence: ALL_TAKEN };
    const last = store.days.lastPlanned(day);
    if (!last)
      throw new CommandError(
        `there is no planned day before ${nameDay(day, calendar)}`,
        'To name four things: four plan',
      );
    const after = planAgain(before, { ...last, leftovers: session.leftovers(day) }, changeContext);
    store.days.save(before, after);
    const isFilled = after.things.length > before.things.length;
    return {
      record: after,
      sentence: isFilled ? '' : `Everything from ${nameDay(last.day, calendar)} is planned already.`,
    };
  });
  printChangedDay(session, record, sentence);
}
