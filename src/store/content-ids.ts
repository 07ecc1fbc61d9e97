import type { Day } from '../core/day.ts';
import { carryId, setbackId, thingId } from '../core/record-id.ts';
import type { Database } from './driver.ts';

interface OldSetback {
  readonly id: string;
  readonly day: Day;
  readonly text: string;
  /** 1 if its id stays. */
  readonly isKept: 0 | 1;
}

interface OldThing extends OldSetback {
  /** The id of the thing that it continues. */
  readonly origin: string | null;
}

/** Adds the function that the migration `015-content-ids` calls, from two JSON arrays to a JSON object of new ids by old ones. */
export function addContentIds(database: Database): void {
  database.function('content_ids', { deterministic: true }, (things, setbacks) => {
    const ids = [...newThingIds(JSON.parse(String(things))), ...newSetbackIds(JSON.parse(String(setbacks)))];
    return JSON.stringify(Object.fromEntries(ids));
  });
}

/** Things in the order in which they get their ids: each after the one that it continues. */
function newThingIds(things: readonly OldThing[]): Map<string, string> {
  const taken = idsKept(things);
  const ids = new Map<string, string>();
  const isTaken = (id: string) => taken.has(id);
  for (const { id, day, text, origin, isKept } of things) {
    if (isKept) continue;
    const newId = origin === null ? thingId(day, text, isTaken) : carryId(day, ids.get(origin) ?? origin, isTaken);
    taken.add(newId);
    ids.set(id, newId);
  }
  return ids;
}

/** Setbacks by day, each day's in the order they were written down. */
function newSetbackIds(setbacks: readonly OldSetback[]): Map<string, string> {
  const taken = idsKept(setbacks);
  const ids = new Map<string, string>();
  let [lastDay, place] = ['', 0];
  for (const { id, day, text, isKept } of setbacks) {
    place = day === lastDay ? place + 1 : 1;
    lastDay = day;
    if (isKept) continue;
    const newId = setbackId(day, text, place, (one) => taken.has(one));
    taken.add(newId);
    ids.set(id, newId);
  }
  return ids;
}

function idsKept(records: readonly OldSetback[]): Set<string> {
  return new Set(records.filter(({ isKept }) => isKept).map(({ id }) => id));
}
