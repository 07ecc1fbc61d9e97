// Makes docs/pictures/: lives two and a half weeks with the real command, in a folder of its own and by a clock of its own, and
// takes pictures on the way. A file is only written when its picture has changed.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startScreen } from '../test/support/screen.mjs';
import { screenToSvg } from './svg.mjs';

const require = createRequire(import.meta.url);
/** @type {typeof import('better-sqlite3')} */
const Database = require(process.versions.node.startsWith('20.') ? 'better-sqlite3-node20' : 'better-sqlite3');

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const launcher = path.join(root, 'bin/four.js');
const pictures = path.join(root, 'docs/pictures');
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'fourthings-pictures-'));

/** As many columns as a phone shows in letters of a readable size. */
const COLS = 48;

/**
 * A day as it went: what was planned, and what came of it: done, in the user's own words or without, or left open.
 * @typedef {object} DayStory
 * @property {string} day
 * @property {[text: string, outcome: string | boolean][]} [things]
 * @property {string[]} [extras]
 * @property {string} [rest]
 */

/** @type {DayStory[]} */
const STORY = [
  {
    day: '2026-11-05',
    things: [
      ['Call three old customers', 'Two will order again in January'],
      ['Send Acme the quote', true],
      ['Run five kilometres', true],
      ['Read twenty pages', true],
    ],
  },
  {
    day: '2026-11-06',
    things: [
      ['Visit the bakery on Mill Street', 'They want a sample on Monday'],
      ['Write the letter to customers', true],
      ['Tidy the price list', true],
      ['Cook something new', 'Lentils with fennel'],
    ],
  },
  {
    day: '2026-11-07',
    things: [
      ['Run five kilometres', 'Slow, and all of it'],
      ['Call my sister', true],
      ['Repair the bicycle', true],
      ['Read twenty pages', true],
    ],
  },
  {
    day: '2026-11-08',
    things: [
      ['Plan the week', true],
      ['Bake bread', 'Too flat, eaten anyway'],
      ['Walk to the lake', true],
      ['Read twenty pages', true],
    ],
  },
  {
    day: '2026-11-09',
    things: [
      ['Bring the bakery a sample', 'Ordered for three months'],
      ['Write to five new customers', true],
      ['Run five kilometres', true],
      ['Read twenty pages', true],
    ],
    extras: ['Took the parcels to the post'],
  },
  {
    day: '2026-11-10',
    things: [
      ['Prepare the talk at Acme', true],
      ['Call three old customers', 'One moved, one bought, one laughed'],
      ['Do the books for October', true],
      ['Cook something new', 'Dumplings, a whole evening'],
    ],
  },
  {
    day: '2026-11-11',
    things: [
      ['Give the talk at Acme', 'They asked about delivery twice'],
      ['Write up what they asked', true],
      ['Run five kilometres', true],
      ['Read twenty pages', true],
    ],
  },
  {
    day: '2026-11-12',
    things: [
      ['Answer every open letter', true],
      ['Ask the carrier for December', 'Two weeks, not one'],
      ['Tidy the sample case', true],
      ['Read twenty pages', true],
    ],
  },
  {
    day: '2026-11-13',
    things: [
      ['Send Acme the new dates', true],
      ['Visit the school kitchen', true],
      ['Run five kilometres', '28 minutes'],
      ['Cook something new', true],
    ],
  },
  {
    day: '2026-11-14',
    things: [
      ['Clean the windows', true],
      ['Call my sister', true],
      ['Bake bread', 'It rose'],
      ['Read twenty pages', true],
    ],
  },
  {
    day: '2026-11-15',
    things: [
      ['Plan the week', true],
      ['Run five kilometres', true],
      ['Cook something new', true],
      ['Read twenty pages', true],
    ],
  },
  {
    day: '2026-11-16',
    things: [
      ['Call three old customers', 'One order, small and welcome'],
      ['Write to five new customers', true],
      ['Run five kilometres', true],
      ['Read twenty pages', true],
    ],
  },
  {
    day: '2026-11-17', // Acme buys elsewhere, and the rest of the day is lost with it.
    things: [
      ['Answer every open letter', true],
      ['Prepare the contract for Acme', false],
      ['Visit the hotel at the station', false],
      ['Cook something new', false],
    ],
  },
  {
    day: '2026-11-18',
    things: [
      ['Thank Acme for their time', 'A short letter, no question in it'],
      ['Write down what I would do again', 'Four lines'],
      ['Run five kilometres', 'In the rain'],
      ['Call my sister', true],
    ],
  },
  {
    day: '2026-11-19',
    things: [
      ['Visit the hotel at the station', 'They want breakfast for sixty'],
      ['Ask a second carrier', 'One week, from Monday on'],
      ['Send the hotel a quote', true],
      ['Read twenty pages', true],
    ],
    extras: ['Helped Jonas with his first call'],
  },
  {
    day: '2026-11-20',
    things: [
      ['Call three old customers', 'The hotel knew two of them'],
      ['Write the post about the lost sale', false],
      ['Run five kilometres', true],
      ['Cook something new', 'Pumpkin curry'],
    ],
    extras: ['Signed the hotel'],
  },
  { day: '2026-11-21', rest: 'at the sea' },
  {
    day: '2026-11-22',
    things: [
      ['Plan the week', true],
      ['Write the post about the lost sale', false],
      ['Bake bread', 'The best one so far'],
      ['Read twenty pages', true],
    ],
    extras: ['Found the first line of the post'],
  },
];

/** @typedef {import('../test/support/screen.mjs').Screen} Screen */

try {
  for (const story of STORY) live(story);
  await week();
  await morning();
  await day();
  await evening();
  year();
} finally {
  fs.rmSync(home, { recursive: true, force: true });
}

/** @param {DayStory} story */
function live({ day, things = [], extras = [], rest }) {
  if (rest !== undefined) return four(`${day}T09:00`, 'rest', '-m', rest);
  four(`${day}T07:30`, 'plan', ...things.map(([text]) => text));
  for (const [index, [, outcome]] of things.entries()) {
    if (typeof outcome === 'string') four(`${day}T17:30`, 'done', String(index + 1), '-m', outcome);
  }
  const ticked = things.flatMap(([, outcome], index) => (outcome === true ? [String(index + 1)] : []));
  for (const extra of extras) four(`${day}T18:15`, 'did', extra);
  if (things.every(([, outcome]) => outcome !== false)) four(`${day}T21:00`, 'done', 'all');
  else if (ticked.length > 0) four(`${day}T21:00`, 'done', ...ticked);
}

async function week() {
  const screen = start('2026-11-22T21:30', 'week');
  await screen.until('Anything to take into next week?');
  screen.press('enter');
  await finished(screen);
  save('week.svg', screen, {
    title: 'four week',
    desc: 'The week from Monday to Sunday: five days that count, one that does not, one of rest; and what was done.',
    command: 'four week',
  });
}

/** Half-way through the questions, and then on to their end. */
async function morning() {
  const screen = start('2026-11-23T07:30', 'plan');
  await answer(screen, 1, 'Call the Acme buyer');
  await answer(screen, 2, 'Run five kilometres');
  await screen.until('3 ›');
  screen.type('wr');
  await screen.until('3 › wr');
  screen.press('down');
  await screen.until((text) => text.includes('❯ Write the post') && beforeCursor(screen) === '  3 › wr');
  save('morning.svg', screen, {
    title: 'four plan',
    desc: 'Two things are named. For the third, what was left open yesterday is chosen from the suggestions.',
    command: 'four plan',
    cursor: screen.cursor(),
  });
  screen.press('enter');
  await answer(screen, 4, 'Read how someone else came back');
  await finished(screen);
}

async function day() {
  four('2026-11-23T10:15', 'done', '1', '-m', 'He said what decided it: we were a week too late');
  four('2026-11-23T11:50', 'did', 'Fixed the printer');
  const screen = start('2026-11-23T13:00');
  await finished(screen);
  save('day.svg', screen, {
    title: 'four',
    desc: 'The day so far: one thing is done, three are open, and one was done that nobody had planned.',
    command: 'four',
  });
}

async function evening() {
  const screen = start('2026-11-23T21:00', 'check');
  await screen.until('❯ 1 ✔');
  for (const slot of [2, 3]) {
    screen.press('down');
    await screen.until(`❯ ${slot} ○`);
    screen.press('space');
    await screen.until(`❯ ${slot} ✔`);
  }
  save('check.svg', screen, {
    title: 'four check, ticking off',
    desc: 'The four things with a box each; three of them are ticked.',
    command: 'four check',
  });
  screen.press('enter');
  await screen.until(/2 ✔ Run five kilometres\s+What was done\?/);
  screen.type('27:40, against the wind');
  screen.press('enter');
  await screen.until(/3 ✔ Write the post about the lost sale[\s\S]*What was done\?/);
  screen.type('Published it; two people wrote back');
  screen.press('enter');
  await finished(screen);
  save('evening.svg', screen, {
    title: 'four check',
    desc: 'Two more things are ticked off, each with a line on what was done. Four are done, so the day counts.',
    command: 'four check',
  });
}

/** A year of days, made up: weekdays go better than Sundays, two weeks are taken off, and a bad day comes now and then. */
function year() {
  const file = path.join(home, 'year.db');
  const env = { ...environment('2026-12-31T20:00'), FOURTHINGS_DB: file };
  const run = (/** @type {string[]} */ ...args) => execFileSync(process.execPath, [launcher, ...args], { env });
  run('rest', '2026-08-03', '--to', '2026-08-16');
  const database = new Database(file);
  const insert = database.prepare(
    'INSERT INTO thing (id, day, slot, text, done_at, updated_at) VALUES (@id, @day, @slot, @text, @doneAt, @at)',
  );
  const chance = lehmer(4);
  let things = 0;
  const live = (/** @type {string} */ day) => {
    const weekday = new Date(day).getUTCDay();
    const odds = chance() < (weekday === 0 ? 0.2 : 0.08) ? 0.3 : 0.985;
    for (const slot of [1, 2, 3, 4]) {
      things += 1;
      const at = `${day}T18:00:00.000Z`;
      const id = `01900000-0000-7000-8000-${String(things).padStart(12, '0')}`;
      insert.run({ id, day, slot, text: `Thing ${things}`, doneAt: chance() < odds ? at : null, at });
    }
  };
  database.transaction(() => {
    for (let date = Date.UTC(2026, 0, 5); date <= Date.UTC(2026, 11, 31); date += 86_400_000) {
      const day = new Date(date).toISOString().slice(0, 10);
      const isAway = day >= '2026-08-03' && day <= '2026-08-16';
      if (!isAway && chance() > 0.02) live(day);
    }
  })();
  database.close();
  const picture = path.join(home, 'year.svg');
  run('year', '--svg', picture);
  write('year.svg', fs.readFileSync(picture, 'utf8'));
}

/**
 * The same numbers between 0 and 1 on every run (https://en.wikipedia.org/wiki/Lehmer_random_number_generator).
 * @param {number} seed
 */
function lehmer(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * @param {Screen} screen
 * @param {number} slot
 * @param {string} text
 */
async function answer(screen, slot, text) {
  await screen.until(`${slot} ›`);
  screen.type(text);
  await screen.until(`${slot} › ${text}`);
  screen.press('enter');
}

/**
 * What is left of the cursor, which a question puts in its place last, when all the rest is drawn.
 * @param {Screen} screen
 */
function beforeCursor(screen) {
  const { row, column } = screen.cursor();
  return screen.text().split('\n')[row]?.slice(0, column);
}

/** @param {Screen} screen */
async function finished(screen) {
  const { exitCode } = await screen.exited;
  if (exitCode !== 0) throw new Error(`four ended with ${exitCode}:\n${screen.text()}`);
}

/**
 * @param {string} now
 * @param {string[]} args
 */
function four(now, ...args) {
  execFileSync(process.execPath, [launcher, ...args], { cwd: home, env: environment(now) });
}

/**
 * @param {string} now
 * @param {string[]} args
 */
function start(now, ...args) {
  return startScreen(process.execPath, [launcher, ...args], { cols: COLS, cwd: home, env: environment(now) });
}

/** @param {string} now */
function environment(now) {
  return {
    HOME: home,
    FOURTHINGS_DB: path.join(home, 'fourthings.db'),
    FOURTHINGS_NOW: now,
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
  };
}

/**
 * @param {string} name
 * @param {Screen} screen
 * @param {Parameters<typeof screenToSvg>[1]} options
 */
function save(name, screen, options) {
  write(name, screenToSvg(screen.cells(), { ...options, cols: COLS }));
}

/**
 * @param {string} name
 * @param {string} svg
 */
function write(name, svg) {
  const file = path.join(pictures, name);
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === svg) return;
  fs.mkdirSync(pictures, { recursive: true });
  fs.writeFileSync(file, svg);
  console.log(`docs/pictures/${name}`);
}
