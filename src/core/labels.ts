import { countedSlot, type DayRecord, SLOTS, type Slot } from './thing.ts';

/** The figures of one slot over a span of days. */
export interface SlotTotal {
  readonly slot: Slot;
  readonly done: number;
  readonly planned: number;
}

/** The same figures under the slot's label. */
export interface LabelTotal {
  readonly label: string;
  readonly done: number;
  readonly planned: number;
}

export function slotTotals(records: readonly DayRecord[]): SlotTotal[] {
  const things = records.flatMap((record) => record.things);
  return SLOTS.map((slot) => {
    const inSlot = things.filter((thing) => countedSlot(thing) === slot);
    return { slot, done: inSlot.filter(({ doneAt }) => doneAt !== null).length, planned: inSlot.length };
  });
}

/** The figures for each label, in slot order. Extras have no slot and therefore no label. */
export function sumByLabel(labels: readonly string[], totals: readonly SlotTotal[]): LabelTotal[] {
  return SLOTS.map((slot, index) => {
    const { done, planned } = totals.find((total) => total.slot === slot) ?? { done: 0, planned: 0 };
    return { label: labels[index] as string, done, planned };
  });
}
