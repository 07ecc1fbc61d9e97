import { expect, test } from '@jest/globals';
import { replaceBetweenMarkers } from '../scripts/markers.mjs';

test.each(['', 'old\n', '\nold\n\n'])('replaces %j between two markers', (old) => {
  const page = `before\n<!-- bench -->\n${old}<!-- /bench -->\nafter\n`;
  expect(replaceBetweenMarkers(page, 'bench', '| $1 |')).toBe(
    'before\n<!-- bench -->\n\n| $1 |\n\n<!-- /bench -->\nafter\n',
  );
});

test.each(['', '<!-- bench -->\n', '<!-- /bench -->\n', '<!-- /bench -->\n<!-- bench -->\n'])(
  'refuses %j, a page without both markers in order',
  (page) => {
    expect(() => replaceBetweenMarkers(page, 'bench', 'text')).toThrow('<!-- bench -->');
  },
);
