import { SLOTS, type Slot, type Timestamp } from './thing.ts';

/** A thing that asks for a slot of its day; without one it is an extra. */
export interface Claim {
  readonly id: string;
  readonly slot: Slot | null;
  readonly since: Timestamp;
}

/**
 * The slots of a day whose things were planned on several machines. Of those in one slot the earliest stays, the others take the
 * next empty one; null where there is none left.
 */
export function assignSlots(claims: readonly Claim[]): Map<string, Slot | null> {
  const places = new Map<string, Slot | null>(claims.map(({ id }) => [id, null]));
  const byTime = claims.filter(({ slot }) => slot !== null).sort(inOrder);
  const taken = new Set<Slot>();
  const take = (id: string, slot: Slot) => {
    taken.add(slot);
    places.set(id, slot);
  };
  for (const { id, slot } of byTime) if (!taken.has(slot as Slot)) take(id, slot as Slot);
  for (const { id, slot } of byTime) {
    if (places.get(id) !== null) continue;
    const next = slotsFrom(slot as Slot).find((candidate) => !taken.has(candidate));
    if (next !== undefined) take(id, next);
  }
  return places;
}

function inOrder(one: Claim, other: Claim): number {
  const [first, second] = [one.since + one.id, other.since + other.id];
  return first < second ? -1 : 1;
}

/** 3, 4, 1, 2 from 3 on. */
function slotsFrom(slot: Slot): Slot[] {
  return [...SLOTS.slice(slot - 1), ...SLOTS.slice(0, slot - 1)];
}
