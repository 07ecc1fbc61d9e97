import { alignLines } from '../core/align-lines.ts';
import { type Day, formatDay } from '../core/day.ts';
import { ifValid } from '../core/errors.ts';
import { setbackId } from '../core/record-id.ts';
import { formatValue, parseSetting, SHARED_KEYS } from '../core/settings.ts';
import { cutText, isBlank, withoutControls } from '../core/text.ts';
import type { Timestamp } from '../core/thing.ts';
import type { Fields } from '../store/records.ts';
import { dayIn } from '../transfer/dates.ts';
import { readMarkdown } from '../transfer/read-markdown.ts';
import type { LoggedRecord } from './change-log.ts';
import { pageText } from './diary.ts';
import { type LiveRecord, liveRecords } from './materialize.ts';
import { SETBACKS_PAGE, SETTINGS_PAGE } from './pages.ts';

// What was changed by hand on the pages that are no days. What is removed there stays.

/** A record as it was and as the page has it. */
export interface ListEdit {
  readonly kind: 'setting' | 'setback';
  readonly id: string;
  readonly before: Fields | null;
  readonly after: Fields;
}

/** What was changed on the page of the settings, in lines like `- minimum: 3`. A value that is invalid changes nothing. */
export function editedSettings(text: string, records: readonly LoggedRecord[]): ListEdit[] {
  const live = new Map(liveRecords('setting', records).map(({ id, fields }) => [id, fields]));
  const written = readSettings(pageText(SETTINGS_PAGE, records));
  return [...readSettings(text)].flatMap(([id, value]): ListEdit[] => {
    const key = SHARED_KEYS.find((shared) => shared === id);
    const valid = key && ifValid(() => formatValue(key, parseSetting(key, value)));
    if (valid === undefined || written.get(id) === valid) return [];
    return [{ kind: 'setting', id, before: live.get(id) ?? null, after: { value: valid } }];
  });
}

function readSettings(text: string): Map<string, string> {
  const items = readMarkdown(text).flatMap((block) => (block.kind === 'list' ? block.items : []));
  const pairs = items.map((item) => /^([a-z-]+): *(.+)$/.exec(item.text)).filter((match) => match !== null);
  return new Map(pairs.map(([, key = '', value = '']) => [key, value]));
}

/** A setback as it stands on its page: below the heading of its day, `Lost: …` and a list. */
interface Lost {
  readonly heading: string;
  readonly text: string;
  readonly notes: readonly string[];
}

/** What was changed on the page of the setbacks: a text, a lesson, a new `Lost: …` below a day, and `- Let go` below an open one. */
export function editedSetbacks(text: string, records: readonly LoggedRecord[], at: Timestamp): ListEdit[] {
  const live = liveRecords('setback', records).sort((one, other) => (placeOf(one) > placeOf(other) ? -1 : 1));
  const [written, page] = [readSetbacks(pageText(SETBACKS_PAGE, records)), readSetbacks(text)];
  if (written.length !== live.length) return [];
  const lines = (all: readonly Lost[]) =>
    all.map((lost) => ({ text: `${lost.heading} ${lost.text}`, isDone: undefined }));
  const found = alignLines(lines(written), lines(page));
  const ids = new Set(live.map(({ id }) => id));
  return page.flatMap((lost, index) => {
    const partner = found[index];
    if (partner === undefined) return newSetback(lost, live, ids);
    const { id, fields } = live[partner] as LiveRecord;
    const after = editedSetback(fields, written[partner] as Lost, lost, at);
    return after === fields ? [] : [{ kind: 'setback' as const, id, before: fields, after }];
  });
}

function placeOf({ id, fields }: LiveRecord): string {
  return `${fields.day}${id}`;
}

function readSetbacks(text: string): Lost[] {
  const setbacks: Lost[] = [];
  let heading = '';
  for (const block of readMarkdown(text)) {
    if (block.kind === 'heading') heading = block.text;
    const [, lost] = block.kind === 'paragraph' ? (/^Lost: *(.+)$/i.exec(block.lines.join(' ')) ?? []) : [];
    const last = setbacks.at(-1);
    if (lost !== undefined) setbacks.push({ heading, text: lost, notes: [] });
    else if (block.kind === 'list' && last && last.heading === heading && last.notes.length === 0)
      setbacks.splice(-1, 1, { ...last, notes: block.items.map((item) => item.text) });
  }
  return setbacks;
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
  const day =
    live.map(({ fields }) => fields.day as Day).find((known) => formatDay(known) === heading) ?? dayOf(heading);
  if (day === undefined || isBlank(storable(text))) return [];
  const place = live.filter(({ fields }) => fields.day === day).length + 1;
  const id = setbackId(day, text, place, (taken) => ids.has(taken));
  ids.add(id);
  const open = { kind: null, nextId: null, settledAt: null, settledOn: null };
  const after = { day, text: storable(text), lesson: lessonOf(notes), ...open };
  return [{ kind: 'setback', id, before: null, after }];
}

function dayOf(heading: string): Day | undefined {
  return ifValid(() => dayIn(heading, { dates: undefined, dayStart: 0 }));
}

function lessonOf(notes: readonly string[]): string | null {
  const lesson = storable(notes.filter((note) => !/^open$/i.test(note)).join('; '));
  return isBlank(lesson) ? null : lesson;
}

function storable(text: string): string {
  return cutText(withoutControls(text));
}
