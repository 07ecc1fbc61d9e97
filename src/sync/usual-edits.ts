import { alignLines } from '../core/align-lines.ts';
import { isBlank } from '../core/text.ts';
import { EVERY_DAY, newUsual, parseUsualDays, type Usual } from '../core/usual.ts';
import type { Fields } from '../store/records.ts';
import { type Item, readMarkdown } from '../transfer/read-markdown.ts';
import type { LoggedRecord } from './change-log.ts';
import { pageText } from './diary.ts';
import { itemsIn, type ListEdit, type ListEdits, linesOf, storable } from './list-edits.ts';
import { liveRecords } from './materialize.ts';
import { USUAL_PAGE } from './pages.ts';

/** The usual texts, in lines like `- Plan the week (Mondays)`. One without days is usual every day, and one without a line is dropped. */
export function editedUsuals(text: string, records: readonly LoggedRecord[]): ListEdits {
  const live = liveRecords('usual', records);
  const [written, page] = [readUsuals(pageText(USUAL_PAGE, records)), readUsuals(text)];
  const lines = linesOf(page.map(({ item }) => item));
  if (written.length !== live.length) return { edits: [], kept: [], lines };
  if (page.length === 0) return { edits: [], kept: written.map((usual) => usual.text), lines };
  const found = alignLines(written.map(toLine), page.map(toLine));
  const isReworded = (index: number, at: number) => written[index]?.id !== page[at]?.id;
  const edited = page.flatMap((usual, at): ListEdit[] => {
    const index = found[at] ?? -1;
    const id = isReworded(index, at) ? usual.id : (live[index]?.id ?? '');
    if (isSame(usual, written[index])) return [];
    const before = live.find((record) => record.id === id)?.fields ?? null;
    return [{ kind: 'usual', id, before, after: fieldsOf(usual) }];
  });
  const dropped = live
    .filter((_, index) => !found.includes(index) || isReworded(index, found.indexOf(index)))
    .filter(({ id }) => !edited.some((edit) => edit.id === id))
    .map(({ id, fields }): ListEdit => ({ kind: 'usual', id, before: fields, after: null }));
  return { edits: [...dropped, ...edited], kept: [], lines };
}

function isSame({ text, days }: Usual, other: Usual | undefined): boolean {
  return text === other?.text && days.join() === other.days.join();
}

interface UsualLine extends Usual {
  readonly item: Item;
}

function readUsuals(text: string): UsualLine[] {
  return itemsIn(readMarkdown(text)).flatMap((item) => {
    const [, name, words = ''] = /^(.*\S) \(([^()]*)\)$/.exec(item.text) ?? [];
    const days = parseUsualDays(words);
    const usual = days === undefined ? newUsual(storable(item.text), EVERY_DAY) : newUsual(storable(name ?? ''), days);
    return isBlank(usual.text) ? [] : [{ ...usual, item }];
  });
}

function toLine({ text }: UsualLine) {
  return { text, isDone: undefined };
}

function fieldsOf({ text, days }: Usual): Fields {
  return { text, days: days.join(',') };
}
