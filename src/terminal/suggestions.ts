import { fold, rankOf } from '../core/text.ts';

/** A text offered for an empty slot, and where it comes from; sanitized already. */
export interface Offer {
  readonly text: string;
  readonly note: string;
}

/** How many are shown at once. */
export const OFFERS_PER_PAGE = 5;
const NO_MATCH = 3;

/** Everything that matches the text so far, the best match first; offers come before past texts that match as well. */
export function suggest(typed: string, offers: readonly Offer[], history: readonly string[]): Offer[] {
  const wanted = fold(typed);
  const offered = new Set(offers.map(({ text }) => fold(text)));
  const own = wanted === '' ? [] : history.filter((text) => !offered.has(fold(text)));
  return [...offers, ...own.map((text) => ({ text, note: '' }))]
    .map((offer) => ({ offer, rank: rankOf(fold(offer.text), wanted) ?? NO_MATCH }))
    .filter(({ offer, rank }) => rank < NO_MATCH && offer.text !== typed)
    .sort((one, other) => one.rank - other.rank)
    .map(({ offer }) => offer);
}
