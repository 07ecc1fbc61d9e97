import { type DayRecord, plannedThings, SLOTS, type Slot } from './thing.ts';

/** What one slot comes to over a stretch of days. */
export interface SlotTotal {
  readonly slot: Slot;
  readonly done: number;
  readonly planned: number;
}

/** The same, under the slot's label. */
export interface LabelTotal {
  readonly label: string;
  readonly done: number;
  readonly planned: number;
}

export function slotTotals(records: readonly DayRecord[]): SlotTotal[] {
  const things = records.flatMap(plannedThings);
  return SLOTS.map((slot) => {
    const inSlot = things.filter((thing) => thing.slot === slot);
    return { slot, done: inSlot.filter(({ doneAt }) => doneAt !== null).length, planned: inSlot.length };
  });
}

/** Each label with what its slot comes to, in the order of the slots. Extras have no slot, and no label. */
export function sumByLabel(labels: readonly string[], totals: readonly SlotTotal[]): LabelTotal[] {
  return SLOTS.map((slot, index) => {
    const { done, planned } = totals.find((total) => total.slot === slot) ?? { done: 0, planned: 0 };
    return { label: labels[index] as string, done, planned };
  });
}
