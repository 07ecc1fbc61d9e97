import { type Block, chanceOf, tooRare } from './chance.ts';
import { type Day, localDay, minutesAfterMidnight, startOfWeek, type Weekday, weekdayOf } from './day.ts';
import { groupBy } from './group.ts';
import type { Settings } from './settings.ts';
import { countedSlot, type DayRecord, SLOTS, type Slot, type Thing } from './thing.ts';

/** What was planned, and how much of it was done. */
export interface Share {
  readonly planned: number;
  readonly done: number;
}

/** A group of things or days that is compared with all others. */
export type Group =
  | { readonly kind: 'weekday'; readonly weekday: Weekday }
  | { readonly kind: 'weekend' }
  | { readonly kind: 'slot'; readonly slot: Slot }
  | { readonly kind: 'carried' };

/** One side of a comparison. */
export interface Side extends Share {
  /** What the day in the middle had, of those with something planned. */
  readonly typical: Share;
}

/** A difference that chance would rarely make. */
export interface Finding {
  readonly group: Group;
  readonly side: Side;
  readonly others: Side;
  /** How often chance alone would make as large a difference: see `chanceOf`. */
  readonly chance: number;
}

export interface Stats extends Share {
  /** The first and the last day with something planned; null if there is none. */
  readonly from: Day | null;
  readonly to: Day | null;
  /** How many days had something planned. */
  readonly days: number;
  /** What was done without having been planned. */
  readonly unplanned: number;
  /** In the order of the user's week. */
  readonly weekdays: readonly (Share & { readonly weekday: Weekday })[];
  /** How much was checked off in each hour of the clock, from midnight on. */
  readonly hours: readonly number[];
  readonly slots: readonly (Share & { readonly slot: Slot })[];
  /** By how many times a thing had been carried; the last is three times and more. */
  readonly carried: readonly (Share & { readonly times: number })[];
  /** The strongest of each kind, weekdays first. */
  readonly findings: readonly Finding[];
}

/** Without any habit in a history, the chance that it has a finding is at most this. */
export const LEVEL = 0.01;

/** In how many days or weeks both sides of a comparison must have been planned. */
const ENOUGH_BLOCKS = 8;

/** A smaller difference between two shares is of no use to anybody. */
const USEFUL_DIFFERENCE = 0.1;

const MOST_CARRIED = 3;

/** What got done of what was planned, on days that are over. Rest days are left out. */
export function statsOf(
  records: Iterable<DayRecord>,
  { weekStart, dayStart }: Pick<Settings, 'weekStart' | 'dayStart'>,
): Stats {
  const all = [...records].filter(({ rest }) => rest === null);
  const days = all.map(plannedOn).filter(({ things }) => things.length > 0);
  const things = days.flatMap((record) => record.things);
  const week = Array.from({ length: 7 }, (_, index) => ((weekStart + index) % 7) as Weekday);
  return {
    from: days[0]?.day ?? null,
    to: days.at(-1)?.day ?? null,
    days: days.length,
    ...shareOf(things),
    unplanned: all.flatMap((record) => record.things).filter(({ unplanned, doneAt }) => unplanned && doneAt).length,
    weekdays: week.map((weekday) => ({
      weekday,
      ...shareOf(days.filter(({ day }) => weekdayOf(day) === weekday).flatMap((record) => record.things)),
    })),
    hours: hoursOf(days, dayStart),
    slots: SLOTS.map((slot) => ({
      slot,
      ...shareOf(things.filter((thing) => countedSlot(thing) === slot)),
    })),
    carried: Array.from({ length: MOST_CARRIED + 1 }, (_, times) => ({
      times,
      ...shareOf(things.filter(({ carried }) => Math.min(carried, MOST_CARRIED) === times)),
    })),
    findings: findingsOf(days, weekStart),
  };
}

/** A day with what was planned on it, in a slot or waiting for one. */
function plannedOn(record: DayRecord): DayRecord {
  return { ...record, things: record.things.filter(({ unplanned }) => !unplanned) };
}

function shareOf(things: readonly Thing[]): Share {
  return { planned: things.length, done: things.filter(isDone).length };
}

function isDone({ doneAt }: Thing): boolean {
  return doneAt !== null;
}

/** What was checked off on its own day. Noon sharp, or a moment later, is what an import writes where it knows no time. */
function hoursOf(days: readonly DayRecord[], dayStart: number): number[] {
  const hours = new Array<number>(24).fill(0);
  for (const { day, things } of days)
    for (const { doneAt } of things) {
      if (doneAt === null) continue;
      const instant = new Date(doneAt);
      const isNoon = minutesAfterMidnight(instant) === 12 * 60 && instant.getTime() % 60_000 < 1000;
      const hour = instant.getHours();
      if (!isNoon && localDay(instant, dayStart) === day) hours[hour] = (hours[hour] ?? 0) + 1;
    }
  return hours;
}

/** A group, with what it is compared in: the days of a week, or the things of a day. */
interface Comparison {
  readonly group: Group;
  readonly blocks: readonly Block[];
  readonly side: Side;
  readonly others: Side;
}

function findingsOf(days: readonly DayRecord[], weekStart: Weekday): Finding[] {
  const comparisons = [...compareDays(days, weekStart), ...compareThings(days)].filter(isEnough);
  const chances = comparisons.map(({ blocks }) => chanceOf(blocks));
  const rare = tooRare(chances, LEVEL);
  const findings = comparisons
    .map(({ blocks: _, ...comparison }, index): Finding => ({ ...comparison, chance: chances[index] as number }))
    .filter((_, index) => rare[index] && isUseful(comparisons[index] as Comparison));
  return KINDS.flatMap((kinds) => {
    const ofKind = findings.filter(({ group }) => kinds.includes(group.kind));
    return ofKind.toSorted((one, other) => one.chance - other.chance || gapOf(other) - gapOf(one)).slice(0, 1);
  });
}

/** Groups of which one finding is told, not several. */
const KINDS: readonly (readonly Group['kind'][])[] = [['weekday', 'weekend'], ['slot'], ['carried']];

function isEnough({ blocks }: Comparison): boolean {
  return blocks.length >= ENOUGH_BLOCKS;
}

/** Whether a difference is large, and the figures that are told lie the same way as what was tested. */
function isUseful({ side, others, blocks }: Comparison): boolean {
  const difference = differenceOf(side, others);
  return Math.abs(difference) >= USEFUL_DIFFERENCE && Math.sign(difference) === Math.sign(excessOf(blocks));
}

function gapOf({ side, others }: Finding): number {
  return Math.abs(differenceOf(side, others));
}

function differenceOf(side: Share, others: Share): number {
  return side.done / side.planned - others.done / others.planned;
}

/** By how much the group's scores are above the average of their blocks. */
function excessOf(blocks: readonly Block[]): number {
  const mean = (scores: readonly number[]) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return blocks.reduce((sum, { group, others }) => sum + group.length * (mean(group) - mean([...group, ...others])), 0);
}

const WEEKDAYS: readonly Weekday[] = [0, 1, 2, 3, 4, 5, 6];

/** Each weekday, and the weekend, with the other days of the same weeks. */
function compareDays(days: readonly DayRecord[], weekStart: Weekday): Comparison[] {
  const weeks = [...groupBy(days, ({ day }) => startOfWeek(day, weekStart)).values()];
  const compare = (group: Group, isIn: (weekday: Weekday) => boolean): Comparison => {
    const inGroup = ({ day }: DayRecord) => isIn(weekdayOf(day));
    return {
      group,
      blocks: blocksOf(weeks, inGroup, dayScore),
      side: sideOf(days.filter(inGroup)),
      others: sideOf(days.filter((record) => !inGroup(record))),
    };
  };
  return [
    ...WEEKDAYS.map((weekday) => compare({ kind: 'weekday', weekday }, (one) => one === weekday)),
    compare({ kind: 'weekend' }, (one) => one === 0 || one === 6),
  ];
}

/** The share of a day that was done, in twelfths: whole numbers for one to four things. */
function dayScore({ things }: DayRecord): number {
  const { planned, done } = shareOf(things);
  return Math.round((12 * done) / planned);
}

/** Each slot, and what was carried, with the other things of the same days. */
function compareThings(days: readonly DayRecord[]): Comparison[] {
  const compare = (group: Group, isIn: (thing: Thing) => boolean): Comparison => ({
    group,
    blocks: blocksOf(
      days.map(({ things }) => things),
      isIn,
      (thing) => Number(isDone(thing)),
    ),
    side: sideOf(days.map((record) => ({ ...record, things: record.things.filter(isIn) }))),
    others: sideOf(days.map((record) => ({ ...record, things: record.things.filter((thing) => !isIn(thing)) }))),
  });
  return [
    ...SLOTS.map((slot) => compare({ kind: 'slot', slot }, (thing) => countedSlot(thing) === slot)),
    compare({ kind: 'carried' }, ({ carried }) => carried > 0),
  ];
}

/** The blocks in which something is compared. */
function blocksOf<One>(
  parts: readonly (readonly One[])[],
  isIn: (one: One) => boolean,
  score: (one: One) => number,
): Block[] {
  return parts
    .map((part) => ({
      group: part.filter(isIn).map(score),
      others: part.filter((one) => !isIn(one)).map(score),
    }))
    .filter(({ group, others }) => group.length > 0 && others.length > 0);
}

function sideOf(records: readonly DayRecord[]): Side {
  const shares = records.map(({ things }) => shareOf(things)).filter(({ planned }) => planned > 0);
  return {
    planned: shares.reduce((sum, { planned }) => sum + planned, 0),
    done: shares.reduce((sum, { done }) => sum + done, 0),
    typical: {
      planned: medianOf(shares.map(({ planned }) => planned)),
      done: medianOf(shares.map(({ done }) => done)),
    },
  };
}

/** The lower one of the two in the middle, if there are two. */
function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor((numbers.length - 1) / 2)] ?? 0;
}
