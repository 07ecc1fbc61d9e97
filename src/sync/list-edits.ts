import { type Day, formatDay } from '../core/day.ts';
import { ifValid } from '../core/errors.ts';
import { formatValue, parseSetting, SHARED_KEYS } from '../core/settings.ts';
import { cutText, isBlank, withoutControls } from '../core/text.ts';
import type { Fields } from '../store/records.ts';
import { dayIn } from '../transfer/dates.ts';
import { type Block, type Item, lineNumbers, readMarkdown, type Span } from '../transfer/read-markdown.ts';
import type { LoggedRecord } from './change-log.ts';
import { pageText } from './diary.ts';
import { liveRecords } from './materialize.ts';
import { NOTES_PAGE, SETTINGS_PAGE } from './pages.ts';

// What was changed by hand on the pages that are no days.

/** A record as it was and as the page has it; null where it did not or does not exist. */
export interface ListEdit {
  readonly kind: 'setting' | 'setback' | 'usual' | 'note';
  readonly id: string;
  readonly before: Fields | null;
  readonly after: Fields | null;
}

/** What an edited page comes to. */
export interface ListEdits {
  readonly edits: readonly ListEdit[];
  /** The names of what was removed from the page, and stays. */
  readonly kept: readonly string[];
  /** The numbers of the lines that say something to us. The others are the user's own. */
  readonly lines: ReadonlySet<number>;
}

/** The settings, in lines like `- minimum: 3`. A value that is invalid changes nothing. */
export function editedSettings(text: string, records: readonly LoggedRecord[]): ListEdits {
  const live = new Map(liveRecords('setting', records).map(({ id, fields }) => [id, fields]));
  const [written, found] = [readSettings(pageText(SETTINGS_PAGE, records)), readSettings(text)];
  const values = new Map(found.map(({ key, value }) => [key, value]));
  const edits = [...values].flatMap(([id, value]): ListEdit[] => {
    if (written.some((setting) => setting.key === id && setting.value === value)) return [];
    return [{ kind: 'setting', id, before: live.get(id) ?? null, after: { value } }];
  });
  const kept = written.map(({ key }) => key).filter((key) => !values.has(key));
  return { edits, kept, lines: linesOf(found.map(({ item }) => item)) };
}

/** The settings that are there, with valid values as they are stored. */
function readSettings(text: string): { readonly key: string; readonly value: string; readonly item: Item }[] {
  return itemsIn(readMarkdown(text)).flatMap((item) => {
    const [, name, typed = ''] = /^([a-z-]+): *(.+)$/s.exec(item.text) ?? [];
    const key = SHARED_KEYS.find((shared) => shared === name);
    const value = key && ifValid(() => formatValue(key, parseSetting(key, typed)));
    return key === undefined || value === undefined ? [] : [{ key, value, item }];
  });
}

/** The notes of weeks: each is the text below the heading of a day. */
export function editedNotes(text: string, records: readonly LoggedRecord[]): ListEdits {
  const live = new Map(liveRecords('note', records).map(({ id, fields }) => [id, fields]));
  const days = [...live.keys()] as Day[];
  const [written, found] = [pageText(NOTES_PAGE, records), text].map((page) => readNotes(page, days)) as [
    Note[],
    Note[],
  ];
  const texts = new Map(found.map((note) => [note.week, note.text]));
  const edits = [...texts].flatMap(([id, note]): ListEdit[] => {
    if (written.some((one) => one.week === id && one.text === note)) return [];
    return [{ kind: 'note', id, before: live.get(id) ?? null, after: { text: note } }];
  });
  const kept = written.filter(({ week }) => !texts.has(week)).map((note) => note.text);
  return { edits, kept, lines: linesOf(found.flatMap(({ spans }) => spans)) };
}

interface Note {
  readonly week: Day;
  readonly text: string;
  readonly spans: readonly Span[];
}

function readNotes(text: string, days: readonly Day[]): Note[] {
  return sectionsIn(readMarkdown(text)).flatMap(({ heading, blocks }) => {
    const week = dayNamed(heading.text, days);
    const paragraphs = blocks.filter((block) => block.kind === 'paragraph');
    const note = storable(paragraphs.flatMap(({ lines }) => lines).join(' '));
    return week === undefined || isBlank(note) ? [] : [{ week, text: note, spans: [heading, ...paragraphs] }];
  });
}

type Heading = Extract<Block, { kind: 'heading' }>;

/** What stands below each heading. */
export function sectionsIn(blocks: readonly Block[]): { readonly heading: Heading; readonly blocks: Block[] }[] {
  const sections: { readonly heading: Heading; readonly blocks: Block[] }[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading') sections.push({ heading: block, blocks: [] });
    else sections.at(-1)?.blocks.push(block);
  }
  return sections;
}

export function itemsIn(blocks: readonly Block[]): Item[] {
  return blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));
}

/** The day that a heading names: one of those that the page has, or as people write a date. */
export function dayNamed(heading: string, days: readonly Day[]): Day | undefined {
  const known = days.find((day) => formatDay(day) === heading);
  return known ?? ifValid(() => dayIn(heading, { dates: undefined, dayStart: 0 }));
}

export function linesOf(spans: readonly Span[]): Set<number> {
  return new Set(lineNumbers(spans));
}

/** A text as far as it can be stored. */
export function storable(text: string): string {
  return cutText(withoutControls(text));
}
