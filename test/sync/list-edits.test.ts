import { describe, expect, test } from '@jest/globals';
import { parseUsualDays } from '../../src/core/usual.ts';
import type { Fields, RecordKind } from '../../src/store/records.ts';
import { appendEdit, type LoggedRecord } from '../../src/sync/change-log.ts';
import { pageText } from '../../src/sync/diary.ts';
import { editedNotes, editedSettings, type ListEdits } from '../../src/sync/list-edits.ts';
import { NOTES_PAGE, SETBACKS_PAGE, SETTINGS_PAGE, USUAL_PAGE } from '../../src/sync/pages.ts';
import { editedSetbacks } from '../../src/sync/setback-edits.ts';
import { editedUsuals } from '../../src/sync/usual-edits.ts';
import { daysInWords } from '../../src/views/usual.ts';
import fc from '../support/property.ts';

const TIME = '2026-11-23T20:00:00.000Z';

function logged(kind: RecordKind, id: string, after: Fields): LoggedRecord {
  return { kind, id, log: appendEdit([], { kind, before: null, after, author: 'a', timeOf: () => TIME }) };
}

/** The edits as `~ minimum {"value":"2"}`, then the names of what was kept. */
function show({ edits, kept }: ListEdits): string[] {
  const all = edits.map(({ id, before, after }) => {
    const sign = before === null ? '+' : '~';
    return after === null ? `- ${id}` : `${sign} ${id} ${Object.values(after).filter(Boolean).join(' | ')}`;
  });
  return [...all, ...kept.map((name) => `kept ${name}`)];
}

const USUALS = [
  logged('usual', 'pay the rent', { text: 'Pay the rent', days: '1,last' }),
  logged('usual', 'plan the week', { text: 'Plan the week', days: 'mon' }),
];
const RENT = '- Pay the rent (the 1st and the last day of the month)\n';
const PLAN = '- Plan the week (Mondays)\n';

describe('the page of usual texts', () => {
  test('is what the table takes for granted', () => {
    expect(pageText(USUAL_PAGE, USUALS)).toBe(`# Usual texts\n\n${RENT}${PLAN}`);
  });

  test.each([
    ['as it was', RENT + PLAN, []],
    ['in another order, with other marks', `* Plan the week (mon)\r\n* Pay the rent (last, 1)\r\n`, []],
    ['with other days', `${RENT}- Plan the week (mon, thu)\n`, ['~ plan the week Plan the week | mon,thu']],
    ['in other letters', `${RENT}- PLAN the week (Mondays)\n`, ['~ plan the week PLAN the week | mon']],
    ['reworded', `${RENT}- Plan my week (Mondays)\n`, ['- plan the week', '+ plan my week Plan my week | mon']],
    ['with a new line', `${RENT}${PLAN}- Swim\n`, ['+ swim Swim | mon,tue,wed,thu,fri,sat,sun']],
    ['with a new line and its days', `${RENT}- Swim (weekends)\n${PLAN}`, ['+ swim Swim | sat,sun']],
    [
      'with a new line in parentheses that are no days',
      `${RENT}${PLAN}- Swim (a mile)\n`,
      ['+ swim (a mile) Swim (a mile) | mon,tue,wed,thu,fri,sat,sun'],
    ],
    ['without a line', PLAN, ['- pay the rent']],
    ['without any line', 'Nothing.\n', ['kept Pay the rent', 'kept Plan the week']],
    ['empty', '', ['kept Pay the rent', 'kept Plan the week']],
  ])('%s', (_, text, edits) => {
    expect(show(editedUsuals(text, USUALS))).toEqual(edits);
  });

  test('has days that can be read again, whichever they are', () => {
    const days = fc.subarray([...(parseUsualDays('daily') ?? []), '1', '2', '3', '11', '22', '31', 'last'], {
      minLength: 1,
    });
    fc.assert(
      fc.property(days, (chosen) => {
        const records = [logged('usual', 'swim', { text: 'Swim', days: chosen.join() })];
        for (const words of [daysInWords(chosen), chosen.join()])
          expect(show(editedUsuals(`- Swim (${words})\n`, records))).toEqual([]);
      }),
    );
  });
});

const NOTES = [logged('note', '2026-11-23', { text: 'Sleep' }), logged('note', '2026-11-16', { text: 'Read\\# on' })];
const SLEEP = '## Mon 23 Nov 2026\n\nSleep\n\n';

describe('the page of notes', () => {
  const written = pageText(NOTES_PAGE, NOTES);

  test.each([
    ['as it was', written, []],
    ['with another text', written.replace('Sleep', 'Sleep more'), ['~ 2026-11-23 Sleep more']],
    ['with another line', written.replace('Sleep', 'Sleep\nand rest'), ['~ 2026-11-23 Sleep and rest']],
    ['with a new week', `${written}\n## 30 Nov 2026\n\nRun\n`, ['+ 2026-11-30 Run']],
    ['with words below no day', `${written}\n## Ideas\n\nRun\n`, []],
    ['with an empty week', `${written}\n## 2026-11-30\n`, []],
    ['without a week', SLEEP, ['kept Read\\# on']],
  ])('%s', (_, text, edits) => {
    expect(show(editedNotes(text, NOTES))).toEqual(edits);
  });
});

const SETTINGS = [logged('setting', 'minimum', { value: '3' }), logged('setting', 'week-start', { value: 'sunday' })];

describe('the page of settings', () => {
  const written = pageText(SETTINGS_PAGE, SETTINGS);

  test.each([
    ['as it was', written, []],
    ['with another value', written.replace('3', '2'), ['~ minimum 2']],
    ['with the same value in other words', written.replace('sunday', 'Sun'), []],
    ['with another setting', `${written}- day-start: 04:00\n`, ['+ day-start 04:00']],
    ['with a setting of one machine', `${written}- sync-auto: on\n`, []],
    ['with what is no setting', `${written}- colour: red\n- day-start: noonish\n`, []],
    ['without a line', written.replace('- minimum: 3\n', ''), ['kept minimum']],
    ['empty', '', ['kept minimum', 'kept week-start']],
  ])('%s', (_, text, edits) => {
    expect(show(editedSettings(text, SETTINGS))).toEqual(edits);
  });
});

const LOST = { lesson: null, kind: null, nextId: null, settledAt: null, settledOn: null };
const SETBACKS = [
  logged('setback', 'f0000001', { day: '2026-11-23', text: 'The sale', ...LOST }),
  logged('setback', 'f0000002', { day: '2026-11-23', text: 'The keys', ...LOST }),
];

describe('the page of setbacks', () => {
  const written = pageText(SETBACKS_PAGE, SETBACKS);

  test.each([
    ['as it was', written, []],
    ['without one', written.slice(0, written.indexOf('Lost: The sale')), ['kept The sale']],
    ['reworded', written.replace('The keys', 'The car keys'), ['~ f0000002 2026-11-23 | The car keys']],
    ['empty', '', ['kept The keys', 'kept The sale']],
  ])('%s', (_, text, edits) => {
    expect(show(editedSetbacks(text, SETBACKS, TIME))).toEqual(edits);
  });
});
