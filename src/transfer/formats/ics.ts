import ICAL from 'ical.js';
import { type Day, noonOf } from '../../core/day.ts';
import type { Setback } from '../../core/setback.ts';
import { sanitize } from '../../core/text.ts';
import type { Thing, Timestamp } from '../../core/thing.ts';
import { settledHow } from '../../views/setbacks.ts';
import { capitalize } from '../../views/words.ts';
import type { ExportedHistory, Exporter } from '../exported-history.ts';

/** A to-do for each thing, due on its day, and a journal entry for each rest day and setback: RFC 5545, for calendars and task lists. */
export const exporter: Exporter = { write };

function* write({ days, setbacks }: ExportedHistory): Generator<string> {
  yield 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//fourthings//four//EN\r\n';
  for (const record of days) {
    for (const thing of record.things) yield todo(thing, record.day);
    if (record.rest !== null) yield restDay(record.day, record.rest.reason);
  }
  for (const setback of setbacks) yield lost(setback);
  yield 'END:VCALENDAR\r\n';
}

function todo({ id, text, doneAt, did, also }: Thing, day: Day): string {
  return component('vtodo', id, doneAt ?? noonOf(day), [
    plain('summary', text),
    plain('description', did, also && `Also: ${also}`),
    ['due', {}, 'date', day],
    plain('status', doneAt === null ? 'NEEDS-ACTION' : 'COMPLETED'),
    ...(doneAt === null ? [] : [time('completed', doneAt), ['percent-complete', {}, 'integer', 100] as const]),
  ]);
}

function restDay(day: Day, reason: string | null): string {
  const words = [plain('summary', 'Rest day'), plain('description', reason)];
  return component('vjournal', `rest-${day}@fourthings`, noonOf(day), [...words, ['dtstart', {}, 'date', day]]);
}

function lost(setback: Setback): string {
  const { id, day, text, lesson, next, settledAt } = setback;
  return component('vjournal', id, settledAt ?? noonOf(day), [
    plain('summary', `Lost: ${text}`),
    plain('description', lesson, next && `Next: ${next.text}`, capitalize(settledHow(setback))),
    ['dtstart', {}, 'date', day],
  ]);
}

/** A property as in jCal: https://www.rfc-editor.org/rfc/rfc7265 */
type Property = readonly [name: string, parameters: object, type: string, value: string | number];

/** `stamp` is when it was last changed, as far as that is known: two exports of one history are equal. */
function component(name: string, uid: string, stamp: Timestamp, properties: readonly Property[]): string {
  const all = [plain('uid', uid), time('dtstamp', stamp), ...properties].filter(([, , , value]) => value !== '');
  return ICAL.stringify([name, all, []]);
}

function plain(name: string, ...paragraphs: readonly (string | null | undefined)[]): Property {
  const texts = paragraphs.filter((text) => text !== null && text !== undefined);
  return [name, {}, 'text', texts.map(sanitize).join('\n')];
}

function time(name: string, timestamp: Timestamp): Property {
  return [name, {}, 'date-time', timestamp.replace(/\.\d+/, '')];
}
