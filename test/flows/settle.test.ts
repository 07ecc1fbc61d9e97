import { expect } from '@jest/globals';
import { open, TODAY } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import type { Screen } from '../support/screen.mjs';
import { slot, useSitting } from '../support/sitting.ts';

const { describe, test } = needs('sh');

const home = useSitting();
const { four, json, sit, shell } = home;

const HOW = 'Decide later';
const NEXT = 'What to do next:';
const LESSON = 'The lesson?';

const OPEN = { text: 'The Acme sale', lesson: null, kind: null, next: null, settledAt: null, daysToSettle: null };
const LET_GO = { text: 'The Acme sale', kind: 'let-go', next: null, daysToSettle: 0 };
const CORRECTED = {
  text: 'The Acme sale',
  kind: 'correct',
  next: { day: TODAY, slot: 1, text: 'Call the buyer', done: false },
  daysToSettle: 0,
};

const setbacks = () => json<unknown[]>('lost');

async function end(screen: Screen, exitCode: number): Promise<string> {
  expect(await screen.exited).toEqual({ exitCode, signal: null });
  expect(screen.cursor().visible).toBe(true);
  return screen.text();
}

describe('four lost TEXT asks how to settle it', () => {
  test('something to correct: what to do next, and the lesson', async () => {
    const screen = sit(['lost', 'The Acme sale']);
    expect(await screen.until(HOW)).toMatch(
      /The Acme sale\n❯ There is something to correct\n {2}Let it go\n {2}Decide/,
    );
    expect(await setbacks()).toMatchObject([OPEN]); // stored when it is named
    screen.press('enter');
    expect(await screen.until(NEXT)).toContain('The Acme sale');
    screen.type(' Call the   buyer\r');
    expect(await screen.until(LESSON)).toContain('The Acme sale');
    expect(await setbacks()).toMatchObject([CORRECTED]);
    screen.type('Send the dates sooner\r');
    expect(await end(screen, 0)).toMatch(
      /1 Mon 23 Nov 2026 +to be corrected\n {4}The Acme sale\n {4}○ Call the buyer {2}Mon 23 Nov\n {4}Send the dates sooner$/,
    );
    expect(await setbacks()).toMatchObject([{ ...CORRECTED, lesson: 'Send the dates sooner' }]);
    expect((await json()).things).toEqual([open(1, 'Call the buyer')]);
  });

  test('let go: the lesson only, and Enter skips it', async () => {
    const screen = sit(['lost', 'The Acme sale']);
    await screen.until(HOW);
    screen.press('down', 'enter');
    expect(await screen.until(LESSON)).not.toContain(NEXT);
    screen.press('enter');
    expect(await end(screen, 0)).toMatch(/let go the same day\n {4}The Acme sale$/);
    expect(await setbacks()).toMatchObject([{ ...LET_GO, lesson: null }]);
    expect((await json()).things).toEqual([]);
  });

  test('later: it stays open', async () => {
    const screen = sit(['lost', 'The Acme sale']);
    await screen.until(HOW);
    screen.press('down', 'down', 'enter');
    expect(await end(screen, 0)).toMatch(/ open\n {4}The Acme sale\n\n {2}To settle it: four lost --settle 1/);
    expect(await setbacks()).toMatchObject([OPEN]);
  });

  test('does not ask for a lesson that was given', async () => {
    const screen = sit(['lost', 'The Acme sale', '-m', 'Send the dates sooner']);
    await screen.until(HOW);
    screen.press('down', 'enter');
    await end(screen, 0);
    expect(await setbacks()).toMatchObject([{ ...LET_GO, lesson: 'Send the dates sooner' }]);
  });

  test.each([
    ['--let-go', ['--let-go'], { ...LET_GO, lesson: null }],
    ['--next', ['--next', 'Call the buyer'], { ...CORRECTED, lesson: null }],
  ])('asks nothing with %s', async (_, words, expected) => {
    const text = await end(sit(['lost', 'The Acme sale', ...words]), 0);
    expect(text).not.toContain(LESSON);
    expect(await setbacks()).toMatchObject([expected]);
  });

  test('three lines pasted at once answer the three questions', async () => {
    const screen = sit(['lost', 'The Acme sale']);
    await screen.until(HOW);
    screen.type('\rCall the buyer\rSend the dates sooner\r');
    await end(screen, 0);
    expect(await setbacks()).toMatchObject([{ ...CORRECTED, lesson: 'Send the dates sooner' }]);
  });

  test('an invalid answer is rejected in place and can be corrected', async () => {
    const screen = sit(['lost', 'The Acme sale']);
    await screen.until(HOW);
    screen.press('enter');
    await screen.until(NEXT);
    screen.press('enter');
    await screen.until('the text is empty');
    expect((await json()).things).toEqual([]);
    screen.type('Call the buyer\r');
    await screen.until(LESSON);
    screen.type('x'.repeat(501));
    await screen.until((text) => (text.match(/x/g) ?? []).length === 501);
    screen.press('enter');
    await screen.until('limit is 500');
    screen.press('backspace');
    await screen.until((text) => (text.match(/x/g) ?? []).length === 500);
    screen.press('enter');
    await end(screen, 0);
    expect(await setbacks()).toMatchObject([{ ...CORRECTED, lesson: 'x'.repeat(500) }]);
  });
});

describe('Ctrl-C keeps the answers before it', () => {
  test('at how: the setback is open', async () => {
    const screen = sit(['lost', 'The Acme sale', '-m', 'Send the dates sooner']);
    await screen.until(HOW);
    screen.press('ctrl-c');
    expect(await end(screen, 130)).toMatch(/^four: stopped\..*stored\.\n.*four lost$/m);
    expect(await setbacks()).toMatchObject([{ ...OPEN, lesson: 'Send the dates sooner' }]);
  });

  test('at what comes next: it is open, and nothing is planned', async () => {
    const screen = sit(['lost', 'The Acme sale']);
    await screen.until(HOW);
    screen.press('enter');
    await screen.until(NEXT);
    screen.type('Call the');
    await screen.until('Call the');
    screen.press('ctrl-c');
    await end(screen, 130);
    expect(await setbacks()).toMatchObject([OPEN]);
    expect((await json()).things).toEqual([]);
  });

  test('at the lesson: it is settled, without one', async () => {
    const screen = sit(['lost', 'The Acme sale']);
    await screen.until(HOW);
    screen.press('enter');
    await screen.until(NEXT);
    screen.type('Call the buyer\r');
    await screen.until(LESSON);
    screen.press('ctrl-c');
    await end(screen, 130);
    expect(await setbacks()).toMatchObject([{ ...CORRECTED, lesson: null }]);
    expect((await json()).things).toEqual([open(1, 'Call the buyer')]);
  });
});

describe('four lost --settle N asks the same', () => {
  test('for the setback with that number', async () => {
    await four('lost', 'The Acme sale', '-d', '2026-11-20', '-m', 'Old');
    await four('lost', 'A night');
    const screen = sit(['lost', '--settle', '2']);
    expect(await screen.until(HOW)).toMatch(/The Acme sale\n/);
    screen.press('enter');
    await screen.until(NEXT);
    screen.type('Call the buyer\r');
    await screen.until(LESSON);
    screen.type('New\r');
    expect(await end(screen, 0)).toMatch(/2 Fri 20 Nov 2026 +to be corrected\n/);
    expect(await setbacks()).toMatchObject([
      { text: 'A night', kind: null },
      { ...CORRECTED, day: '2026-11-20', lesson: 'New', daysToSettle: 3 },
    ]);
  });

  test('Enter keeps the existing lesson', async () => {
    await four('lost', 'The Acme sale', '-m', 'Old');
    const screen = sit(['lost', '--settle', '1']);
    await screen.until(HOW);
    screen.press('down', 'enter');
    await screen.until(LESSON);
    screen.press('enter');
    await end(screen, 0);
    expect(await setbacks()).toMatchObject([{ ...LET_GO, lesson: 'Old' }]);
  });

  test('Ctrl-C and later leave it open', async () => {
    await four('lost', 'The Acme sale');
    const stopped = sit(['lost', '--settle', '1']);
    await stopped.until(HOW);
    stopped.press('ctrl-c');
    await end(stopped, 130);
    const later = sit(['lost', '--settle', '1']);
    await later.until(HOW);
    later.press('down', 'down', 'enter');
    await end(later, 0);
    expect(await setbacks()).toMatchObject([OPEN]);
  });

  test('asks nothing about a setback that is settled or does not exist', async () => {
    await four('lost', 'The Acme sale', '--let-go');
    for (const [number, message] of [
      ['1', 'setback 1 is already settled'],
      ['2', 'there is no setback 2'],
    ] as const) {
      const text = await end(sit(['lost', '--settle', number]), 1);
      expect(text).toContain(message);
      expect(text).not.toContain(HOW);
    }
  });
});

test('prompts go to standard error, the result to standard output', async () => {
  const screen = shell('four lost "The Acme sale" --json | cat > result.json; echo "end"; cat result.json');
  await screen.until(HOW);
  screen.press('down', 'enter');
  await screen.until(LESSON);
  screen.press('enter');
  await screen.until('end');
  await screen.exited;
  // The terminal folds the line.
  const [, printed = ''] = screen.text().split('end\n');
  expect(JSON.parse(printed.replaceAll('\n', ''))).toEqual(await setbacks());
});

test('without a terminal the setback is recorded and stays open', async () => {
  const screen = shell(
    'four lost "The Acme sale" < /dev/null; echo "exit $?"; four lost --settle 1 < /dev/null; echo "exit $?"',
  );
  await screen.exited;
  expect(screen.text()).toMatch(/exit 0[\s\S]*--next TEXT or --let-go is missing[\s\S]*exit 2/);
  expect(screen.text()).not.toContain(HOW);
  expect(await setbacks()).toMatchObject([OPEN]);
});

test('text that another program stored is safe in prompts', async () => {
  await four('lost', 'A', '-m', 'B');
  home.sql('UPDATE setback SET text = ?', 'A\u001b[2J\u001b[31m\r\nred');
  const screen = sit(['lost', '--settle', '1']);
  await screen.until(/A.*red/);
  screen.press('down', 'enter');
  expect(await screen.until(LESSON)).toMatch(/A.*red/);
  expect(screen.cells().flat()).not.toContainEqual(expect.objectContaining({ fg: 1 }));
  screen.press('ctrl-c');
  await end(screen, 130);
});

test.each([[[]], [['--ascii']]])('nothing overflows in 40 columns: %j', async (look) => {
  const long = 'the sale that was lost in October, and with it the whole of the year';
  const screen = sit(['lost', long, ...look], { cols: 40 });
  const fits = (text: string) => {
    for (const row of text.split('\n')) expect(row).toMatch(/^( |$|❯|>)/);
    if (look.length > 0) expect(text).toMatch(/^\p{ASCII}*$/u);
  };
  fits(await screen.until(HOW));
  screen.press('enter');
  fits(await screen.until(NEXT));
  screen.type('Call\r');
  fits(await screen.until(LESSON));
  screen.press('enter');
  fits(await end(screen, 0));
});

describe('the morning mentions open setbacks', () => {
  const MENTION = /^ {2}Still open: (.*)$/m;

  /** The questions of a morning, as they first stand there; nothing is answered. */
  async function morning(words: string[], first = 1): Promise<string> {
    const screen = sit(words);
    const text = await screen.until(slot(first));
    screen.press('ctrl-c');
    await end(screen, 130);
    return text;
  }

  test('in one line: the newest, how many more there are, and how to settle it', async () => {
    await four('lost', 'The Acme sale', '-d', '2026-11-20');
    expect((await morning(['plan'])).match(MENTION)?.[1]).toBe('The Acme sale. To settle it: four lost --settle 1');
    await four('lost', 'A night', '-d', '2026-11-21');
    await four('lost', 'A morning', '-d', '2026-11-22', '--let-go');
    expect((await morning(['plan'])).match(MENTION)?.[1]).toBe(
      'A night (and 1 more). To settle it: four lost --settle 2',
    );
    expect((await morning([])).match(MENTION)?.[1]).toContain('A night');
  });

  test('the first time only: not once something is planned, nor for another day', async () => {
    await four('lost', 'The Acme sale', '-d', '2026-11-20');
    expect(await morning(['plan', '-d', 'tomorrow'])).not.toMatch(MENTION);
    const first = sit(['plan']);
    expect(await first.until(slot(1))).toMatch(MENTION);
    first.type('Run\r');
    await first.until(slot(2));
    expect(first.text().match(/Still open/g)).toHaveLength(1);
    first.press('ctrl-c');
    await end(first, 130);
    expect(await morning(['plan'], 2)).not.toMatch(MENTION);
    home.at('2026-11-24T08:00');
    expect(await morning(['plan'])).toMatch(MENTION); // a new morning
  });

  test('not at all if none is open', async () => {
    await four('lost', 'The Acme sale', '-d', '2026-11-20', '--let-go');
    await four('lost', 'A night', '-d', '2026-11-20', '--next', 'Sleep');
    await four('drop', '1');
    expect(await morning(['plan'])).not.toMatch(MENTION);
  });

  test('along with the sentence for the morning after a miss', async () => {
    await four('config', 'minimum', '1');
    await four('did', 'Run', '-d', '2026-11-19');
    await four('did', 'Run', '-d', '2026-11-21');
    await four('lost', 'The Acme sale', '-d', '2026-11-22', '-m', 'Send the dates sooner');
    expect((await morning([])).replaceAll(/\s+/g, ' ')).toContain(
      'You were back in 1 day the last time, and on Sun 22 Nov you noted: Send the dates sooner Still open: The Acme sale.',
    );
  });
});
