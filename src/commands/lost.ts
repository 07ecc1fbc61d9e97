import type { Command } from 'commander';
import { addDays, type Day } from '../core/day.ts';
import { CommandError, UsageError } from '../core/errors.ts';
import { type NextThing, newSetback, openSetback, type Setback, settle } from '../core/setback.ts';
import { parseText } from '../core/text.ts';
import { type ChangeContext, emptySlots, plan, type Thing } from '../core/thing.ts';
import type { Begin, Session } from '../session/session.ts';
import { type PromptContext, problemUnlessEmpty, problemWith, withPrompts } from '../session/with-prompts.ts';
import type { Store } from '../store/store.ts';
import type { Questions } from '../terminal/questions.ts';
import { setbackJson } from '../views/json.ts';
import { setbackScreen, setbacksScreen } from '../views/setbacks.ts';
import { type DateOption, dateOption, parseCount } from './options.ts';

interface LostOptions extends DateOption {
  readonly next?: string;
  readonly letGo?: boolean;
  readonly message?: string;
  readonly settle?: string;
}

/** How a setback shall be settled, as far as the words say it. */
interface Wish {
  readonly next: string | undefined;
  readonly letGo: boolean;
  readonly lesson: string | undefined;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('lost')
    .description('writes a setback down and settles it: something to correct, or to let go; without TEXT lists them')
    .argument('[text...]', 'what was lost')
    .option('--next <text>', 'what to do next: a thing in the first empty slot of today, else of the next days')
    .option('--let-go', 'there is nothing to correct')
    .option('-m, --message <lesson>', 'the lesson, in one line')
    .option('--settle <number>', 'settles an open one of the list')
    .addOption(dateOption())
    .action(async (words: string[], options: LostOptions) => {
      const wish = parseWish(options);
      const number = options.settle === undefined ? undefined : parseCount(options.settle, '--settle');
      const text = words.length === 0 ? undefined : parseText(words.join(' '), 'the setback');
      if (text !== undefined && number !== undefined)
        throw new UsageError('--settle takes no TEXT', 'The numbers are those of: four lost');
      if (number !== undefined && options.date !== undefined)
        throw new UsageError('--settle takes no --date', 'A setback is settled today.');
      if (text === undefined && number === undefined) checkNothingGiven(options);
      const session = begin();
      if (number !== undefined) await settleLater(session, number, wish);
      else if (text !== undefined) await writeDown(session, text, await session.parseDay(options.date), wish);
      else showAll(session);
    });
}

function parseWish({ next, letGo = false, message }: LostOptions): Wish {
  if (next !== undefined && letGo)
    throw new UsageError('--next and --let-go exclude each other', 'A setback is either corrected or let go.');
  return {
    next: next === undefined ? undefined : parseText(next),
    letGo,
    lesson: message === undefined ? undefined : parseText(message, 'the lesson'),
  };
}

function checkNothingGiven({ next, letGo, message, date }: LostOptions): void {
  if (next === undefined && !letGo && message === undefined && date === undefined) return;
  throw new UsageError(
    'TEXT is missing: what was lost?',
    'Like this: four lost "The Acme sale" --next "Call the buyer"',
  );
}

function showAll(session: Session): void {
  const setbacks = session.store.setbacks.list();
  session.output.print(
    () => setbacks.map(setbackJson),
    () => setbacksScreen(setbacks, session.terminal.style),
  );
}

/** Stored as soon as it is named. Without a terminal and without a word on how to settle it, it stays open. */
async function writeDown(session: Session, text: string, day: Day, wish: Wish): Promise<void> {
  const { store, changeContext, terminal } = session;
  const setback = newSetback(changeContext.newId(), day, text, wish.lesson ?? null);
  store.change(() => {
    store.setbacks.save(setback);
    if (isSettledBy(wish)) saveSettled(session, setback, wish);
  });
  if (!isSettledBy(wish) && terminal.canAsk) await askToSettle(session, setback, wish);
  confirm(session, setback);
}

async function settleLater(session: Session, number: number, wish: Wish): Promise<void> {
  const { store } = session;
  const setback = openSetback(store.setbacks.list(), number);
  if (isSettledBy(wish)) store.change(() => saveSettled(session, openSetback(store.setbacks.list(), number), wish));
  else await askToSettle(session, setback, wish);
  confirm(session, setback);
}

function isSettledBy({ next, letGo }: Wish): boolean {
  return next !== undefined || letGo;
}

/** Inside `change`: the thing to do next goes into the first empty slot from today on, linked to the setback. */
function saveSettled({ store, today, changeContext }: Session, setback: Setback, { next, lesson }: Wish): void {
  // Read again: it may have been settled in another terminal while this one was asking.
  if (find(store.setbacks.list(), setback).kind !== null)
    throw new CommandError('that setback is settled already', 'The list: four lost');
  const thing = next === undefined ? null : planNext(store, today, next, changeContext);
  const settled = settle(setback, thing, today, changeContext.timestamp);
  store.setbacks.save({ ...settled, lesson: lesson ?? setback.lesson });
}

function planNext(store: Store, today: Day, text: string, changeContext: ChangeContext): NextThing {
  let day = today;
  while (emptySlots(store.days.load(day)).length === 0) day = addDays(day, 1);
  const before = store.days.load(day);
  const after = plan(before, [text], store.days.leftovers(day), changeContext);
  store.days.save(before, after);
  const added = after.things.find((thing) => !before.things.includes(thing)) as Thing;
  return { id: added.id, day, slot: added.slot, text: added.text, done: false };
}

async function askToSettle(session: Session, setback: Setback, wish: Wish): Promise<void> {
  const { store } = session;
  const missing: PromptContext = {
    needs: '--next TEXT or --let-go',
    instead: 'Like this: four lost --settle 1 --next "Call the buyer"',
    stored: () => ['What was answered before is stored.', 'The list, to settle it later: four lost'],
  };
  await withPrompts(session, missing, async (questions) => {
    const answer = await askHow(setback, questions);
    if (answer === 'later') return;
    store.change(() => saveSettled(session, setback, { ...wish, ...answer }));
    const lesson = wish.lesson ?? (await askForLesson(setback, questions));
    const settled = find(store.setbacks.list(), setback);
    if (lesson !== undefined) store.change(() => store.setbacks.save({ ...settled, lesson }));
  });
}

async function askHow(setback: Setback, questions: Questions): Promise<'later' | Pick<Wish, 'next' | 'letGo'>> {
  const way = await questions.choose(setback.text, [
    { value: 'correct', name: 'There is something to correct' },
    { value: 'let-go', name: 'Let it go' },
    { value: 'later', name: 'Decide later' },
  ]);
  if (way === 'later') return way;
  if (way === 'let-go') return { next: undefined, letGo: true };
  const next = await questions.line(setback.text, 'What to do next:', '', problemWith);
  return { next: parseText(next), letGo: false };
}

async function askForLesson(setback: Setback, questions: Questions): Promise<string | undefined> {
  const answer = await questions.line(setback.text, 'The lesson? Enter skips:', '', problemUnlessEmpty);
  return answer.trim() === '' ? undefined : parseText(answer, 'the lesson');
}

function confirm(session: Session, { id }: Setback): void {
  const setbacks = session.store.setbacks.list();
  session.output.printChange(
    () => setbacks.map(setbackJson),
    () => setbackScreen(find(setbacks, { id }), setbacks, session.terminal.style),
  );
}

function find(setbacks: readonly Setback[], { id }: Pick<Setback, 'id'>): Setback {
  return setbacks.find((candidate) => candidate.id === id) as Setback;
}
