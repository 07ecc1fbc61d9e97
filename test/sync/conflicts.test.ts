import { describe, expect, test } from '@jest/globals';
import { sidesOf } from '../../src/sync/conflicts.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';

/** The same by regular expressions, which take long for a long page. */
function slowSidesOf(text: string): string[] {
  const conflict = /^<{7}.*\r?\n([\s\S]*?)(?:^\|{7}[\s\S]*?)?^={7}\r?\n([\s\S]*?)^>{7}.*(?:\r?\n|$)/gm;
  const marker = /^(<{7}|={7}|>{7}|\|{7})(?= |\r?$).*(?:\r?\n|$)/gm;
  return ['$1', '$2'].map((side) => text.replace(conflict, side).replace(marker, ''));
}

describe('the sides of a conflict', () => {
  test('are told apart, without what both come from', () => {
    const text = '# Mon\n<<<<<<< ours\n- Read\n||||||| base\n- Walk\n=======\n- Run\n>>>>>>> theirs\n- Swim\n';
    expect(sidesOf(text)).toEqual(['# Mon\n- Read\n- Swim\n', '# Mon\n- Run\n- Swim\n']);
  });

  test('come to the same as by regular expressions, for any lines', () => {
    const words = [
      '<<<<<<< ours',
      '<<<<<<<',
      '||||||| base',
      '=======',
      '>>>>>>> theirs',
      '>>>>>>>more',
      '- Read',
      '- Run',
      '',
    ];
    const line = fc
      .tuple(fc.constantFrom(...words), fc.constantFrom('\n', '\n', '\r\n'))
      .map((parts) => parts.join(''));
    const text = fc
      .tuple(fc.array(line, { maxLength: 14 }), fc.constantFrom(...words))
      .map(([lines, last]) => lines.join('') + last);
    fc.assert(
      fc.property(text, (page) => expect(sidesOf(page)).toEqual(slowSidesOf(page))),
      runs(2000, 100_000),
    );
  });

  test.each(['<<<<<<< a\n', '<<<<<<< a\n||||||| b\n', '<<<<<<< a\n=======\n', '<<<<<<< a\n=======\n>>>>>>> b\n'])(
    'are found in time on a long page of %j',
    (lines) => {
      expect(sidesOf(lines.repeat(50_000))).toEqual(['', '']);
    },
  );
});
