import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Day } from '../src/core/day.ts';
import { APPLICATION_ID } from '../src/store/header.ts';
import { weekday } from './support/calendar.ts';
import { type DayJson, type ThingJson, useHome } from './support/four.ts';

const home = useHome();
const { four, json, sql } = home;

const PAGE = fs.readFileSync(fileURLToPath(new URL('../docs/data.md', import.meta.url)), 'utf8');

/** What stands under each heading of the third rank, by the heading. */
const sections = new Map(
  PAGE.split(/^### /m)
    .slice(1)
    .map((part): [string, string] => [part.slice(0, part.indexOf('\n')), part.split(/^## /m)[0] ?? '']),
);
const queries = [...sections].flatMap(([title, text]): [string, string][] =>
  [...text.matchAll(/^```sql\n([\s\S]*?)^```/gm)].map(([, query = '']) => [title, query]),
);

/** Some days of two years, with all there is on them. */
beforeEach(async () => {
  const on = async (day: string, time: string, ...words: string[]) => {
    home.at(`${day}T${time}`);
    await four('-q', ...words);
  };
  await on('2025-11-23', '08:00', 'plan', 'Call the Acme buyer', 'Swim');
  await on('2025-11-23', '18:00', 'done', '1', '-m', 'She said March, she said');
  await on('2025-12-24', '09:00', 'rest', '--to', '2026-01-02', '-m', 'Family');
  await on('2026-01-03', '08:00', 'plan', 'Write the post', 'Swim', 'Read', 'Cook');
  await on('2026-01-03', '18:00', 'done', '2', '3', '4');
  await on('2026-01-03', '22:30', 'did', 'Fixed the printer');
  await on('2026-01-05', '08:00', 'plan', 'Write the post', 'Run');
  await on('2026-01-05', '18:10', 'done', '2', '-m', 'Said nothing of Acme.');
  await on('2026-01-06', '08:00', 'plan', 'Write the post');
  await on('2026-01-06', '18:20', 'done', '1', '-m', '"March" it is');
  await on('2026-11-20', '10:00', 'lost', 'The Acme sale');
  await on('2026-11-21', '10:00', 'lost', 'The train', '--let-go');
  await on('2026-11-22', '10:00', 'lost', 'The keys');
  await on('2026-11-23', '09:00', 'lost', '--settle', '3', '--next', 'Ask for a second chance');
  await on('2026-11-23', '18:00', 'done', '1');
  for (const text of ['Swim', 'Run', 'Sit']) await on('2026-11-23', '19:00', 'did', text);
});

const log = async () => (await json<DayJson[]>('log')).reverse();

/** Every thing with its day, in order. */
async function things(): Promise<(ThingJson & { readonly day: string })[]> {
  return (await log()).flatMap(({ day, things }) => things.map((thing) => ({ ...thing, day })));
}

/** A day of an export. */
interface ExportedDay extends Omit<DayJson, 'things'> {
  readonly things: readonly (ThingJson & { readonly unplanned: boolean })[];
}

/** How many items there are of each key. */
function tally(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

const mostFirst = (a: [string, number], b: [string, number]) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What each query has to give, counted from what the commands say. */
const EXPECTED: { readonly [title: string]: () => Promise<unknown[]> } = {
  'The weekdays on which you get the most done': async () => {
    const { days } = JSON.parse((await four('export')).stdout) as { days: readonly ExportedDay[] };
    const planned = days
      .filter(({ rest }) => !rest)
      .flatMap(({ day, things: all }) =>
        all.filter(({ unplanned }) => !unplanned).map(({ done }) => ({ done, name: WEEKDAYS[weekday(day as Day)] })),
      );
    return [...tally(planned.map(({ name }) => name as string))].map(([name, count]) => {
      const done = planned.filter((one) => one.name === name && one.done).length;
      return { weekday: name, done, planned: count, percent: Math.round((100 * done) / count) };
    });
  },
  'Things per day, by month': async () => {
    const active = (await log()).filter(({ done }) => done > 0);
    return [...tally(active.map(({ day }) => day.slice(0, 7)))].map(([month, days]) => {
      const done = active.filter(({ day }) => day.startsWith(month)).reduce((sum, { done }) => sum + done, 0);
      return { month, days, things_a_day: Math.round((done * 10) / days) / 10 };
    });
  },
  'The days that counted': async () =>
    (await log())
      .filter(({ counts }) => counts)
      .map(({ day, done }) => ({ day, done }))
      .reverse(),
  'What you carried over longest': async () => {
    const carried = (await things()).filter((thing) => thing.carried > 0);
    const texts = [...new Set(carried.map(({ text }) => text))];
    const rows = texts.map((text) => {
      const own = carried.filter((thing) => thing.text === text);
      return { text, carried: Math.max(...own.map((thing) => thing.carried)), last_day: own.at(-1)?.day };
    });
    return rows.sort((a, b) => b.carried - a.carried || ((a.last_day ?? '') > (b.last_day ?? '') ? -1 : 1));
  },
  'Setbacks, and how long it took to settle them': async () => {
    const setbacks = await json<{ day: string; text: string; kind: string; daysToSettle: number | null }[]>('lost');
    return setbacks.map(({ day, text, kind, daysToSettle }) => ({ day, text, kind, days_to_settle: daysToSettle }));
  },
  'The words you use most to say what you did': async () => {
    const words = (await things())
      .flatMap(({ did }) => did?.toLowerCase().split(' ') ?? [])
      .filter((word) => word.length > 3)
      .map((word) => word.replaceAll(/^[.,;:!?"()]+|[.,;:!?"()]+$/g, ''));
    return [...tally(words)].sort(mostFirst).map(([said, times]) => ({ said, times }));
  },
  'What you did on this day, year by year': async () =>
    (await things())
      .filter(({ day, done }) => done && day.endsWith('-11-23'))
      .map(({ day, text, did }) => ({ day, text, did })),
  'The hours at which you check things off': async () => {
    const hours = (await things()).flatMap(({ doneAt }) => (doneAt === null ? [] : new Date(doneAt).getHours()));
    return [...tally(hours.map((hour) => String(hour).padStart(2, '0')))]
      .sort(mostFirst)
      .map(([hour, things]) => ({ hour, things }));
  },
  'Rest days, by month': async () => {
    const rest = (await log()).filter(({ rest }) => rest);
    return [...tally(rest.map(({ day }) => day.slice(0, 7)))].map(([month, rest]) => ({ month, rest }));
  },
  'Everything that contains a word': async () => {
    const found = await json<DayJson[]>('log', '--grep', 'acme');
    return found.flatMap(({ day, things }) =>
      things.filter(({ text, did }) => /acme/i.test(text + (did ?? ''))).map(({ text, did }) => ({ day, text, did })),
    );
  },
};

describe('the queries', () => {
  test('are ten', () => {
    expect(queries.map(([title]) => title)).toEqual(Object.keys(EXPECTED));
    expect(queries).toHaveLength(10);
  });

  test.each(queries)('%s', async (title, query) => {
    const rows = sql(query);
    const expected = (await EXPECTED[title]?.()) ?? [];
    expect(rows.length).toBeGreaterThan(0);
    // The order of those that are equal is nobody's promise.
    if (title === 'The weekdays on which you get the most done') {
      const percents = (rows as { percent: number }[]).map(({ percent }) => percent);
      expect(percents).toEqual(percents.toSorted((a, b) => b - a));
      expect(new Set(rows)).toEqual(new Set(expected));
    } else expect(rows).toEqual(expected);
  });

  test('another minimum makes other days count', async () => {
    await four('config', 'minimum', '1');
    const [, query = ''] = queries.find(([title]) => title === 'The days that counted') ?? [];
    expect(sql(query)).toEqual(await EXPECTED['The days that counted']?.());
    expect(sql(query).length).toBeGreaterThan(3);
  });
});

describe('the page knows the file', () => {
  test('every table and view with its columns, and no others', () => {
    const relations = sql(
      "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' ORDER BY name",
    ) as { name: string }[];
    const real = relations.map(({ name }) => {
      const columns = sql(`SELECT name FROM pragma_table_info('${name}')`) as { name: string }[];
      return [name, columns.map((column) => column.name)];
    });
    const told = [...sections]
      .filter(([title]) => title.startsWith('`'))
      .map(([title, text]) => [
        title.replaceAll('`', ''),
        [...text.matchAll(/^\| `(\w+)` \| \S/gm)].map(([, column = '']) => column),
      ])
      .sort();
    expect(told).toEqual(real);
  });

  test('its application_id', () => {
    expect(sql('PRAGMA application_id')).toEqual([{ application_id: APPLICATION_ID }]);
    expect(PAGE).toContain(` ${APPLICATION_ID} `);
  });
});
