import { wrapLines } from '../core/width.ts';
import { MARGIN, padEnd, renderScreen } from './layout.ts';

/** A paragraph, or rows of a term and what it means. What stands in backquotes is typed as it is. */
export type TopicPart = string | readonly (readonly [term: string, meaning: string])[];

export interface Topic {
  readonly title: string;
  readonly parts: readonly TopicPart[];
}

const dates: Topic = {
  title: 'How to name a day',
  parts: [
    'Wherever a command takes a DAY, and after `-d`, it may be:',
    [
      ['2026-11-23', 'that date'],
      ['today', 'and `yesterday`, `tomorrow`'],
      ['-3', 'three days ago; `+1` is tomorrow'],
      ['monday', 'the latest one before today, so that on a Monday it is a week ago; `mon` says the same'],
      ['last friday', 'plain English that names one day, in quotes: `"20 nov"`, `"2 weeks ago"`'],
    ],
    'A day is a date on the calendar, as you lived it. It is stored as that date: neither a journey nor a change of the ' +
      'clocks moves what is written down.',
    'A day ends at midnight, or at the time of a setting: `four config day-start 04:00`. Two in the morning then still ' +
      'belongs to the day before, for every command. The time of a check-off stays the real one.',
    'Around midnight: until four in the morning, with something of yesterday still open, the evening (`four check`) asks ' +
      'which of the two days you mean. Any other command takes `-d yesterday`.',
    'Days to come can be planned (`four plan -d tomorrow`); they count when they are there.',
  ],
};

const streaks: Topic = {
  title: 'How days are counted',
  parts: [
    'A day counts when enough was done on it, planned or not: four things, or fewer by a setting, like ' +
      '`four config minimum 3`.',
    [
      ['streak', 'days that count, in a row'],
      [
        'rest',
        'a day off bridges a streak: it adds nothing and breaks nothing. With enough done it counts like any other',
      ],
      ['today', 'breaks no streak while it is still open'],
      ['miss', 'a past day that neither counted nor was off; there is none before the first day that counted'],
      ['gap', 'misses in a row; days off inside it neither add to it nor end it'],
      ['comeback', 'the day that counts and ends a gap: "back in 2 days" after two misses'],
    ],
    'Some histories of someone with four a day. A digit is that many done, R a day off, . nothing; today is the last.',
    [
      ['4 4 4 .', 'streak 3: today is still open'],
      ['4 4 4 4', 'streak 4'],
      ['4 4 . 4 .', 'streak 1, longest 2, back in 1 day'],
      ['4 4 R R 4 2', 'streak 3'],
      ['4 . R . 4', 'streak 1, back in 2 days'],
      ['4 4 . . 3', 'no streak, longest 2, a gap of 2'],
      ['R R .', 'no streak: nothing has counted yet'],
      ['4 R .', 'streak 1'],
      ['4 3 R .', 'no streak, longest 1, a gap of 1'],
    ],
    'None of this is stored: what is written down later (`four did Swim -d monday`) is counted at once. The days that ' +
      'decided: `four streak --why`',
  ],
};

const data: Topic = {
  title: 'Where everything is kept',
  parts: [
    'In one SQLite file that only you can read: `--db FILE`, else `FOURTHINGS_DB`, else `fourthings.db` in the data ' +
      'folder of your system. Nothing is sent anywhere but by `four sync`. Where it is, and whether all is well: `four doctor`',
    [
      ['four undo', 'takes back the last change, a whole command at a time; `--redo` makes it again'],
      ['four backup', 'makes a copy. One is made on the first change of a day too, and kept for 7 days and 12 months'],
      ['four restore', 'puts a copy back, and keeps what it replaces'],
      ['four export', 'writes all of it out: `--format json`, `csv`, `md` or `todotxt`'],
      ['four import', 'takes in what other tools kept; `--dry-run` only shows it'],
      ['four sync', 'keeps several machines alike, over a git repository of your own'],
    ],
    'The views `things` and `days` are yours to query, and stay as they are:',
    [
      ['things', 'day, slot, text, done, done_at, did, carried'],
      ['days', 'day, planned, done, unplanned, rest, rest_reason'],
    ],
    'For example: `sqlite3 FILE "select day, text, did from things where done"`',
    'Each table and column, and ten useful queries: `docs/data.md`',
  ],
};

export const TOPICS = { dates, streaks, data };

/** Meanings narrower than this stand below their term. */
const NARROWEST_MEANING = 24;

/** A topic in lines of at most `width` columns. */
export function topicScreen({ title, parts }: Topic, width: number): string {
  return renderScreen(
    indent(title, MARGIN, width),
    ...parts.map((part) => (typeof part === 'string' ? indent(plain(part), MARGIN, width) : rows(part, width))),
  );
}

function rows(part: Exclude<TopicPart, string>, width: number): string {
  const column = MARGIN.length + 2 + Math.max(...part.map(([term]) => term.length));
  const isBeside = width - column >= NARROWEST_MEANING;
  return part
    .map(([term, meaning]) => {
      const text = indent(plain(meaning), ' '.repeat(isBeside ? column : MARGIN.length + 4), width);
      const head = MARGIN + term;
      return isBeside ? padEnd(head, column) + text.slice(column) : `${head}\n${text}`;
    })
    .join('\n');
}

function indent(text: string, margin: string, width: number): string {
  return wrapLines(text, Math.max(8, width - margin.length))
    .map((line) => margin + line)
    .join('\n');
}

function plain(text: string): string {
  return text.replaceAll('`', '');
}
