import type { Command } from 'commander';
import { whyOf } from '../core/why.ts';
import type { Begin } from '../session/session.ts';
import { streakJson } from '../views/json.ts';
import { streakScreen } from '../views/streak.ts';

interface StreakOptions {
  readonly why?: boolean;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('streak')
    .description('the current and the longest streak, the days and the comebacks')
    .option('--why', 'lists the days that decided the current and the longest streak')
    .action((options: StreakOptions) => {
      const session = begin();
      const streak = session.streak();
      const why = options.why ? whyOf(streak, session.store.totals.days()) : null;
      session.output.print(
        () => streakJson(streak, why),
        () => streakScreen(streak, session.store.days.load(session.today), why, session.terminal.style),
      );
    });
}
