import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CommandError, kindOf, UsageError } from '../core/errors.ts';
import { MAX_INPUT } from '../core/limits.ts';
import { parseText } from '../core/text.ts';
import { type DayRecord, emptySlots, isWaiting, type Slot, type Thing, withThings } from '../core/thing.ts';
import { makeTemporaryFolder, readFile, removeFolder, replacePrivately } from '../store/files.ts';
import { dayPage } from './day-markdown.ts';
import { isEmptyPage, type PageLine, readDayPage } from './day-page.ts';
import { type PageContext, takeInPage } from './page-edits.ts';

// Load this file with `import()`: it brings the parser of Markdown.

/** A day as a page in a file, for an editor. */
export class PageFile {
  readonly file: string;
  readonly #folder = makeTemporaryFolder();
  readonly #text: string;

  constructor(record: DayRecord) {
    this.file = path.join(this.#folder, `${record.day}.md`);
    this.#text = dayPage(record);
    replacePrivately(this.file, this.#text);
  }

  read(): string {
    return readFile(this.file, MAX_INPUT).toString('utf8');
  }

  remove(): void {
    removeFolder(this.#folder);
  }

  /** What to throw for an error. Where it would lose what was written, the file stays, and the error names it. */
  explain(error: unknown): unknown {
    const kind = kindOf(error);
    const isLost = this.#isChanged() && (kind === 'usage' || kind === 'failed');
    if (!isLost) {
      this.remove();
      return error;
    }
    const { message, hint = 'Nothing was changed.' } = error as UsageError;
    const found = `${hint} Your text is in ${this.file}`;
    return kind === 'usage' ? new UsageError(message, found) : new CommandError(message, found);
  }

  #isChanged(): boolean {
    try {
      return this.read() !== this.#text;
    } catch {
      return false;
    }
  }
}

/** A day with what was changed on its page. */
export interface EditedDay {
  readonly record: DayRecord;
  /** The texts of things that were removed from the page, and stay. */
  readonly kept: readonly string[];
}

/** A day as its page was written, and as it is by now: another program may have changed it meanwhile. */
interface Edited {
  readonly before: DayRecord;
  readonly now: DayRecord;
}

/**
 * Takes in what was changed on the page of a day. Throws a `UsageError` if a
 * text cannot be stored, or there are more open things than slots.
 */
export function editedDay(text: string, { before, now }: Edited, context: PageContext): EditedDay {
  const page = readDayPage(text);
  for (const line of page.lines) checkLine(line);
  const { after, kept } = takeInPage(before, page, context);
  const record = withEdits(now, before, after);
  const waiting = record.things.filter(isWaiting).length;
  if (waiting > now.things.filter(isWaiting).length)
    throw new UsageError(`${record.things.length} things, but a day has four slots`, 'Nothing was changed.');
  return { record, kept: isEmptyPage(page) ? [] : kept.map((thing) => thing.text) };
}

function checkLine({ text, notes }: PageLine): void {
  for (const one of [text, ...notes.map((note) => note.text)]) parseText(one);
}

/** A day with the changes that lead from `before` to `after`. */
function withEdits(now: DayRecord, before: DayRecord, after: DayRecord): DayRecord {
  const find = ({ things }: DayRecord, id: string) => things.find((thing) => thing.id === id);
  const isDropped = ({ id }: Thing) => find(before, id) !== undefined && find(after, id) === undefined;
  const kept = now.things.filter((thing) => !isDropped(thing));
  const edited = kept.map((thing) => withChanges(thing, find(before, thing.id), find(after, thing.id)));
  const slots = emptySlots({ ...now, things: kept });
  const isNew = ({ id }: Thing) => find(before, id) === undefined && find(now, id) === undefined;
  const added = after.things.filter(isNew).map((thing) => ({ ...thing, slot: slots.shift() ?? null }));
  const rest = isDeepStrictEqual(before.rest, after.rest) ? now.rest : after.rest;
  return withThings({ ...now, rest }, [...edited, ...added]);
}

function withChanges(now: Thing, before: Thing | undefined, after: Thing | undefined): Thing {
  if (before === undefined || after === undefined) return now;
  const { also: _, ...plain } = now;
  const base = after.text === before.text ? now : plain;
  const changed = Object.entries(after).filter(([field, value]) => value !== before[field as keyof Thing]);
  return { ...base, ...(Object.fromEntries(changed) as Partial<Thing>), slot: now.slot as Slot | null };
}
