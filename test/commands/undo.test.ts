import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { expectError } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';
import { slot, useSitting } from '../support/sitting.ts';
import { dump, expectWhole } from '../support/stores.ts';

const home = useSitting();
const { four, json } = home;

interface UndoneJson {
  readonly undone?: readonly { readonly command: string; readonly at: string }[];
  readonly redone?: readonly { readonly command: string; readonly at: string }[];
}

const texts = async () => (await json()).things.map(({ text }) => text);

// Words that go wrong are among them: a slot with nothing in it, a full day, a day before the first.
const days = fc.constantFrom('today', 'yesterday', 'tomorrow', '-3', '+2', '2026-11-20');
const slots = fc.constantFrom('1', '2', '3', '4', 'all', '+', 'Run');
const words = fc.constantFrom('Run', 'Swim', 'Write the post', '日本語 🌱', '=1+1', "'; DROP TABLE thing; --");
const dated = fc.option(days, { nil: undefined }).map((day) => (day === undefined ? [] : ['-d', day]));

/** The commands that may change something, with any words. */
const changes: fc.Arbitrary<readonly string[]> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.array(words, { minLength: 1, maxLength: 4 }), dated).map(flat('plan')) },
  { weight: 3, arbitrary: fc.tuple(fc.array(slots, { minLength: 1, maxLength: 2 }), dated).map(flat('done')) },
  fc.tuple(slots, words, dated).map(([slot, text, date]) => ['done', slot, '-m', text, ...date]),
  fc.tuple(slots, dated).map(flat('undone')),
  fc.tuple(words, dated).map(flat('did')),
  fc.tuple(slots, words, dated).map(flat('edit')),
  fc.tuple(slots, dated).map(flat('drop')),
  fc.tuple(slots, days, dated).map(flat('move')),
  fc
    .tuple(days, days, fc.constantFrom([], ['-m', 'Away'], ['--cancel']))
    .map(([from, to, more]) => ['rest', from, '--to', to, ...more]),
  fc.tuple(words, fc.constantFrom([], ['--let-go'], ['--next', 'Swim'], ['-m', 'Sooner'])).map(flat('lost')),
  fc.constantFrom(['lost', '--settle', '1', '--let-go'], ['lost', '--settle', '1', '--next', 'Run', '-m', 'Later']),
  fc.tuple(days, fc.oneof(words, fc.constant(''))).map(([day, text]) => ['week', day, '--note', text]),
  fc
    .constantFrom('minimum 3', 'minimum 4', 'minimum --unset', 'day-start 04:00', 'week-start sunday', 'labels a b c d')
    .map((line) => ['config', ...line.split(' ')]),
);

function flat(command: string): (parts: readonly (string | readonly string[])[]) => string[] {
  return (parts) => [command, ...parts.flat()];
}

/** A minute goes by with each command, or none. */
const ticks = fc.nat(1);

describe('any run of commands', () => {
  test('is taken back to the exact store before it, and made again to the exact store after it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(changes, ticks), { minLength: 1, maxLength: 14 }), async (commands) => {
        const states = await begin();
        for (const [argv, tick] of commands) {
          later(tick);
          const before = dump(home.storeFile());
          const { status } = await four(...argv);
          const after = dump(home.storeFile());
          if (status !== 0) expect({ argv, after }).toEqual({ argv, after: before });
          if (!equal(before, after)) states.push(after);
        }
        for (const state of states.slice(0, -1).reverse()) {
          expect(await json<UndoneJson>('undo')).toMatchObject({ undone: [{}] });
          expect(dump(home.storeFile())).toEqual(state);
        }
        for (const state of states.slice(1)) {
          expect(await json<UndoneJson>('undo', '--redo')).toMatchObject({ redone: [{}] });
          expect(dump(home.storeFile())).toEqual(state);
        }
        expect(await json<UndoneJson>('undo', '--redo')).toEqual({ redone: [] });
        expectWhole(home.storeFile());
      }),
      runs(12, 400),
    );
  });

  test('with ways back and forth in between, goes along the line of its states', async () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ argv: changes }) },
      { weight: 2, arbitrary: fc.record({ undo: fc.integer({ min: 1, max: 4 }) }) },
      fc.record({ redo: fc.integer({ min: 1, max: 3 }) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(step, ticks), { minLength: 1, maxLength: 20 }), async (steps) => {
        // What can be taken back, ending with what is there now, and what can be made again, the next one first.
        const past = await begin();
        let future: (object | undefined)[] = [];
        for (const [step, tick] of steps) {
          later(tick);
          if ('argv' in step) {
            await four(...step.argv);
            if (equal(dump(home.storeFile()), past.at(-1))) continue;
            past.push(dump(home.storeFile()));
            future = [];
          } else if ('undo' in step) {
            const { undone } = await json<UndoneJson>('undo', '-n', String(step.undo));
            // The first state is that after `begin`, which is a change too; it stays.
            const count = Math.min(step.undo, past.length - 1);
            if (step.undo > count) {
              expect(undone).toHaveLength(count + 1);
              await four('undo', '--redo');
            } else expect(undone).toHaveLength(count);
            future.unshift(...past.splice(past.length - count));
          } else {
            const { redone } = await json<UndoneJson>('undo', '--redo', '-n', String(step.redo));
            expect(redone).toHaveLength(Math.min(step.redo, future.length));
            past.push(...future.splice(0, step.redo));
          }
          expect(dump(home.storeFile())).toEqual(past.at(-1));
        }
      }),
      runs(10, 300),
    );
  });

  /** A store with one change in it, and its state. */
  async function begin(): Promise<(object | undefined)[]> {
    fs.rmSync(path.dirname(home.storeFile()), { recursive: true, force: true });
    home.at('2026-11-23T08:00');
    await four('plan', 'Before');
    return [dump(home.storeFile())];
  }

  function later(minutes: number): void {
    const [, hours = 0, old = 0] = /T(\d\d):(\d\d)/.exec(home.env.FOURTHINGS_NOW ?? '')?.map(Number) ?? [];
    home.at(`2026-11-23T${String(hours).padStart(2, '0')}:${String(Math.min(59, old + minutes)).padStart(2, '0')}`);
  }

  function equal(one: unknown, other: unknown): boolean {
    return JSON.stringify(one) === JSON.stringify(other);
  }
});

describe('four undo', () => {
  test('says what it took back, and how to make it again', async () => {
    await four('plan', 'Write the post', 'Swim');
    home.at('2026-11-23T18:02');
    await four('done', '1', '-m', 'Published it');
    const { stdout, stderr, status } = await four('undo');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain("four done 1 -m 'Published it'  Mon 23 Nov, 18:02");
    expect(stdout).toContain('four undo --redo');
    expect(await json()).toMatchObject({ planned: 2, done: 0 });

    const again = await four('undo', '--redo');
    expect(again.stdout).toContain("four done 1 -m 'Published it'");
    expect(again.stdout).toMatch(/To undo it: four undo$/m);
    expect(await json()).toMatchObject({ planned: 2, done: 1 });
  });

  test('goes further back each time, and does not toggle', async () => {
    for (const text of ['A', 'B', 'C']) await four('plan', text);
    await four('undo');
    await four('undo');
    expect(await texts()).toEqual(['A']);
    await four('undo');
    expect(await texts()).toEqual([]);
  });

  test('-n takes so many back, newest first, and as many as there are', async () => {
    for (const text of ['A', 'B', 'C', 'D']) await four('plan', text);
    const { undone } = await json<UndoneJson>('undo', '-n', '3');
    expect(undone?.map(({ command }) => command)).toEqual(['four plan D', 'four plan C', 'four plan B']);
    expect(undone?.[0]?.at).toBe(new Date('2026-11-23T08:00').toISOString());
    expect(await texts()).toEqual(['A']);
    const { redone } = await json<UndoneJson>('undo', '--redo', '--number', '99');
    expect(redone?.map(({ command }) => command)).toEqual(['four plan B', 'four plan C', 'four plan D']);
    expect((await json<UndoneJson>('undo', '-n', '99')).undone).toHaveLength(4);
  });

  test.each([
    ['where there is no store', []],
    ['where everything is taken back', ['plan A', 'undo']],
    ['where only was looked', ['today', 'streak', 'log']],
  ])('is calm %s', async (_, lines) => {
    for (const line of lines) await four(...line.split(' '));
    expect(await four('undo')).toEqual({
      stdout: expect.stringMatching(/^\n {2}There is nothing to undo\.\n/),
      stderr: '',
      status: 0,
    });
    expect(await json('undo', '-n', '3')).toEqual({ undone: [] });
  });

  test('--redo is calm where there is nothing to redo, and after something new', async () => {
    expect(await four('undo', '--redo')).toMatchObject({
      stdout: expect.stringContaining('nothing to redo'),
      status: 0,
    });
    await four('plan', 'A');
    await four('undo');
    await four('plan', 'B');
    expect(await json('undo', '--redo')).toEqual({ redone: [] });
    expect(await texts()).toEqual(['B']);
  });

  test.each(['0', '-1', '1.5', 'all', '', '99999999999'])('-n %j is a usage error', async (count) => {
    await four('plan', 'A');
    expectError(await four('undo', '-n', count), 2, 'number');
    expect(await texts()).toEqual(['A']);
  });

  test.each([
    'done 1',
    'undone 2',
    'edit 1 Run',
    'move 1 today',
    'rest -1',
    'rest --cancel',
    'config minimum 3',
    'config labels --unset',
  ])('does not count what changed nothing: %s', async (line) => {
    for (const before of ['rest -1', 'config minimum 3', 'plan Run Swim', 'done 1']) await four(...before.split(' '));
    home.at('2026-11-23T09:00');
    expect((await four(...line.split(' '))).status).toBe(0);
    expect((await json<UndoneJson>('undo')).undone).toMatchObject([{ command: 'four done 1' }]);
  });

  test('takes back what a command did on many days, whole', async () => {
    await four('plan', 'A');
    const before = dump(home.storeFile());
    await four('rest', '2026-01-01', '--to', '2026-12-31', '-m', 'Away');
    expect(await json('undo')).toMatchObject({ undone: [{}] });
    expect(dump(home.storeFile())).toEqual(before);
  });

  test('-q says nothing', async () => {
    await four('plan', 'A');
    expect(await four('undo', '-q')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(await texts()).toEqual([]);
  });
});

describe('says what is different now', () => {
  /** The lines below the command. */
  async function different(...words: string[]): Promise<string[]> {
    const { stdout } = await four('undo', ...words);
    return stdout.split('\n').flatMap((line) => /^ {4}(\S.*)/.exec(line)?.[1] ?? []);
  }

  test('as people see it', async () => {
    await four('plan', 'Write', 'Swim', 'Run', 'Read one chapter');
    await four('done', '4', '-m', 'Two, in fact');
    expect((await four('undo')).stdout).toBe(`
  Undone:
  four done 4 -m 'Two, in fact'  Mon 23 Nov, 08:00
    open again: 4 Read one chapter

  To redo it: four undo --redo

`);
    expect((await four('undo', '--redo')).stdout).toBe(`
  Redone:
  four done 4 -m 'Two, in fact'  Mon 23 Nov, 08:00
    done again: 4 Read one chapter

  To undo it: four undo

`);
  });

  test.each([
    [['plan', 'New'], ['gone: 2 New']],
    [['drop', '1'], ['back: 1 Write']],
    [['edit', '1', 'Rewrite'], ['reworded: 1 Write']],
    [['move', '1', 'tomorrow'], ['on its day again: 1 Write']],
    [['did', 'Swim', '-d', 'yesterday'], ['gone: 1 Swim  Sun 22 Nov']],
    [['rest', 'tomorrow', '-m', 'Away'], ['gone: rest day, Away  Tue 24 Nov']],
    [['lost', 'The sale', '-m', 'Ask first'], ['gone: The sale']],
    [['config', 'minimum', '2'], ['minimum is 4 again']],
    [
      ['rest', '-6', '--to', 'today'],
      [...Array(5).fill(expect.stringMatching(/^gone: rest day {2}/)), 'and 2 more'],
    ],
  ])('after %j', async (words, lines) => {
    await four('plan', 'Write');
    await four(...words);
    expect(await different()).toEqual(lines);
  });

  test('does not say undone when nothing is', async () => {
    await four('plan', 'Write');
    home.sql('DELETE FROM thing');
    const { stdout } = await four('undo');
    expect(stdout).not.toContain('Undone');
    expect(stdout).toContain('Nothing is different:');
    expect(stdout).not.toContain('four undo');
  });

  test('names the way to the command before one that makes no difference', async () => {
    await four('plan', 'Write');
    await four('plan', 'Run');
    home.sql("DELETE FROM thing WHERE text = 'Run'");
    expect((await four('undo')).stdout).toContain('To undo the command before it too: four undo -n 2');
    expect(await texts()).toEqual(['Write']);
    expect((await four('undo', '-n', '2')).stdout).toContain('gone: 1 Write');
    expect((await four('undo')).stdout).toContain('There is nothing to undo.');
  });
});

needs('sh').describe('what was answered at a terminal is one change', () => {
  test('a whole morning', async () => {
    await four('plan', 'Read', '-d', 'yesterday');
    const before = dump(home.storeFile());
    const screen = home.sit(['plan']);
    await screen.until(slot(1));
    screen.type('One\rTwo\rThree\rFour\r');
    expect((await screen.exited).exitCode).toBe(0);
    expect(await texts()).toEqual(['One', 'Two', 'Three', 'Four']);
    expect(await json('undo')).toMatchObject({ undone: [{ command: 'four plan' }] });
    expect(dump(home.storeFile())).toEqual(before);
  });

  test('a morning that was stopped after two', async () => {
    const screen = home.sit([]);
    await screen.until(slot(1));
    screen.type('One\rTwo\r');
    await screen.until(slot(3));
    screen.press('ctrl-c');
    await screen.exited;
    expect(await texts()).toEqual(['One', 'Two']);
    expect(await json('undo')).toMatchObject({ undone: [{ command: 'four' }] });
    expect(await texts()).toEqual([]);
  });
});
