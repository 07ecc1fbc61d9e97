import type { Day } from '../core/day.ts';
import { fold, wordsOf } from '../core/text.ts';
import { type DayRecord, doneThings, openThings, plannedThings, type Thing } from '../core/thing.ts';
import type { Session } from '../session/session.ts';
import type { Word } from '../shell/suggestions.ts';
import { daysNamedOn } from './completion-days.ts';
import type { Line } from './line.ts';

interface SlotPlace {
  /** How the word begins that is being typed. */
  readonly start: string;
  /** Whether the command takes several. */
  readonly isList: boolean;
}

/** The open things with their texts, or the done ones for `undone`; each only once. With a piece of a text, what completes it. */
export async function suggestSlots(session: Session, line: Line, { start, isList }: SlotPlace): Promise<Word[]> {
  const record = await recordOf(session, line);
  const things = line.command?.name === 'undone' ? doneThings(record) : openThings(record);
  const textOf = ({ text }: Thing) => session.terminal.style.text(text);
  // `1,` goes on with another slot.
  const [before = ''] = (isList && /^(?:\d,)+/.exec(start)) || [];
  const taken = [...line.words, before].flatMap((word) => word.split(','));
  if (isList && taken.includes('all')) return [];
  const slots = plannedThings({ ...record, things })
    .filter(({ slot }) => !taken.includes(String(slot)))
    .map((thing) => ({ word: before + thing.slot, meaning: textOf(thing) }));
  const isFirst = isList && line.words.length === 0 && before === '';
  const all = isFirst && slots.length > 1 ? [{ word: 'all', meaning: 'Everything in a slot' }] : [];
  return [...slots, ...all, ...things.flatMap((thing) => suggestPiece(textOf(thing), start, record))];
}

/**
 * The words of a text from the one that begins with what was typed on, as many as it takes to match no other thing. What was typed
 * stays as it is, because shells match that.
 */
function suggestPiece(text: string, start: string, { things }: DayRecord): Word[] {
  const wanted = fold(start);
  // Digits name a slot.
  if (wordsOf(wanted).length === 0 || /^\d/.test(wanted)) return [];
  const from = wordsOf(text).find(({ index }) => fold(text.slice(index)).startsWith(wanted))?.index;
  if (from === undefined) return [];
  const pieces = wordsOf(text.slice(from)).map(({ word, index }) => text.slice(from, from + index + word.length));
  const isEnough = (piece: string) =>
    fold(piece).startsWith(wanted) && things.filter((thing) => fold(thing.text).includes(fold(piece))).length === 1;
  const piece = pieces.find(isEnough) ?? text.slice(from);
  return [{ word: start + [...piece].slice([...start].length).join(''), meaning: text }];
}

/** What was left open, then what is usual, as far as it is not planned. */
export async function suggestTexts(session: Session, line: Line): Promise<Word[]> {
  const { leftoverOffers, usualOffers } = await import('../flows/offers.ts');
  const record = await recordOf(session, line);
  const typed = line.words.map(fold);
  const offers = [...leftoverOffers(session, record), ...usualOffers(session, record)];
  const folded = offers.map(({ text }) => fold(text));
  return offers
    .filter((_, index) => folded.indexOf(folded[index] ?? '') === index && !typed.includes(folded[index] ?? ''))
    .map(({ text, note = '' }) => ({ word: session.terminal.style.text(text), meaning: note }));
}

/** The day that the line is about. */
async function recordOf(session: Session, line: Line): Promise<DayRecord> {
  const { date = session.today } = (await daysNamedOn(line, session)).values as { readonly date?: Day };
  return session.store.days.load(date);
}
