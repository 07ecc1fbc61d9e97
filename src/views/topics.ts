import { wrapLines } from '../core/width.ts';
import { MARGIN, padEnd, renderScreen } from './layout.ts';

/** A paragraph, or rows of a term and its meaning. Backquotes mark what is typed. */
export type TopicPart = string | readonly (readonly [term: string, meaning: string])[];

export interface Topic {
  readonly title: string;
  readonly parts: readonly TopicPart[];
}

const dates: Topic = {
  title: 'How to name a day',
  parts: [
    'A DAY, as an argument or after `-d`, is one of these:',
    [
      ['2026-11-23', 'a date'],
      ['today', 'also `yesterday` and `tomorrow`'],
      ['-3', 'three days ago; `+1` is tomorrow'],
      ['monday', 'the last Monday before today, so on a Monday it is a week ago; `mon` works too'],
      ['last friday', 'plain English for one day, in quotes: `"20 nov"`, `"2 weeks ago"`'],
    ],
    'A day is a date on the calendar, as you lived it. It is stored as that date, so travelling or changing the clocks ' +
      'does not move anything.',
    'A day ends at midnight, or later if you like: after `four config day-start 04:00`, two in the morning still belongs ' +
      'to the day before, for every command. Check-offs keep their real time.',
    'If something from yesterday is still open between midnight and four, `four check` asks which day you mean. With ' +
      'other commands, add `-d yesterday`.',
    'You can plan ahead (`four plan -d tomorrow`). A day does not count before it has come.',
  ],
};

const streaks: Topic = {
  title: 'How days are counted',
  parts: [
    'A day counts if you did enough, planned or not: four things, or fewer after `four config minimum 3`.',
    [
      ['streak', 'days in a row that count'],
      [
        'rest day',
        'a day off bridges a streak: it neither adds to it nor ends it. If you do enough anyway, it counts like any other day',
      ],
      ['today', 'never ends a streak while it is still open'],
      ['miss', 'a past day that neither counted nor was a rest day; there are none before the first day that counted'],
      ['gap', 'misses in a row; rest days in between neither add to it nor end it'],
      ['comeback', 'the day that counts and ends a gap: "back in 2 days" after two misses'],
    ],
    'Some examples with four things a day. A digit is how many you did, R is a rest day, . is nothing, and the last one is today.',
    [
      ['4 4 4 .', 'streak 3: today is still open'],
      ['4 4 4 4', 'streak 4'],
      ['4 4 . 4 .', 'streak 1, longest 2, back in 1 day'],
      ['4 4 R R 4 2', 'streak 3'],
      ['4 . R . 4', 'streak 1, back in 2 days'],
      ['4 4 . . 3', 'no streak, longest 2, a gap of 2'],
      ['R R .', 'no streak: no day has counted yet'],
      ['4 R .', 'streak 1'],
      ['4 3 R .', 'no streak, longest 1, a gap of 1'],
    ],
    'Streaks are not stored. If you write something down later (`four did Swim -d monday`), they change at once. To see ' +
      'which days decided: `four streak --why`',
  ],
};

const data: Topic = {
  title: 'Where your data is',
  parts: [
    'Everything is in one SQLite file that only you can read: `--db FILE`, else `FOURTHINGS_DB`, else `fourthings.db` in ' +
      "your system's data folder. Only `four sync` sends anything anywhere. To see where the file is and check it: `four doctor`",
    [
      ['four undo', 'takes back the last command; `--redo` redoes it'],
      [
        'four backup',
        'makes a copy. The first change of each day makes one too; they are kept for 7 days and 12 months',
      ],
      ['four restore', 'restores a copy, and keeps what it replaces'],
      ['four export', 'writes everything out: `--format json`, `csv`, `md` or `todotxt`'],
      ['four import', 'reads the history of other tools; `--dry-run` only shows what it would do'],
      ['four sync', 'syncs several machines over your own git repository'],
    ],
    'You can query two views, `things` and `days`. Their columns do not change:',
    [
      ['things', 'day, slot, text, done, done_at, did, carried'],
      ['days', 'day, planned, done, unplanned, rest, rest_reason'],
    ],
    'For example: `sqlite3 FILE "select day, text, did from things where done"`',
    'All tables and columns, and ten useful queries: `docs/data.md`',
  ],
};

export const TOPICS = { dates, streaks, data };

/** In columns; with less room, a meaning goes below its term. */
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
