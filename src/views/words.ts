import { type Day, daysBetween } from '../core/day.ts';

const SMALL = ['no', 'one', 'two', 'three', 'four'];

/** Numbers up to four in words, others in digits. */
export function inWords(count: number): string {
  return SMALL[count] ?? String(count);
}

/** `1 day`, `2 days` */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `once`, `twice`, `3 times` */
export function times(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${count} times`;
}

/** ` -d yesterday`, for a command about a day; empty for today. */
export function dateFlag(day: Day, today: Day): string {
  if (day === today) return '';
  const name = { [-1]: 'yesterday', 1: 'tomorrow' }[daysBetween(today, day)];
  return ` -d ${name ?? day}`;
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c` */
export function enumerate(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
