import path from 'node:path';
import { type Day, formatDay, formatWeekdayLong, noonOf } from '../../core/day.ts';
import { UsageError } from '../../core/errors.ts';
import { groupBy } from '../../core/group.ts';
import { dayIn } from '../dates.ts';
import { dayText } from '../day-markdown.ts';
import type { ExportedHistory, Exporter } from '../exported-history.ts';
import { doneThing, optionalText, requirePastDay } from '../fields.ts';
import {
  type FileStart,
  filesIn,
  type ImportContext,
  type Importer,
  type ImportSource,
  textOf,
} from '../import-source.ts';
import { type EntryLocation, ImportedHistory } from '../imported-history.ts';
import { type Section, sectionsOf } from '../markdown-sections.ts';
import { parseTask } from '../markdown-task.ts';
import type { Block, Item } from '../read-markdown.ts';

/** A heading for each day with its things as task-list items: for Obsidian, GitHub and plain reading. */
export const exporter: Exporter = { write };

/**
 * Task lists: our own export, and notes in which a done task has a date of its own, or is below a heading or in a file with one. Of a
 * folder, all such notes.
 */
export const importer: Importer = { detect, read };

const TITLE = 'Four things';

function* write({ days, setbacks }: ExportedHistory): Generator<string> {
  const lost = groupBy(setbacks, ({ day }) => day);
  yield `# ${TITLE}\n`;
  for (const record of days) {
    const text = dayText(record, lost.get(record.day) ?? []);
    yield `\n## ${record.day} ${formatWeekdayLong(record.day)}\n${text}`;
  }
}

const OURS = new RegExp(`^# ${TITLE}\\s*?(\\n|$)`);
const FIRST_HEADING = /^# (?<title>.*\S)\s*$/m;

/** Whether a note is our own export, or a page of the diary: that is named like `Mon 23 Nov 2026`. */
function isOurs(text: string, context: ImportContext): boolean {
  if (OURS.test(text)) return true;
  const { title = '' } = FIRST_HEADING.exec(text)?.groups ?? {};
  const day = /^\w{3} \d{1,2} \w{3} \d{4}$/.test(title) ? dayIn(title, context) : undefined;
  return day !== undefined && formatDay(day) === title;
}

const CHECKBOX = /^[ \t>]*([-*+]|\d+[.)])\s+\[.\]\s/m;

function detect({ text, entries }: FileStart): boolean {
  return entries.some(isNote) || CHECKBOX.test(text) || OURS.test(text);
}

function isNote(file: string): boolean {
  return /\.(md|markdown)$/i.test(file);
}

async function read(source: ImportSource, context: ImportContext): Promise<ImportedHistory> {
  const { readMarkdown } = await import('../read-markdown.ts');
  const history = new ImportedHistory('line');
  const isFolder = source.entries !== undefined;
  const notes = isFolder ? filesIn(source, isNote) : [[path.basename(source.name), source] as const];
  for (const [name, file] of notes) {
    const text = textOf(file);
    // To read all of a large collection of notes would take long.
    if (CHECKBOX.test(text) || OURS.test(text)) readNote(text, readMarkdown, { name, isFolder, context, history });
  }
  return history;
}

/** A note that is read. */
interface Note {
  /** From the folder that is imported. */
  readonly name: string;
  /** It is one of many, and locations name it. */
  readonly isFolder: boolean;
  readonly context: ImportContext;
  readonly history: ImportedHistory;
}

/** Where a block is: in which note, and below which heading. */
interface Place extends Note {
  readonly day: Day | undefined;
  /** The line of the note with which the section begins. */
  readonly firstLine: number;
}

type ReadMarkdown = (text: string) => Block[];

function readNote(text: string, readMarkdown: ReadMarkdown, note: Note): void {
  const days = new HeadingDays(note);
  const isOurNote = isOurs(text, note.context);
  for (const section of sectionsOf(text)) {
    for (const block of readBlocks(section, readMarkdown, note)) {
      if (block.kind === 'heading') days.enter(block.text, block.level);
      else readBlock(block, isOurNote, { ...note, day: days.day, firstLine: block.firstLine });
    }
  }
}

/** The blocks of a section. One that is too deep to read is left out. */
function readBlocks(section: Section, readMarkdown: ReadMarkdown, note: Note): readonly SectionBlock[] {
  try {
    return [...blocksOf(section, readMarkdown)];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    note.history.leaveOut(locationOf({ line: 1 }, { ...note, firstLine: section.line }), error.message);
    return [];
  }
}

type SectionBlock = Block & { readonly firstLine: number };

/** The blocks of a section, also those in quotes, as Obsidian's callouts are. */
function* blocksOf({ text, line }: Section, readMarkdown: ReadMarkdown): Generator<SectionBlock> {
  for (const block of readMarkdown(text)) {
    const own = text.slice(block.start, block.end);
    if (block.kind !== 'other' || !own.startsWith('>')) yield { ...block, firstLine: line };
    else yield* blocksOf({ text: own.replace(/^[ \t]*>[ \t]?/gm, ''), line: line + block.line - 1 }, readMarkdown);
  }
}

/** The day of what follows a heading: that of the nearest one which names a day, or else of the file. */
class HeadingDays {
  readonly #context: ImportContext;
  readonly #ofFile: Day | undefined;
  #level = 0;
  day: Day | undefined;

  constructor({ name, context }: Note) {
    this.#context = context;
    this.#ofFile = dayIn(path.posix.basename(name), context) ?? dayIn(name, context);
    this.day = this.#ofFile;
  }

  enter(heading: string, level: number): void {
    const named = dayIn(heading, this.#context);
    // Headings below that of the day are parts of it.
    if (named === undefined && level > this.#level) return;
    this.day = named ?? this.#ofFile;
    this.#level = named === undefined ? 0 : level;
  }
}

type PlaceInFile = Pick<Place, 'name' | 'isFolder' | 'firstLine'>;

function locationOf({ line }: { readonly line: number }, { name, isFolder, firstLine }: PlaceInFile): EntryLocation {
  const number = firstLine + line - 1;
  return isFolder ? `${name} line ${number}` : number;
}

function readBlock(block: Block, isOurs: boolean, place: Place): void {
  if (isOurs && place.day !== undefined) readOurBlock(block, place.day, place);
  else if (block.kind === 'list') for (const item of block.items) readItem(item, place);
}

/** Reads a task, and those below it. An item without a checkbox is no task. */
function readItem(item: Item, place: Place): void {
  const { context, history, day } = place;
  const task = parseTask(item);
  if (task !== undefined) {
    const location = locationOf(item, place);
    history.readEntry(location, () => {
      if (task.status !== 'done') throw new UsageError(task.status);
      const on = requirePastDay(task.day ?? requireNamed(day), context.today);
      history.addThing(on, doneThing(location, on, task.text, notesOf(item)));
    });
  }
  for (const below of item.items) readItem(below, place);
}

function requireNamed(day: Day | undefined): Day {
  if (day === undefined) throw new UsageError('no date');
  return day;
}

/** What is written below a task, without further tasks. */
function notesOf({ lines, items }: Item): string {
  return [...lines, ...items.filter((item) => parseTask(item) === undefined).map(({ text }) => text)].join('; ');
}

const REST = /^Rest day(?:: (?<reason>.*))?$/;

/** Reads what our own export has of a day: also things that are open, and that it was a rest day. */
function readOurBlock(block: Block, day: Day, place: Place): void {
  const { history } = place;
  const location = locationOf(block, place);
  if (block.kind === 'list')
    for (const item of block.items) if (item.isDone !== undefined) readOurThing(item, day, place);
  if (block.kind !== 'paragraph') return;
  const [line = ''] = block.lines;
  const rest = REST.exec(line);
  if (rest) history.readEntry(location, () => history.addRest(day, optionalText(rest.groups?.reason, 'the reason')));
  else if (line.startsWith('Lost: ')) history.leaveOut(location, 'a setback, which is in json only');
}

const ALSO = 'Also: ';

function readOurThing(item: Item, day: Day, place: Place): void {
  const { history } = place;
  const location = locationOf(item, place);
  history.readEntry(location, () => {
    const details = item.items.map(({ text }) => text);
    const also = details.find((text) => text.startsWith(ALSO))?.slice(ALSO.length);
    const did = details.find((text) => !text.startsWith(ALSO));
    history.addThing(day, {
      ...doneThing(location, day, item.text, did),
      doneAt: item.isDone ? noonOf(day) : null,
      ...(also !== undefined && { also }),
    });
  });
}
