import { UsageError } from '../core/errors.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { parseText } from '../core/text.ts';
import {
  EVERY_DAY,
  newUsual,
  parseUsualDays,
  requireUsualDays,
  type Usual,
  type UsualDay,
  usualNumber,
} from '../core/usual.ts';
import type { Session } from '../session/session.ts';
import { usualJson } from '../views/json.ts';
import { daysInWords, usualScreen } from '../views/usual.ts';
import { defineCommand, sameWords } from './command.ts';
import { countFor, listArgument, option } from './options.ts';

export const usual = defineCommand({
  name: 'usual',
  group: 'day',
  summary: 'Keep texts that the morning offers you on their days',
  otherNames: sameWords('routine', 'recurring', 'repeat', 'habit'),
  arguments: {
    text: listArgument({
      name: 'text',
      summary: 'What to offer; a text that is usual already gets new days',
      parse: (words, { literalWords }) => {
        if (words.length === 0) return undefined;
        const text = parseText(words.join(' '));
        if (literalWords === 0 && parseUsualDays(text)) throw dayAsText(text);
        return text;
      },
    }),
  },
  options: {
    on: option({
      flags: '--on <days>',
      summary: 'Offer it on these days, like mon,thu or weekdays, or 1 or last of the month (default every day)',
      completion: ['weekdays', 'weekends', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'last'],
      parse: requireUsualDays,
    }),
    drop: option({ flags: '--drop <number>', summary: 'Drop the text with this number', parse: countFor('--drop') }),
  },
  examples: [
    { line: 'four usual "Plan the week" --on mon', meaning: 'Offer it each Monday' },
    { line: 'four usual "Pay the rent" --on last', meaning: 'On the last day of each month' },
    { line: 'four usual --drop 1', meaning: 'Drop the first in the list' },
  ],
  run(session, { text, on, drop }) {
    if (drop !== undefined) {
      if (text !== undefined || on !== undefined)
        throw new UsageError('--drop takes neither TEXT nor --on', 'To see the numbers: four usual');
      dropUsual(session, drop);
    } else if (text !== undefined) addUsual(session, newUsual(text, on ?? EVERY_DAY));
    else if (on !== undefined)
      throw new UsageError(
        'TEXT is missing: what should the morning offer?',
        'Like this: four usual "Plan the week" --on mon',
      );
    else printAll(session);
  },
});

function dayAsText(text: string): UsageError {
  const ways = [
    ['--on', text, 'Plan the week'],
    ['--', text],
  ].map((words) => ['four', 'usual', ...words].map(shellQuote));
  const [withDay, asText] = ways.map((words) => words.join(' '));
  return new UsageError(
    `${JSON.stringify(text)} is a day, not a text`,
    `Did you mean: ${withDay} (as a text: ${asText})`,
  );
}

function addUsual(session: Session, added: Usual): void {
  const { store } = session;
  const before = store.usuals.list().find(({ id }) => id === added.id);
  store.change(() => store.usuals.save(added));
  printChanged(session, `${session.terminal.style.text(added.text)}: ${whenOffered(added.days, before)}`);
}

/** `offered on Mondays; before, it was every day.` */
function whenOffered(days: readonly UsualDay[], before: Usual | undefined): string {
  const now = `offered ${onDays(days)}`;
  const isChanged = before !== undefined && before.days.join() !== days.join();
  return isChanged ? `${now}; before, it was ${onDays(before.days)}.` : `${now}.`;
}

function onDays(days: readonly UsualDay[]): string {
  const words = daysInWords(days);
  return /^(every|no)/.test(words) ? words : `on ${words}`;
}

function dropUsual(session: Session, number: number): void {
  const { store } = session;
  const dropped = store.change(() => {
    const found = usualNumber(store.usuals.list(), number);
    store.usuals.remove(found);
    return found;
  });
  printChanged(session, `No longer usual: ${session.terminal.style.text(dropped.text)}`);
}

function printChanged({ store, output, terminal, today }: Session, sentence: string): void {
  const usuals = store.usuals.list();
  output.printChange(
    () => usuals.map((one) => usualJson(one, today)),
    () => usualScreen(usuals, terminal.style, sentence),
  );
}

function printAll({ store, output, terminal, today }: Session): void {
  const usuals = store.usuals.list();
  output.print(
    () => usuals.map((one) => usualJson(one, today)),
    () => usualScreen(usuals, terminal.style),
  );
}
