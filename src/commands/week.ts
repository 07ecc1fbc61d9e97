import type { Command } from 'commander';
import { addDays } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { DAY_FORMS } from '../core/parse-day.ts';
import { weekSummary } from '../core/week.ts';
import type { Begin } from '../session/session.ts';
import { weekJson } from '../views/json.ts';
import { weekScreen } from '../views/week.ts';
import { type DateOption, dateOption, dayWords } from './options.ts';

interface WeekOptions extends DateOption {
  readonly last?: boolean;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('week')
    .description('the weekly summary')
    .argument('[day]', `a day of the week, instead of today: ${DAY_FORMS}`)
    .option('--last', 'last week')
    .addOption(dateOption())
    .action(async (word: string | undefined, options: WeekOptions) => {
      const named = dayWords(word, options);
      if (options.last && named !== undefined)
        throw new UsageError('--last and a day name two weeks', 'Leave one out.');
      const session = begin();
      const { store, settings, today } = session;
      const day = options.last ? addDays(today, -7) : await session.parseDay(named);
      const week = weekSummary(day, settings, session.streak(), store);
      session.output.print(
        () => weekJson(week, settings),
        () => weekScreen(week, settings, session.terminal.style),
      );
    });
}
