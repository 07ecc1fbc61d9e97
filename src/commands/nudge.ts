import { minutesAfterMidnight } from '../core/day.ts';
import { dueAt, nudgeLine } from '../shell/nudge.ts';
import { defineCommand } from './command.ts';

export const nudge = defineCommand({
  name: 'nudge',
  group: 'shell',
  summary: 'Print one line if something is due',
  examples: [
    { line: 'four nudge', meaning: 'One line for a status bar' },
    {
      line: 'line=$(four nudge); [ -z "$line" ] || notify-send four "$line"',
      meaning: 'For cron and timers: a notification if something is due',
    },
  ],
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
