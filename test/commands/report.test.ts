import { beforeEach, describe, expect, test } from '@jest/globals';
import { expectError, useHome } from '../support/four.ts';

const home = useHome();
const { four, launch } = home;

/** A week up to Sunday, 22 November 2026, with everything a report can show. */
beforeEach(async () => {
  home.at('2026-11-16T20:00');
  await four('config', 'minimum', '2');
  await four('plan', 'Write *the* post', 'Run', '-d', '2026-11-16');
  await four('done', '1', '-d', '2026-11-16', '-m', 'Published it; two <people> wrote back');
  await four('did', 'Fixed the printer', '-d', '2026-11-16');
  home.at('2026-11-17T09:00');
  await four('lost', 'The Acme sale', '--next', 'Ask for a date', '-m', 'Talk about money first');
  await four('plan', '--', '- Read');
  await four('rest', '2026-11-18', '-m', 'Sick in bed');
  await four('rest', '2026-11-19');
  home.at('2026-11-20T09:00');
  await four('plan', 'Run');
  home.at('2026-11-22T20:00');
});

const out = async (...words: string[]) => {
  const { stdout, stderr, status } = await four(...words);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
};

describe('four week --format', () => {
  test('text: to paste into a mail', async () => {
    expect(await out('week', '--format', 'text')).toBe(`Week 47, 16 to 22 Nov 2026

2 done
1 day counts, the next comeback starts here

Monday, 2 of 3
- Write *the* post: Published it; two <people> wrote back
- Fixed the printer

Wednesday
- Rest day: Sick in bed

Thursday
- Rest day

Setbacks
- The Acme sale (Tue, to be corrected)
  Talk about money first
  Next: Ask for a date

Carried most
- Run (once)
`);
  });

  test('md: every text is shown as it was written', async () => {
    expect(await out('week', '--format', 'md')).toBe(`# Week 47, 16 to 22 Nov 2026

- 2 done
- 1 day counts, the next comeback starts here

## Monday, 2 of 3

- Write \\*the\\* post: Published it; two \\<people\\> wrote back
- Fixed the printer

## Wednesday

- Rest day: Sick in bed

## Thursday

- Rest day

## Setbacks

- The Acme sale (Tue, to be corrected)
  - Talk about money first
  - Next: Ask for a date

## Carried most

- Run (once)
`);
  });

  test('html: a page without external files', async () => {
    const page = await out('week', '--format', 'html');
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(page).toContain('<title>Week 47, 16 to 22 Nov 2026</title>');
    expect(page).toContain('<h2>Monday, 2 of 3</h2>');
    expect(page).toContain(
      '<li>Write *the* post: <span class="did">Published it; two &lt;people&gt; wrote back</span></li>',
    );
    expect(page).toContain('<li>The Acme sale <span class="note">(Tue, to be corrected)</span><br>Talk about');
    expect(page).not.toMatch(/https?:(?!\/\/www\.w3\.org\/2000\/svg")|<script|<link rel="stylesheet/);
  });

  test('with labels: what was done under each of them, and the days behind it', async () => {
    await four('config', 'labels', 'work', 'body', 'mind', 'peo*ple');
    await four('did', 'Swim', '-d', '2026-11-16');
    await four('did', 'Cook', '-d', '2026-11-16');
    expect(await out('week', '--format', 'text')).toContain(`
work, 1 of 3
- Write *the* post: Published it; two <people> wrote back (Mon)

mind, 1 of 1
- Fixed the printer (Mon)

peo*ple, 1 of 1
- Swim (Mon)

Extras
- Cook (Mon)

Rest days
- Wednesday: Sick in bed
- Thursday

Setbacks
`);
    expect(await out('week', '--format', 'md')).toContain('\n## peo\\*ple, 1 of 1\n');
  });

  test('of another week, and of one with nothing in it', async () => {
    expect(await out('week', 'last', '--format', 'text')).toBe('Week 46, 9 to 15 Nov 2026\n\n0 done\n');
  });

  test('lines are never wrapped, and have no colours and no marks of a terminal', async () => {
    home.env.COLUMNS = '40';
    const plain = await out('week', '--format', 'text');
    home.terminal = 40;
    expect(await out('week', '--format', 'text', '--color')).toBe(plain);
    expect((await launch('week', '--format', 'text')).stdout).toBe(plain);
  });

  test('what another program has stored is made harmless', async () => {
    home.sql("UPDATE thing SET text = 'a' || char(27) || '[31m' || char(10) || '# b' WHERE text = 'Fixed the printer'");
    for (const format of ['text', 'md', 'html']) {
      const page = await out('week', '--format', format);
      expect(page).not.toContain('\u001b');
      expect(page).not.toMatch(/^# b/m);
    }
  });
});

describe('four log --format', () => {
  test('text: a stand-up, oldest day first', async () => {
    await four('did', 'Slept', '-d', '2026-11-21');
    await four('plan', 'Walk', 'Read');
    expect(await out('log', '--format', 'text', '--from', 'yesterday')).toBe(`Sat 21 Nov 2026
- Slept

Sun 22 Nov 2026
- Walk (open)
- Read (open)
`);
  });

  test('md and html: rest days and setbacks too', async () => {
    const span = ['--from', '2026-11-16', '--to', '2026-11-18'];
    expect(await out('log', '--format', 'md', ...span)).toBe(`## Mon 16 Nov 2026

- Write \\*the\\* post: Published it; two \\<people\\> wrote back
- Run (open)
- Fixed the printer

## Tue 17 Nov 2026

- Ask for a date (open)
- \\- Read (open)
- Lost: The Acme sale (to be corrected)
  - Talk about money first

## Wed 18 Nov 2026

- Rest day: Sick in bed
`);
    const page = await out('log', '--format', 'html', ...span);
    expect(page).toContain('<title>Four things</title>');
    expect(page).not.toContain('<h1>');
    expect(page.match(/<h2>/g)).toHaveLength(3);
  });

  test('the newest days, and days that mention something', async () => {
    expect(await out('log', '--format', 'text', '-n', '2')).toMatch(
      /^Thu 19 Nov 2026\n- Rest day\n\nFri 20 Nov 2026\n/,
    );
    expect(await out('log', '--format', 'text', '--grep', 'printer')).toMatch(
      /^Mon 16 Nov 2026\n[^\n]+\n[^\n]+\n[^\n]+\n$/,
    );
  });

  test('says where there is nothing', async () => {
    expect(await out('log', '--format', 'text', '--to', '2026-01-01')).toBe('Nothing is recorded for that time.\n');
    expect(await out('log', '--format', 'html', '--grep', '<x>')).toContain(
      'Nothing there mentions &quot;&lt;x&gt;&quot;.',
    );
  });
});

test.each([
  ['week', 'pdf', 'text, md, html'],
  ['log', 'json', 'text, md, html'],
])('%s --format %s is refused with the formats there are', async (command, format, formats) => {
  expectError(await four(command, '--format', format), 2, formats);
});

test.each(['week', 'log'])('%s: --json is a format of its own', async (command) => {
  expectError(await four(command, '--json', '--format', 'md'), 2, '--json and --format md exclude each other');
});
