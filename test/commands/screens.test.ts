import { beforeEach, expect, test } from '@jest/globals';
import { daysAgo, useHome } from '../support/four.ts';
import { liveMonth } from '../support/month.ts';

const home = useHome();

beforeEach(() => liveMonth(home, daysAgo));

/** What a command prints after a lived month, as a person sees it. */
async function screen(columns: number, ...words: string[]): Promise<string> {
  home.env.COLUMNS = String(columns);
  const { stdout, stderr, status } = await home.four(...words);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

test('four in 80 columns', async () => {
  expect(await screen(80)).toBe(`
  Mon 23 Nov 2026                                 ▣ ■ ■ ▣ ~ ■ ▣     1-day streak

  1 ○ Sort the photos                                               carried once
  2 ✔ Read one chapter
      Two, in fact
  3 ·
  4 ·

  1 done, 1 open. Three more and the day counts.

`);
});

test('four in 40 columns', async () => {
  expect(await screen(40)).toBe(`
  Mon 23 Nov 2026  ▣■■▣~■▣  1-day streak

  1 ○ Sort the photos       carried once
  2 ✔ Read one chapter
      Two, in fact
  3 ·
  4 ·

  1 done, 1 open. Three more and the day
  counts.

`);
});

test('four --ascii in 80 columns', async () => {
  expect(await screen(80, '--ascii')).toBe(`
  Mon 23 Nov 2026                                 + # # + ~ # +     1-day streak

  1 [ ] Sort the photos                                             carried once
  2 [x] Read one chapter
        Two, in fact
  3 -
  4 -

  1 done, 1 open. Three more and the day counts.

`);
});

test('four --ascii in 40 columns', async () => {
  expect(await screen(40, '--ascii')).toBe(`
  Mon 23 Nov 2026  +##+~#+  1-day streak

  1 [ ] Sort the photos     carried once
  2 [x] Read one chapter
        Two, in fact
  3 -
  4 -

  1 done, 1 open. Three more and the day
  counts.

`);
});

test('four --color in 80 columns', async () => {
  expect(await screen(80, '--color')).toBe(`
  \u001b[1mMon 23 Nov 2026\u001b[22m                                 \u001b[32m▣\u001b[39m \u001b[32m■\u001b[39m \u001b[32m■\u001b[39m \u001b[32m▣\u001b[39m ~ \u001b[32m■\u001b[39m \u001b[32m▣\u001b[39m     \u001b[2m1-day streak\u001b[22m

  1 ○ Sort the photos                                               \u001b[2mcarried once\u001b[22m
  2 \u001b[32m✔\u001b[39m Read one chapter
      \u001b[2mTwo, in fact\u001b[22m
\u001b[2m  3 ·\u001b[22m
\u001b[2m  4 ·\u001b[22m

  1 done, 1 open. Three more and the day counts.

`);
});

test('four streak in 80 columns', async () => {
  expect(await screen(80, 'streak')).toBe(`
  1 day through yesterday; today 1 of 4

  current    1 day, 22 Nov 2026
  longest    2 days, 9 to 10 Nov 2026
  days       6 counted, 10 with something done, 2 rest days, 6 missed
  comebacks  3: back in 2 days on average, 4 at the longest, last on Sun 22 Nov
             2026

`);
});

test('four streak in 40 columns', async () => {
  expect(await screen(40, 'streak')).toBe(`
  1 day through yesterday; today 1 of 4

  current    1 day, 22 Nov 2026
  longest    2 days, 9 to 10 Nov 2026
  days       6 counted, 10 with
             something done, 2 rest
             days, 6 missed
  comebacks  3: back in 2 days on
             average, 4 at the longest,
             last on Sun 22 Nov 2026

`);
});

test('four lost in 80 columns', async () => {
  expect(await screen(80, 'lost')).toBe(`
  1 Fri 20 Nov 2026                                          let go the same day
    The train

  2 Fri 20 Nov 2026                                                         open
    The morning
    To settle it: four lost --settle 2

  3 Wed 11 Nov 2026                                           corrected in 1 day
    The Acme sale
    ✔ Ask for a second chance  Thu 12 Nov
    Send the dates sooner

`);
});

test('four lost in 40 columns', async () => {
  expect(await screen(40, 'lost')).toBe(`
  1 Fri 20 Nov 2026  let go the same day
    The train

  2 Fri 20 Nov 2026                 open
    The morning
    To settle it: four lost --settle 2

  3 Wed 11 Nov 2026   corrected in 1 day
    The Acme sale
    ✔ Ask for a second chance  Thu 12
      Nov
    Send the dates sooner

`);
});

test('four undo in 40 columns', async () => {
  expect(await screen(40, 'undo')).toBe(`
  Undone:
  four done 2 -m 'Two, in fact' -q  Mon
  23 Nov, 18:00
    open again: 2 Read one chapter

  To redo it: four undo --redo

`);
});

test('four -d -8 in 40 columns', async () => {
  expect(await screen(40, '-d', '-8')).toBe(`
  Sun 15 Nov 2026

  Nothing was planned. To write down
  what you did: four did "Fixed the
  printer" -d 2026-11-15

`);
});
