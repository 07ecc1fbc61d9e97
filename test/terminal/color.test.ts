import { expect, test } from '@jest/globals';
import { Chalk } from 'chalk';
import { createTerminal } from '../../src/terminal/terminal.ts';

const { style } = createTerminal(
  {
    isTerminal: () => false,
    sizeOf: () => undefined,
    stream: () => {
      throw new Error('colours need no stream');
    },
    defaultColumns: undefined,
    pager: undefined,
    dumb: false,
    accessible: false,
    unicode: true,
    color: true,
  },
  {},
);
const chalk = new Chalk({ level: 1 });

test.each([[''], ['word'], ['two\nlines\n'], [style.strong('bold') + style.done(' green'), ' and no more']])(
  '%j is coloured as chalk does it',
  (...parts) => {
    const text = parts.join('');
    expect([style.done, style.dim, style.strong, style.error, style.hit].map((color) => color(text))).toEqual(
      [chalk.green, chalk.dim, chalk.bold, chalk.red, chalk.inverse].map((color) => color(text)),
    );
  },
);
