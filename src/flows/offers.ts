import { daysBetween, formatShortDay } from '../core/day.ts';
import { type DayRecord, foldStored, LEFTOVER_DAYS, missingOn, type Slot, type Thing } from '../core/thing.ts';
import { usualOn } from '../core/usual.ts';
import type { Session } from '../session/session.ts';
import { OFFERS_PER_PAGE, type Offer } from '../terminal/suggestions.ts';
import { daysInWords } from '../views/usual.ts';

/**
 * What this day has not: the leftovers, newest first, then what is usual on it, then what else the last planned day had. With labels
 * the slot's own come first.
 */
export function offersFor(session: Session, record: DayRecord, slot: Slot): Offer[] {
  const { settings, terminal } = session;
  const isOwn = (thing: Thing) => settings.labels !== null && thing.slot === slot;
  const left = leftoverOffers(session, record, (one, other) => Number(isOwn(other)) - Number(isOwn(one)));
  const offers = inOrder(left, usualOffers(session, record), offersAgain(session, record));
  const named = new Map(offers.toReversed().map((offer) => [foldStored(offer.text), offer]));
  return offers
    .filter((offer) => named.get(foldStored(offer.text)) === offer)
    .map((offer) => ({ ...offer, text: terminal.errorStyle.text(offer.text) }));
}

/** What was left open, newest first unless sorted otherwise. */
export function leftoverOffers(
  session: Session,
  record: DayRecord,
  order: (one: Thing, other: Thing) => number = () => 0,
): Offer[] {
  return missingOn(record, session.leftovers(record.day))
    .toSorted(order)
    .map(({ text, day }) => ({ text, note: `left on ${formatShortDay(day)}` }));
}

/** How many usual texts are shown at once: twenty of them must not bury the rest. */
const USUAL_SHOWN = 3;

/** Three usual texts are on the first page, however much was left; the others come last. */
function inOrder(left: readonly Offer[], usual: readonly Offer[], again: readonly Offer[]): Offer[] {
  const shown = usual.slice(0, USUAL_SHOWN);
  const room = OFFERS_PER_PAGE - shown.length;
  return [...left.slice(0, room), ...shown, ...left.slice(room), ...again, ...usual.slice(USUAL_SHOWN)];
}

/** What is usual on the day, with the days on which it is. */
export function usualOffers({ store }: Session, { day, things }: DayRecord): Offer[] {
  const has = new Set(things.map(({ text }) => foldStored(text)));
  return usualOn(store.usuals.list(), day)
    .filter(({ text }) => !has.has(foldStored(text)))
    .map((usual) => ({ text: usual.text, note: daysInWords(usual.days) }));
}

/** What the last planned day had, and what it left open where that is too long ago for a leftover. */
function offersAgain({ store }: Session, record: DayRecord): Offer[] {
  const last = store.days.lastPlanned(record.day);
  if (!last) return [];
  const isLongAgo = daysBetween(last.day, record.day) > LEFTOVER_DAYS;
  return missingOn(record, last.things)
    .filter(({ doneAt }) => doneAt !== null || isLongAgo)
    .map(({ text, doneAt }) => ({
      text,
      note: `${doneAt === null ? 'planned' : 'done'} on ${formatShortDay(last.day)}`,
    }));
}
