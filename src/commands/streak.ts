import { goodWeeks } from '../core/good-weeks.ts';
import { whyOf } from '../core/why.ts';
import { streakJson } from '../views/json.ts';
import { streakScreen } from '../views/streak.ts';
import { defineCommand } from './command.ts';
import { flag } from './options.ts';
import { printWritten, svgOption } from './picture-options.ts';

export const streak = defineCommand({
  name: 'streak',
  group: 'past',
  summary: 'Show the streak, the days and the comebacks',
  options: {
    why: flag({ flags: '--why', summary: 'List the days that decided the current and longest streaks' }),
    svg: svgOption('Write a badge with the current streak, for a README'),
  },
  examples: [
    { line: 'four streak', meaning: 'Where the streak stands' },
    { line: 'four streak --svg streak.svg', meaning: 'A badge for a README' },
    { line: 'four streak --why', meaning: 'Which days decided it' },
  ],
  async run(session, { why: isWhy, svg }) {
    const { store, settings, output, terminal, today } = session;
    const current = session.streak();
    const why = isWhy ? whyOf(current, store.totals.days()) : null;
    const json = () => streakJson(current, why);
    if (svg !== undefined) {
      const { streakSvg } = await import('../views/streak-svg.ts');
      printWritten(session, [{ file: svg, text: streakSvg(current) }], json);
      return;
    }
    output.print(json, () => {
      const weeks = goodWeeks(current, settings.weekStart);
      return streakScreen({ streak: current, weeks, today: store.days.load(today), why }, terminal.style);
    });
  },
});
