import { WEEKDAYS } from '../core/day.ts';
import type { Finding, Group, Share, Side } from '../core/stats.ts';
import { capitalize } from './words.ts';

/** `Mondays: 2 of 4. Other days: 4 of 4` */
export function findingFact({ group, side, others }: Finding, labels: readonly string[] | null): string {
  const [one, other] = figures(side, others, isOfDays(group));
  const { name, rest } = namesOf(group, labels);
  return `${name}: ${one}. ${rest}: ${other}`;
}

/** The same, with a way to use it. */
export function findingWords(finding: Finding, labels: readonly string[] | null): string {
  return `${findingFact(finding, labels)}. ${adviceOn(finding)}.`;
}

function isOfDays({ kind }: Group): boolean {
  return kind === 'weekday' || kind === 'weekend';
}

/** The days in the middle, where these show the difference, else shares of all. */
function figures(side: Side, others: Side, isOfDays: boolean): [string, string] {
  const [one, other] = [side.typical, others.typical];
  const isShown = isOfDays && Math.sign(gap(one, other)) === Math.sign(gap(side, others));
  if (isShown) return [`${one.done} of ${one.planned}`, `${other.done} of ${other.planned}`];
  return [`${percent(side)} done`, percent(others)];
}

function gap(one: Share, other: Share): number {
  return one.done * other.planned - other.done * one.planned;
}

/** `57%` */
export function percent({ planned, done }: Share): string {
  return `${Math.round((100 * done) / planned)}%`;
}

function namesOf(group: Group, labels: readonly string[] | null): { readonly name: string; readonly rest: string } {
  switch (group.kind) {
    case 'weekday':
      return { name: `${capitalize(WEEKDAYS[group.weekday])}s`, rest: 'Other days' };
    case 'weekend':
      return { name: 'Weekends', rest: 'Other days' };
    case 'slot':
      return { name: slotTitle(group.slot, labels), rest: 'The other slots' };
    case 'carried':
      return { name: 'What was carried over', rest: 'What was fresh' };
  }
}

/** `Slot 4`, or its label */
export function slotTitle(slot: number, labels: readonly string[] | null): string {
  return labels?.[slot - 1] ?? `Slot ${slot}`;
}

function adviceOn({ group, side, others }: Finding): string {
  const isWeak = gap(side, others) < 0;
  switch (group.kind) {
    case 'weekday': {
      const days = `${capitalize(WEEKDAYS[group.weekday])}s`;
      return isWeak ? `You could plan ${days} smaller` : `You could keep what matters most for ${days}`;
    }
    case 'weekend':
      return isWeak ? 'You could plan weekends smaller' : 'You could keep what matters most for weekends';
    case 'slot':
      return isWeak ? 'You could put something smaller there' : 'You could put what matters most there';
    case 'carried':
      return isWeak
        ? 'You could make a thing smaller when you carry it, or let it go'
        : 'You could trust that what you carry gets done';
  }
}
