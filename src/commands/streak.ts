import { whyOf } from '../core/why.ts';
import { streakJson } from '../views/json.ts';
import { streakScreen } from '../views/streak.ts';
import { defineCommand } from './command.ts';
import { flag } from './options.ts';

export const streak = defineCommand({
  name: 'streak',
  group: 'past',
  summary: 'Show the streak, the days and the comebacks',
  options: {
    why: flag({ flags: '--why', summary: 'List the days that decided the current and longest streaks' }),
  },
  examples: [
    { line: 'four streak', meaning: 'Where the streak stands' },
    { line: 'four streak --why', meaning: 'Which days decided it' },
  ],
  run(session, { why: isWhy }) {
    const { store, output, terminal, today } = session;
    const current = session.streak();
    const why = isWhy ? whyOf(current, store.totals.days()) : null;
    output.print(
      () => streakJson(current, why),
      () => streakScreen(current, store.days.load(today), why, terminal.style),
    );
  },
});
