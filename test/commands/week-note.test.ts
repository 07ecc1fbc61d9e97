import { beforeEach, describe, expect, test } from '@jest/globals';
import { expectError, useHome } from '../support/four.ts';

const home = useHome();
const { four, json } = home;

interface NotesJson {
  readonly note?: string;
  readonly nextNote?: string;
}

const notes = async (...words: string[]): Promise<NotesJson> => {
  const { note, nextNote } = await json<NotesJson>('week', ...words);
  return { ...(note !== undefined && { note }), ...(nextNote !== undefined && { nextNote }) };
};

const FROM_LAST_WEEK = '\n  From last week: Call before you write\n';

/** Sunday, 22 November 2026. */
beforeEach(async () => {
  home.at('2026-11-22T20:00');
  await four('did', 'Swim');
});

const note = (...words: string[]) => four('week', '--note', 'Call before you write', ...words);

describe('four week --note', () => {
  test('is shown with its week, and with the next one', async () => {
    const { stdout, status } = await note();
    expect(status).toBe(0);
    expect(stdout).toMatch(/\n {2}Into next week: Call before you write\n\n$/);
    expect(await notes()).toEqual({ nextNote: 'Call before you write' });
    expect(await notes('+7')).toEqual({ note: 'Call before you write' });
    expect(await notes('last')).toEqual({});
    expect((await four('week', '+7')).stdout).toContain(FROM_LAST_WEEK);
  });

  test('of last week is for this one, and another text replaces it', async () => {
    home.at('2026-11-23T08:00');
    await note('last');
    expect(await notes()).toEqual({ note: 'Call before you write' });
    await four('week', 'last', '--note', 'Ask first');
    expect(await notes()).toEqual({ note: 'Ask first' });
    await four('week', 'last', '--note', '');
    expect(await notes()).toEqual({});
    expect(await four('week', 'last', '--note', '')).toMatchObject({ stderr: '', status: 0 });
  });

  test('can be taken back, and says what is different', async () => {
    await note();
    const { stdout } = await four('undo');
    expect(stdout).toContain('gone: note for the week from Mon 23 Nov, Call before you write');
    expect(await notes()).toEqual({});
    await four('undo', '--redo');
    expect(await notes()).toEqual({ nextNote: 'Call before you write' });
  });

  test('follows the week when week-start changes', async () => {
    await note();
    await four('config', 'week-start', 'sunday');
    home.at('2026-11-24T08:00');
    expect(await notes()).toEqual({ note: 'Call before you write' });
    await four('week', 'last', '--note', 'Ask first');
    expect(await notes()).toEqual({ note: 'Ask first' });
    expect(home.sql('SELECT week FROM week_note')).toEqual([{ week: '2026-11-23' }]);
  });

  test('is in the review, and in an export that another store takes', async () => {
    await note();
    expect((await four('week', '--format', 'text')).stdout).toMatch(/\n\nInto next week\n- Call before you write\n$/);
    expect((await four('week', '+7', '--format', 'md')).stdout).toContain(
      '\n\n## From last week\n\n- Call before you write\n',
    );
    const { stdout } = await four('export');
    expect(stdout).toContain('"weekNotes":[\n{"week":"2026-11-23","text":"Call before you write"}\n]');
    home.stdin = stdout;
    const other = ['--db', `${home.folder}/other.db`];
    await four('import', '-', ...other);
    expect(await notes(...other)).toEqual({ nextNote: 'Call before you write' });
    const again = await json<{ imported: number; known: number; read: number }>('import', '-', ...other);
    expect(again).toMatchObject({ imported: 0, known: again.read });
  });

  test('an import leaves out a note without its week, and keeps the one there is', async () => {
    await note();
    home.stdin = '{"days":[],"weekNotes":[{"week":"soon","text":"A"},{"week":"2026-11-23","text":"B"},{"text":"C"}]}';
    expect(await json('import', '-')).toMatchObject({ imported: 0, known: 1, leftOut: [{}, {}] });
    expect(await notes()).toEqual({ nextNote: 'Call before you write' });
  });

  test.each([['\u0007'], ['x'.repeat(501)], [' ']])('%j is refused', async (text) => {
    expectError(await four('week', '--note', text), 2, '--note');
  });

  test('after the last week there is, no note can be kept', async () => {
    expectError(await note('9998-12-31'), 2, 'no week comes after that one');
  });
});

describe('the first morning of a week', () => {
  beforeEach(async () => {
    await note();
    home.at('2026-11-23T08:00');
  });

  test('shows the note until something is done', async () => {
    expect((await four()).stdout).toContain(FROM_LAST_WEEK);
    expect((await four('plan', 'A', 'B')).stdout).toContain(FROM_LAST_WEEK);
    expect((await four('done', '1')).stdout).not.toContain('From last week');
    expect((await four()).stdout).not.toContain('From last week');
  });

  test('comes later when the days before it had nothing on them', async () => {
    await four('rest', '-q');
    home.at('2026-11-24T08:00');
    expect((await four('plan', 'A')).stdout).toContain(FROM_LAST_WEEK);
    home.at('2026-11-25T08:00');
    expect((await four('plan', 'B')).stdout).not.toContain('From last week');
  });

  test('is not another day', async () => {
    for (const day of ['2026-11-22', '2026-11-24', '2026-11-30'])
      expect((await four('-d', day)).stdout).not.toContain('From last week');
    home.at('2026-11-30T08:00');
    expect((await four()).stdout).not.toContain('From last week');
  });
});
