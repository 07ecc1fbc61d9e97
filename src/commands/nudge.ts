import { minutesAfterMidnight } from '../core/day.ts';
import { dueAt, nudgeLine } from '../shell/nudge.ts';
import { defineCommand } from './command.ts';

export const nudge = defineCommand({
  name: 'nudge',
  group: 'shell',
  summary: 'Print one line when something is due, and nothing otherwise',
  examples: [{ line: 'four nudge', meaning: 'For cron, timers and status bars' }],
  run({ store, settings, output, today, now }) {
    const record = store.days.load(today);
    const due = dueAt(record, settings, minutesAfterMidnight(now));
    const line = nudgeLine(due, record);
    output.print(
      () => ({ due, line }),
      () => (line === null ? '' : `${line}\n`),
    );
  },
});
