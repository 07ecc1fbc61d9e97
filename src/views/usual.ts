import { parseWeekday, WEEKDAYS, type Weekday } from '../core/day.ts';
import type { Style } from '../core/style.ts';
import { EVERY_DAY, type Usual, type UsualDay, WEEKEND, WORKDAYS } from '../core/usual.ts';
import { hangingIndent, justify, MARGIN, padStart, renderScreen } from './layout.ts';
import { capitalize, enumerate } from './words.ts';

/** The usual texts with their numbers; `sentence` says what has changed. */
export function usualScreen(usuals: readonly Usual[], style: Style, sentence = ''): string {
  const begin = 'Nothing is usual yet. To be offered a text each Monday: four usual "Plan the week" --on mon';
  const hint = `Offered in the morning, never filled in. To drop one: four usual --drop ${usuals.length}`;
  return renderScreen(
    sentence && hangingIndent(MARGIN, sentence, style),
    usuals.map((_, index) => usualLine(usuals, index, style)).join('\n'),
    hangingIndent(MARGIN, style.dim(usuals.length === 0 ? begin : hint), style),
  );
}

function usualLine(usuals: readonly Usual[], index: number, style: Style): string {
  const { text, days } = usuals[index] as Usual;
  const number = style.dim(padStart(String(index + 1), String(usuals.length).length));
  return justify(hangingIndent(`${MARGIN}${number} `, style.text(text), style), style.dim(daysInWords(days)), style);
}

/** `every day`, `weekdays`, `Mondays and Thursdays`, `the 1st and the last day of the month` */
export function daysInWords(days: readonly UsualDay[]): string {
  const names = [...weekInWords(days.filter(isOfWeek)), ...monthInWords(days.filter((day) => !isOfWeek(day)))];
  return names.length === 0 ? 'no day' : enumerate(names);
}

function isOfWeek(day: UsualDay): boolean {
  return EVERY_DAY.includes(day);
}

function weekInWords(days: readonly UsualDay[]): string[] {
  if (isSame(days, EVERY_DAY)) return ['every day'];
  if (isSame(days, WORKDAYS)) return ['weekdays'];
  if (isSame(days, WEEKEND)) return ['weekends'];
  return days.map((day) => `${capitalize(WEEKDAYS[parseWeekday(day) as Weekday])}s`);
}

function monthInWords(days: readonly UsualDay[]): string[] {
  const names = days.map((day) => (day === 'last' ? 'the last day' : `the ${ordinal(Number(day))}`));
  return names.map((name, index) => (index === names.length - 1 ? `${name} of the month` : name));
}

/** `1st`, `2nd`, `3rd`, `4th`, `11th` */
function ordinal(number: number): string {
  const ending = Math.floor(number / 10) === 1 ? undefined : ['st', 'nd', 'rd'][(number % 10) - 1];
  return `${number}${ending ?? 'th'}`;
}

function isSame(days: readonly UsualDay[], group: readonly UsualDay[]): boolean {
  return days.join() === group.join();
}
