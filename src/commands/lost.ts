import type { Day } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { newSetback, nextSetbackId, openSetback, type Setback } from '../core/setback.ts';
import { parseText } from '../core/text.ts';
import { askToSettle, type Settling, saveSettled, saysHow } from '../flows/settle.ts';
import { thatIs } from '../session/print-day.ts';
import type { Session } from '../session/session.ts';
import { setbackJson } from '../views/json.ts';
import { setbackScreen, setbacksScreen } from '../views/setbacks.ts';
import { defineCommand } from './command.ts';
import { doneDateOption } from './days.ts';
import { countFor, flag, listArgument, option, readUnlessDay } from './options.ts';

export const lost = defineCommand({
  name: 'lost',
  group: 'setbacks',
  summary: 'Write a setback down and settle it, or list them',
  days: 'back',
  arguments: {
    text: listArgument({
      name: 'text',
      summary: 'What was lost',
      parse: (words, reading) =>
        readUnlessDay(words, reading, {
          refuse: ({ refuseDayAsText }) => refuseDayAsText(words, (day) => ['lost', '-d', day, 'The Acme sale']),
          read: () => (words.length === 0 ? undefined : parseText(words.join(' '), 'the setback')),
        }),
    }),
  },
  options: {
    next: option({
      flags: '--next <text>',
      summary: 'Correct it: put what to do next into the first empty slot from today on',
      parse: (text) => parseText(text),
    }),
    letGo: flag({ flags: '--let-go', summary: 'Let it go: there is nothing to correct' }),
    message: option({
      flags: '-m, --message <lesson>',
      summary: 'Note the lesson, in one line',
      parse: (text) => parseText(text, 'the lesson'),
    }),
    settle: option({
      flags: '--settle <number>',
      summary: 'Settle this open setback of the list',
      parse: countFor('--settle'),
    }),
    date: doneDateOption,
  },
  examples: [
    { line: 'four lost "The Acme sale" --next "Ask for a second chance"', meaning: 'Correct it' },
    { line: 'four lost "The train" --let-go', meaning: 'Let it go' },
    { line: 'four lost --settle 1 --let-go', meaning: 'Settle the newest setback later' },
  ],
  async run(session, { text, next, letGo, message: lesson, settle: number, date }) {
    if (next !== undefined && letGo)
      throw new UsageError('--next and --let-go exclude each other', 'A setback is either corrected or let go.');
    const settling = { next, letGo, lesson };
    if (number !== undefined) {
      checkSettle(text, date);
      await settleLater(session, number, settling);
    } else if (text !== undefined) {
      await writeDown(session, date ?? session.today, text, settling);
    } else {
      checkNothingGiven(settling, date);
      printAll(session);
    }
  },
});

function checkSettle(text: string | undefined, date: Day | undefined): void {
  if (text !== undefined) throw new UsageError('--settle takes no TEXT', 'To see the numbers: four lost');
  if (date !== undefined) throw new UsageError('--settle takes no --date', 'A setback is settled today.');
}

function checkNothingGiven(settling: Settling, date: Day | undefined): void {
  if (!saysHow(settling) && settling.lesson === undefined && date === undefined) return;
  throw new UsageError(
    'TEXT is missing: what was lost?',
    'Like this: four lost "The Acme sale" --next "Call the buyer"',
  );
}

function printAll({ store, output, terminal }: Session): void {
  const setbacks = store.setbacks.list();
  output.print(
    () => setbacks.map(setbackJson),
    () => setbacksScreen(setbacks, terminal.style),
  );
}

/** Stored as soon as it is named. Without a terminal, and without a word on how to settle it, it stays open. */
async function writeDown(session: Session, day: Day, text: string, settling: Settling): Promise<void> {
  const { store, terminal } = session;
  const setback = store.change(() => {
    const id = nextSetbackId(day, text, store.setbacks.list(day, day));
    const added = newSetback(id, day, text, settling.lesson ?? null);
    store.setbacks.save(added);
    if (saysHow(settling)) saveSettled(session, added, settling);
    return added;
  });
  if (!saysHow(settling) && terminal.canAsk) await askToSettle(session, setback, settling);
  printSetback(session, setback);
}

async function settleLater(session: Session, number: number, settling: Settling): Promise<void> {
  const { store } = session;
  const setback = openSetback(store.setbacks.list(), number);
  if (saysHow(settling)) store.change(() => saveSettled(session, openSetback(store.setbacks.list(), number), settling));
  else await askToSettle(session, setback, settling);
  printSetback(session, setback);
}

function printSetback(session: Session, { id }: Setback): void {
  const { store, output, terminal } = session;
  const setbacks = store.setbacks.list();
  const setback = setbacks.find((candidate) => candidate.id === id) as Setback;
  output.printChange(
    () => setbacks.map(setbackJson),
    () => setbackScreen(setback, setbacks, terminal.style, thatIs(session, setback.day)),
  );
}
