import { type HabitLog, readHabitLog } from '../habit-log.ts';
import type { Importer } from '../import-source.ts';

/**
 * The log of habitctl, with tabs between the fields. The file `habits` beside it gives the order of the habits and tells which of
 * them habitctl only tracks; those are left out. https://github.com/blinry/habitctl
 */
export const importer: Importer = {
  detect: ({ lines }) => lines.some(isEntry),
  read: (source, context) => readHabitLog(source, LOG, context),
};

const ENTRY = /^\d{4}-\d\d-\d\d\t[^\t]+\t[yns]\s*$/;

function isEntry(line: string): boolean {
  return ENTRY.test(line);
}

const LOG: HabitLog = {
  tool: 'habitctl',
  separator: /\t/,
  maxFields: 3,
  isEntry,
  validLine: 'first',
  // `7 Cleaned` is meant once in seven days.
  readHabit(line) {
    const [, days, name] = /^\s*(\d+)\s+(\S.*)/s.exec(line) ?? [];
    return name === undefined ? undefined : { name: name.trimEnd(), isTracked: Number(days) === 0 };
  },
};
