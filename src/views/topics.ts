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
    'A DAY is one of these. As an argument it needs no quotes: `four rest next friday`',
    [
      ['2026-11-23', 'a date; also `20 nov 2025`'],
      ['today', 'also `yesterday`, `tomorrow` and `the day before yesterday`'],
      ['-3', 'three days ago; `+1` is tomorrow; also `2 weeks ago` and `in 3 days`'],
      ['monday', 'a weekday; also `mon`, `on monday` and `monday evening`'],
      ['20 nov', 'a date without its year; also `nov 20`'],
      ['last friday', 'of last week; also `this friday`, `next friday` and `friday next week`'],
    ],
    'Commands that look back (`did`, `log` and most others) mean the latest such day before today. `plan` and `rest` mean today ' +
      'or the next one, `move` the next one after the day the thing is on. `--to` is the first one from the beginning of the span ' +
      'on. On Friday, 27 Nov 2026:',
    [
      ['monday', 'did 23 Nov, plan and rest 30 Nov, move 30 Nov'],
      ['friday', 'did 20 Nov, plan and rest 27 Nov, move 4 Dec'],
      ['on wednesday', 'did 25 Nov, plan and rest 2 Dec, move 2 Dec'],
      ['tuesday last week', '17 Nov; this week 24 Nov, next week 1 Dec, for every command'],
      ['3 jun', 'did 3 Jun 2026; plan, rest and move 3 Jun 2027'],
      ['thu --to tue', 'log 26 Nov to 1 Dec, rest 3 Dec to 8 Dec'],
    ],
    'A day is stored as a date on the calendar, so travelling or changing the clocks moves nothing, and a day that has begun ' +
      'stays. It ends at midnight, or later: after `four config day-start 04:00`, two in the morning belongs to the day before.',
    'Between midnight and four, if something from yesterday is open and nothing is planned today, `four` and `four check` ask ' +
      'which day you mean. With other commands, add `-d yesterday`.',
    'You can plan, rest and move ahead. Nothing can be done on a day that has not come.',
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
