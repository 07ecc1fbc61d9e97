import { type Day, localDay, localInstant } from '../../core/day.ts';
import { UsageError } from '../../core/errors.ts';
import { doneThing, doneThingAt, requireDay, requirePastDay } from '../fields.ts';
import {
  type FileStart,
  type ImportContext,
  type Importer,
  type ImportSource,
  numberedLines,
  textOf,
} from '../import-source.ts';
import { ImportedHistory } from '../imported-history.ts';

/** A file of org-mode: what its tasks and habits were closed or logged as done. https://orgmode.org */
export const importer: Importer = { detect, read };

const STATE =
  /^\s*(?:[-+*]\s*)?State\s+"(?<state>[^"]+)"(\s+from(\s+"[^"]*")?)?\s+\[(?<time>\d{4}-[^\]]*)\](?<more>\s*\\\\)?\s*$/;
const CLOSED = /^\s*(\w+:\s*<[^>]*>\s*)*CLOSED:\s*\[(?<time>\d{4}-[^\]]*)\]/;
const HEADLINE = /^\*+\s+\S/;
const KEYWORDS = /^#\+(TODO|SEQ_TODO|TYP_TODO):(?<open>[^|]*)(\|(?<done>.*))?$/i;

function detect({ lines }: FileStart): boolean {
  return lines.some(
    (line) => STATE.test(line) || CLOSED.test(line) || KEYWORDS.test(line) || /^\*+ (TODO|DONE) /.test(line),
  );
}

/** A headline with what is logged below it. */
interface Task {
  readonly line: number;
  readonly keyword: string | undefined;
  readonly text: string;
  readonly records: Closing[];
}

/** That a task got a state, at a time as it is written: `2023-07-25 Tue 09:24`. */
interface Closing {
  readonly line: number;
  readonly state: string | undefined;
  readonly time: string;
  readonly note: string | undefined;
}

function read(source: ImportSource, context: ImportContext): ImportedHistory {
  const lines = [...numberedLines(textOf(source))];
  const states = statesIn(lines.map(([, line]) => line));
  const history = new ImportedHistory('line');
  for (const task of tasksIn(lines, states)) readTask(task, states, context, history);
  return history;
}

interface States {
  readonly open: ReadonlySet<string>;
  readonly done: ReadonlySet<string>;
}

/** The words for states: the usual ones, and those that the file names itself. */
function statesIn(lines: readonly string[]): States {
  const open = new Set(['TODO', 'NEXT', 'WAITING', 'WAIT', 'HOLD', 'STARTED', 'SOMEDAY']);
  const done = new Set(['DONE', ...CANCELLED]);
  for (const line of lines) {
    const { open: before = '', done: after } = KEYWORDS.exec(line)?.groups ?? {};
    const words = wordsIn(before);
    // Without a bar, the last word is the only one for what is done.
    const last = after === undefined ? words.splice(-1) : wordsIn(after);
    for (const word of words) open.add(word);
    for (const word of last) done.add(word);
  }
  return { open, done };
}

/** Words with their keys for fast selection, as in `DONE(d!)`. */
function wordsIn(text: string): string[] {
  return [...text.matchAll(/([^\s(|]+)(\([^)]*\))?/g)].map(([, word = '']) => word);
}

const CANCELLED = ['CANCELLED', 'CANCELED', 'KILL', 'KILLED', 'ABORTED', 'DROPPED', 'FAILED'];

/** The lines that are not blank, with their numbers. */
type Lines = readonly (readonly [number: number, line: string])[];

/** The headlines, each with the lines up to the next one. */
function tasksIn(lines: Lines, states: States): Task[] {
  const starts = [...lines.keys()].filter((index) => HEADLINE.test(lines[index]?.[1] ?? ''));
  return starts.map((start, index) => {
    const [head, ...body] = lines.slice(start, starts[index + 1]) as [Lines[number], ...Lines];
    return { line: head[0], ...parseHeadline(head[1].replace(/^\*+\s+/, ''), states), records: recordsIn(body) };
  });
}

function recordsIn(body: Lines): Closing[] {
  return body.flatMap(([line, words], index) => {
    const { state, time, more } = (STATE.exec(words) ?? CLOSED.exec(words))?.groups ?? {};
    if (time === undefined) return [];
    return [{ line, state, time, note: more === undefined ? undefined : noteIn(body.slice(index + 1)) }];
  });
}

/** The note on a record: the indented lines below it, up to the next record or the end of the drawer. */
function noteIn(lines: Lines): string {
  const end = lines.findIndex(([, line]) => !/^\s+[^-+:\s]/.test(line));
  const note = lines.slice(0, end < 0 ? undefined : end);
  return note.map(([, line]) => line.replace(/\\\\\s*$/, '')).join(' ');
}

/** Takes apart `TODO [#A] Write the post [1/2] :work:`. */
function parseHeadline(words: string, { open, done }: States): Pick<Task, 'keyword' | 'text'> {
  const [first = ''] = words.split(/\s/, 1);
  const keyword = open.has(first) || done.has(first) ? first : undefined;
  const text = words
    .slice(keyword?.length ?? 0)
    .replace(/^\s*\[#\w+\]/, '')
    .replace(/(?<=\S)\s+:[\w@#%:]+:\s*$/, '')
    .replace(/\[(\d+\/\d+|\d+%)\]/g, '')
    .replace(/\[\[[^\][]*\]\[([^\]]*)\]\]/g, '$1');
  return { keyword, text };
}

/** Reads each record of a task that closed it. `CLOSED` and the log may both tell of the same day. */
function readTask(
  { line, keyword, text, records }: Task,
  states: States,
  context: ImportContext,
  history: ImportedHistory,
) {
  const logged = records.filter(({ state }) => state !== undefined && states.done.has(state));
  const days = new Set(logged.map(({ time }) => time.slice(0, 10)));
  const closed = records.filter(({ state, time }) => state === undefined && !days.has(time.slice(0, 10)));
  for (const { line: at, state = keyword, time, note } of [...logged, ...closed])
    history.readEntry(at, () => {
      if (CANCELLED.includes(state ?? '')) throw new UsageError('cancelled');
      const { day, instant } = parseTime(time, context);
      const thing = instant ? doneThingAt(at, instant, text, note) : doneThing(at, day, text, note);
      history.addThing(requirePastDay(day, context.today), thing);
    });
  if (keyword === undefined || logged.length + closed.length > 0) return;
  history.leaveOut(line, reasonFor(keyword, states));
}

function reasonFor(keyword: string, { open }: States): string {
  if (CANCELLED.includes(keyword)) return 'cancelled';
  return open.has(keyword) ? 'not done' : 'no completion date';
}

/** Reads `2023-07-25 Tue 09:24`, with a weekday in any language; the time may be missing. */
function parseTime(time: string, { dayStart }: ImportContext): { day: Day; instant: string | undefined } {
  const date = requireDay(time.slice(0, 10));
  const [, hours, minutes] = /\b(\d{1,2}):(\d\d)/.exec(time.slice(10)) ?? [];
  if (hours === undefined) return { day: date, instant: undefined };
  const instant = localInstant(date, Number(hours) * 60 + Number(minutes));
  return { day: localDay(instant, dayStart), instant: instant.toISOString() };
}
