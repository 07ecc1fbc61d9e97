import { alignLines } from '../core/align-lines.ts';
import type { Day } from '../core/day.ts';
import { setbackId } from '../core/record-id.ts';
import { isBlank } from '../core/text.ts';
import type { Timestamp } from '../core/thing.ts';
import type { Fields } from '../store/records.ts';
import { readMarkdown, type Span } from '../transfer/read-markdown.ts';
import type { LoggedRecord } from './change-log.ts';
import { pageText } from './diary.ts';
import { dayNamed, itemsIn, type ListEdit, type ListEdits, linesOf, sectionsIn, storable } from './list-edits.ts';
import { type LiveRecord, liveRecords } from './materialize.ts';
import { SETBACKS_PAGE } from './pages.ts';

/** A setback as it stands on its page: below the heading of its day, `Lost: …` and a list. */
interface Lost {
  readonly heading: string;
  readonly text: string;
  readonly notes: readonly string[];
  /** Where all of that stands. */
  readonly spans: readonly Span[];
}

/** The setbacks: a text, a lesson, a new `Lost: …` below a day, and `- Let go` below an open one. */
export function editedSetbacks(text: string, records: readonly LoggedRecord[], at: Timestamp): ListEdits {
  const live = liveRecords('setback', records).sort((one, other) => (placeOf(one) > placeOf(other) ? -1 : 1));
  const [written, page] = [readSetbacks(pageText(SETBACKS_PAGE, records)), readSetbacks(text)];
  if (written.length !== live.length) return { edits: [], kept: [], lines: new Set() };
  const lines = (all: readonly Lost[]) =>
    all.map((lost) => ({ text: `${lost.heading} ${lost.text}`, isDone: undefined }));
  const found = alignLines(lines(written), lines(page));
  const ids = new Set(live.map(({ id }) => id));
  const edits = page.flatMap((lost, index) => {
    const partner = found[index];
    if (partner === undefined) return newSetback(lost, live, ids);
    const { id, fields } = live[partner] as LiveRecord;
    const after = editedSetback(fields, written[partner] as Lost, lost, at);
    return after === fields ? [] : [{ kind: 'setback' as const, id, before: fields, after }];
  });
  const kept = written.filter((_, index) => !found.includes(index)).map((lost) => lost.text);
  return { edits, kept, lines: linesOf(page.flatMap(({ spans }) => spans)) };
}

function placeOf({ id, fields }: LiveRecord): string {
  return `${fields.day}${id}`;
}

function readSetbacks(text: string): Lost[] {
  return sectionsIn(readMarkdown(text)).flatMap(({ heading, blocks }) =>
    blocks.flatMap((block, index): Lost[] => {
      const [, lost] = block.kind === 'paragraph' ? (/^Lost: *(.+)$/is.exec(block.lines.join(' ')) ?? []) : [];
      if (lost === undefined) return [];
      const next = blocks[index + 1];
      const list = next?.kind === 'list' ? [next] : [];
      const notes = itemsIn(list).map((item) => item.text);
      return [{ heading: heading.text, text: lost, notes, spans: [heading, block, ...list] }];
    }),
  );
}

const LET_GO = /^let go\b/i;

function editedSetback(fields: Fields, was: Lost, is: Lost, at: Timestamp): Fields {
  // Its last line says how it was settled.
  const how = was.notes.at(-1);
  const [old, now] = [was, is].map(({ notes }) => notes.filter((note) => note !== how)) as [string[], string[]];
  const isLetGo = fields.kind === null && now.some((note) => LET_GO.test(note));
  const lesson = lessonOf(isLetGo ? now.filter((note) => !LET_GO.test(note)) : now);
  const settled = { kind: 'let-go', nextId: null, settledAt: at, settledOn: at.slice(0, 10) };
  const changes = {
    ...(was.text !== is.text && { text: storable(is.text) }),
    ...(lessonOf(old) !== lesson && { lesson }),
    ...(isLetGo && settled),
  };
  return Object.keys(changes).length === 0 ? fields : { ...fields, ...changes };
}

function newSetback({ heading, text, notes }: Lost, live: readonly LiveRecord[], ids: Set<string>): ListEdit[] {
  const day = dayNamed(
    heading,
    live.map(({ fields }) => fields.day as Day),
  );
  if (day === undefined || isBlank(storable(text))) return [];
  const place = live.filter(({ fields }) => fields.day === day).length + 1;
  const id = setbackId(day, text, place, (taken) => ids.has(taken));
  ids.add(id);
  const open = { kind: null, nextId: null, settledAt: null, settledOn: null };
  const after = { day, text: storable(text), lesson: lessonOf(notes), ...open };
  return [{ kind: 'setback', id, before: null, after }];
}

function lessonOf(notes: readonly string[]): string | null {
  const lesson = storable(notes.filter((note) => !/^open$/i.test(note)).join('; '));
  return isBlank(lesson) ? null : lesson;
}
