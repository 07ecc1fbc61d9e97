import { SLOTS, type Slot, type Timestamp } from './thing.ts';

/** A thing that claims a slot of its day; an extra claims none. */
export interface Claim {
  readonly id: string;
  readonly slot: Slot | null;
  readonly since: Timestamp;
  readonly isDone: boolean;
}

/**
 * Assigns the slots of a day that was planned on several machines. Where things claim the same slot, one that is done keeps it, else
 * the earliest, and the others take the next empty one, or null when all four are taken.
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

/** What is done comes first, then by time. What was planned at the same time is in the order of its slots. */
function inOrder(one: Claim, other: Claim): number {
  const [first, second] = [one, other].map(
    ({ isDone, since, slot, id }) => `${Number(!isDone)} ${since} ${slot} ${id}`,
  ) as [string, string];
  return first < second ? -1 : 1;
}

/** From slot 3: 3, 4, 1, 2. */
function slotsFrom(slot: Slot): Slot[] {
  return [...SLOTS.slice(slot - 1), ...SLOTS.slice(0, slot - 1)];
}
