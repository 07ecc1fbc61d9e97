import { addDays, type Day } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import { type NextThing, type Setback, settle } from '../core/setback.ts';
import type { Style } from '../core/style.ts';
import { parseText } from '../core/text.ts';
import { emptySlots, plan, type Thing } from '../core/thing.ts';
import type { Session } from '../session/session.ts';
import { type AskStep, askInTurn, type PromptContext, problemWith, withPrompts } from '../session/with-prompts.ts';
import type { Questions } from '../terminal/questions.ts';
import { hangingIndent, MARGIN } from '../views/layout.ts';

/** How a setback is to be settled, as far as the words say it. */
export interface Settling {
  readonly next: string | undefined;
  readonly letGo: boolean;
  readonly lesson: string | undefined;
}

export function saysHow({ next, letGo }: Settling): boolean {
  return next !== undefined || letGo;
}

/** Settles a setback. Only inside `change`: the next thing goes into the first empty slot from today on. */
export function saveSettled(session: Session, setback: Setback, { next, lesson }: Settling): void {
  const { store, today, changeContext } = session;
  // Read again: it may have been settled in another terminal while this one was asking.
  if (loadAgain(session, setback).kind !== null)
    throw new CommandError('that setback is already settled', 'To list them: four lost');
  const thing = next === undefined ? null : planNext(session, next);
  const settled = settle(setback, thing, today, changeContext.timestamp);
  store.setbacks.save({ ...settled, lesson: lesson ?? setback.lesson });
}

/** A setback as it is stored now. */
export function loadAgain({ store }: Session, { id }: Pick<Setback, 'id'>): Setback {
  return store.setbacks.list().find((candidate) => candidate.id === id) as Setback;
}

function planNext(session: Session, text: string): NextThing {
  const { store, today, changeContext } = session;
  const day = firstDayWithRoom(store.days, today);
  const before = store.days.load(day);
  const after = plan(before, [text], changeContext, { leftovers: session.leftovers(day) });
  store.days.save(before, after);
  const added = after.things.find((thing) => !before.things.includes(thing)) as Thing;
  return { id: added.id, day, slot: added.slot, text: added.text, doneAt: null };
}

function firstDayWithRoom(days: Session['store']['days'], from: Day): Day {
  let day = from;
  while (emptySlots(days.load(day)).length === 0) day = addDays(day, 1);
  return day;
}

/** Asks whether there is something to correct or to let go, and for the lesson; each answer is stored as it is given. */
export async function askToSettle(session: Session, setback: Setback, settling: Settling): Promise<void> {
  const { store } = session;
  const missing: PromptContext = {
    needs: '--next TEXT or --let-go',
    instead: 'Like this: four lost --settle 1 --next "Call the buyer"',
    stored: () => ['What was answered before is stored.', 'The list, to settle it later: four lost'],
  };
  await withPrompts(session, missing, async (questions) => {
    const answer = await askHow(setback, questions);
    if (answer === 'later') return;
    store.change(() => saveSettled(session, setback, { ...settling, ...answer }));
    const lesson = settling.lesson ?? (await askForLesson(setback, questions));
    const settled = loadAgain(session, setback);
    if (lesson !== undefined) store.change(() => store.setbacks.save({ ...settled, lesson }));
  });
}

async function askHow(setback: Setback, questions: Questions): Promise<'later' | Pick<Settling, 'next' | 'letGo'>> {
  let way = 'later';
  let next: string | undefined;
  const steps: AskStep[] = [
    async () => {
      way = await questions.choose({
        title: setback.text,
        choices: [
          { value: 'correct', name: 'There is something to correct' },
          { value: 'let-go', name: 'Let it go' },
          { value: 'later', name: 'Decide later' },
        ],
      });
    },
    async (canGoBack) => {
      if (way !== 'correct') return;
      next = await questions.line({ ...about(setback), title: 'What to do next:', canGoBack, check: problemWith });
    },
  ];
  await askInTurn((index) => steps[index]);
  if (way === 'later') return way;
  return { next: next === undefined ? undefined : parseText(next), letGo: way === 'let-go' };
}

async function askForLesson(setback: Setback, questions: Questions): Promise<string | undefined> {
  const title = 'The lesson?';
  const answer = await questions.line({ ...about(setback), title, isOptional: true, check: problemWith });
  return answer === '' ? undefined : parseText(answer, 'the lesson');
}

function about({ text }: Setback) {
  return { above: (style: Style) => hangingIndent(MARGIN, style.text(text), style) };
}
