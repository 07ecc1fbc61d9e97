import { expect, test } from '@jest/globals';
import { elementsOf, membersOf } from '../../src/transfer/json-pieces.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';

const values = fc.jsonValue({ stringUnit: 'grapheme' });
const spaces = fc.constantFrom(undefined, 0, 1, '\t', ' \n');

/** The object put together again from its pieces, its lists from theirs; undefined where there are none. */
function readInPieces(text: string): unknown {
  const json = Buffer.from(text);
  const members = membersOf(json);
  if (members === undefined) return undefined;
  const read = ({ start, end }: { start: number; end: number }) => JSON.parse(json.toString('utf8', start, end));
  return Object.fromEntries(
    [...members].map(([name, span]) => {
      const whole = read(span);
      if (Array.isArray(whole))
        expect([...elementsOf(json, span)].map((element) => element && read(element))).toEqual(whole);
      else expect([...elementsOf(json, span)]).toEqual([undefined]);
      return [name, whole];
    }),
  );
}

// Names with escapes in them are of no document we read.
const names = fc
  .string({ minLength: 1 })
  .filter((name) => JSON.stringify(name) === `"${name}"` && name !== '__proto__');

test('an object in pieces is the same object', () => {
  fc.assert(
    fc.property(fc.dictionary(names, values), spaces, (object, space) => {
      const text = JSON.stringify(object, null, space);
      expect(readInPieces(` ${text}\n`)).toEqual(JSON.parse(text));
    }),
    runs(1000, 100_000),
  );
});

test('what is no whole object has no members', () => {
  for (const text of [
    '',
    ' ',
    '[]',
    '1',
    '"a"',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1} x',
    '{"a" 1}',
    '{a:1}',
    '{"a":1}}',
    '{"a":"',
    '{"a":[}',
  ])
    expect([text, membersOf(Buffer.from(text))]).toEqual([text, undefined]);
});

test('no cut of a document is taken for a whole one', () => {
  const whole = JSON.stringify({ a: [{ b: 'x}]"\\' }, [1, 2]], c: { d: null }, e: -1.5e3, f: 'ü四' });
  for (let length = 0; length < whole.length; length += 1)
    expect(membersOf(Buffer.from(whole.slice(0, length)))).toBeUndefined();
  expect([...(membersOf(Buffer.from(whole))?.keys() ?? [])]).toEqual(['a', 'c', 'e', 'f']);
});

test('a list that goes wrong gives what came before, and ends', () => {
  const pieces = (text: string) => {
    const json = Buffer.from(text);
    return [...elementsOf(json, { start: 0, end: json.length })].map(
      (span) => span && json.toString('utf8', span.start, span.end),
    );
  };
  expect(pieces('[1 2]')).toEqual(['1', undefined]);
  expect(pieces('[{"a":1} {"b":2}, 3]')).toEqual(['{"a":1}', undefined]);
  expect(pieces('[1,,2]')).toEqual(['1', ',2']);
  expect(pieces('[1,]')).toEqual(['1', '']);
  expect(pieces('[]')).toEqual([]);
});
