import { type HabitLog, readHabitLog } from '../habit-log.ts';
import type { Importer } from '../import-source.ts';

/**
 * The log of harsh: what was done. The file `habits` beside it gives the order of the habits and tells which of them harsh only
 * tracks; those are left out. https://github.com/wakatara/harsh
 */
export const importer: Importer = {
  detect: ({ lines }) => lines.some(isEntry),
  read: (source, context) => readHabitLog(source, LOG, context),
};

// `2026-11-23 : Habit : y : comment : amount`; some versions write no comment and amount.
const ENTRY = /^\d{4}-\d\d-\d\d : .+ : [yns]( :|\s*$)/;

function isEntry(line: string): boolean {
  return ENTRY.test(line);
}

const LOG: HabitLog = {
  tool: 'harsh',
  // Editors may remove the space at the end of a line.
  separator: / : | :$/,
  maxFields: 5,
  isEntry,
  validLine: 'last',
  // `Gym: 3/7` or, with an end date, `Gym: 3/7: 2026-12-31`, between headings like `! Health` and comments.
  readHabit(line) {
    const [, name, frequency = ''] = /^([^#!].*?): (.*)$/s.exec(line) ?? [];
    return name === undefined ? undefined : { name, isTracked: /^\s*0\s*([/:]|$)/.test(frequency) };
  },
};
