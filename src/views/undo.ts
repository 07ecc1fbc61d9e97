import { type Day, formatInstant, formatShortDay } from '../core/day.ts';
import type { Difference, Differences, Stayed, StoredRow } from '../core/difference.ts';
import { maskSecrets } from '../core/remote-address.ts';
import { formatSetting, readSettings, SETTING_KEYS } from '../core/settings.ts';
import type { Style } from '../core/style.ts';
import type { Timestamp } from '../core/thing.ts';
import { hangingIndent, MARGIN, renderScreen } from './layout.ts';

/** How many records of a command are named. */
const MOST_NAMED = 5;

interface RestoredCommand {
  readonly command: string;
  readonly at: Timestamp;
  readonly differences: Differences;
  readonly hasNext: boolean;
}

type Direction = 'undo' | 'redo';

/** The commands that were undone or redone, what is different now, and how to reverse that. */
export function undoScreen(
  changes: readonly RestoredCommand[],
  direction: Direction,
  today: Day,
  style: Style,
): string {
  if (changes.length === 0) return renderScreen(`${MARGIN}There is nothing to ${direction}.`);
  const lines = changes.map((change) => changeLines(change, today, style));
  return renderScreen(
    `${MARGIN}${style.strong(title(changes, direction))}\n${lines.join('\n')}`,
    wayOn(changes, direction)
      .map((line) => MARGIN + style.dim(line))
      .join('\n'),
  );
}

function title(changes: readonly RestoredCommand[], direction: Direction): string {
  if (isNothingDifferent(changes)) return 'Nothing is different:';
  return direction === 'undo' ? 'Undone:' : 'Redone:';
}

function isNothingDifferent(changes: readonly RestoredCommand[]): boolean {
  return changes.every(({ differences }) => differences.count === 0);
}

/** How to reverse it. What made no difference is only passed over when the user says so. */
function wayOn(changes: readonly RestoredCommand[], direction: Direction): string[] {
  if (!isNothingDifferent(changes))
    return [direction === 'undo' ? 'To redo it: four undo --redo' : 'To undo it: four undo'];
  if (changes.at(-1)?.hasNext !== true) return [];
  const number = changes.length + 1;
  return [
    direction === 'undo'
      ? `To undo the command before it too: four undo -n ${number}`
      : `To redo the command after it too: four undo --redo -n ${number}`,
  ];
}

function changeLines({ command, at, differences }: RestoredCommand, today: Day, style: Style): string {
  const { first, count, stayed } = differences;
  const named = first.slice(0, MOST_NAMED).map((difference) => describe(difference, today, style));
  if (count > named.length) named.push(`and ${count - named.length} more`);
  if (count + stayed.length === 0) named.push('nothing: what it changed has been changed again since');
  named.push(...stayed.slice(0, MOST_NAMED).map((one) => stayedWords(one, today, style)));
  if (stayed.length > MOST_NAMED) named.push(`and ${stayed.length - MOST_NAMED} more that stay as they were`);
  return [
    hangingIndent(MARGIN, `${style.text(command)}  ${style.dim(formatInstant(at))}`, style),
    ...named.map((line) => hangingIndent(`${MARGIN}  `, line, style)),
  ].join('\n');
}

/** `open again: 4 Read one chapter` */
function describe(difference: Difference, today: Day, style: Style): string {
  const { kind, before, after } = difference;
  const row = (after ?? before) as StoredRow;
  if (kind === 'setting') return settingNow(row, after !== null, style);
  return `${whatIsNow(difference)}: ${nameWithDay(kind, row, today, style)}`;
}

const STAYED_WORDS: { readonly [Why in Stayed['why']]: string } = {
  shared: 'stays, as another machine has it too',
  changed: 'stays, as it has been changed since',
  dropped: 'stays dropped',
};

/** `stays, as another machine has it too: 1 Read` */
function stayedWords({ kind, why, row }: Stayed, today: Day, style: Style): string {
  const name = kind === 'setting' ? style.text(String(row.key)) : nameWithDay(kind, row, today, style);
  return `${STAYED_WORDS[why]}: ${name}`;
}

function nameWithDay(kind: Difference['kind'], row: StoredRow, today: Day, style: Style): string {
  const name = [kind === 'thing' ? (row.slot ?? '+') : '', style.text(nameOf(kind, row))].filter(Boolean).join(' ');
  const day = row.day === today || row.day === undefined ? '' : `  ${style.dim(formatShortDay(row.day as Day))}`;
  return name + day;
}

function nameOf(kind: Difference['kind'], row: StoredRow): string {
  if (kind === 'note') return `note for the week from ${formatShortDay(row.week as Day)}, ${row.text}`;
  if (kind !== 'rest') return String(row.text);
  return row.reason === null ? 'rest day' : `rest day, ${row.reason}`;
}

/** `minimum is 4 again` */
function settingNow(row: StoredRow, isStored: boolean, style: Style): string {
  const key = SETTING_KEYS.find((known) => known === row.key);
  if (key === undefined) return `changed back: ${style.text(String(row.key))}`;
  const settings = readSettings(new Map(isStored ? [[key, String(row.value)]] : []));
  return `${key} is ${style.text(maskSecrets(formatSetting(key, settings)))} again`;
}

/** The columns of a record, and what is said when one of them is different. */
const WORDS: { readonly [kind: string]: readonly (readonly [column: string, words: string])[] } = {
  thing: [
    ['done_at', 'done again'],
    ['day', 'on its day again'],
    ['text', 'reworded'],
    ['slot', 'in its slot again'],
    ['did', 'what was done, as before'],
    ['also', 'without the other wording'],
  ],
  rest: [['reason', 'as before']],
  note: [['text', 'reworded']],
  usual: [
    ['days', 'on its days again'],
    ['text', 'reworded'],
  ],
  setback: [
    ['kind', 'settled again'],
    ['lesson', 'lesson as before'],
  ],
};

/** What is settled or done when it has a value, and open when it has none. */
const OPEN_WITHOUT = ['done_at', 'kind'];

function whatIsNow({ kind, before, after }: Difference): string {
  if (after === null) return 'gone';
  if (before === null) return 'back';
  const [column = '', words = 'as before'] = WORDS[kind]?.find(([name]) => before[name] !== after[name]) ?? [];
  return OPEN_WITHOUT.includes(column) && after[column] === null ? 'open again' : words;
}
