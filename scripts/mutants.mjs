// The small faults that `npm run mutate` can make in a source file.
import { parseSync } from '@swc/core';

/** @typedef {{ file: string, line: number, start: number, end: number, was: string, becomes: string }} Mutant in bytes of UTF-8 */

/** @type {Readonly<Record<string, readonly string[]>>} */
const OPERATORS = {
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['+'],
  '/': ['*'],
  '%': ['*'],
};

/** @type {Readonly<Record<string, string>>} */
const METHODS = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  floor: 'ceil',
  round: 'floor',
  startsWith: 'endsWith',
  indexOf: 'lastIndexOf',
  find: 'findLast',
  toSorted: 'slice',
  sort: 'slice',
  trim: 'toString',
  toLowerCase: 'toString',
  unshift: 'push',
  shift: 'pop',
  getFullYear: 'getUTCFullYear',
  getHours: 'getUTCHours',
  getMinutes: 'getUTCMinutes',
  getMonth: 'getUTCMonth',
  getDate: 'getUTCDate',
  setFullYear: 'setUTCFullYear',
};

/**
 * All faults that can be made in a file.
 * @param {string} file
 * @param {string} source
 * @returns {Mutant[]}
 */
export function mutantsOf(file, source) {
  const bytes = Buffer.from(source);
  /** @type {Mutant[]} */
  const mutants = [];
  /** @type {Add} */
  const add = (from, to, becomes) => {
    // swc counts bytes from 1.
    const [start, end] = [from - 1, to - 1];
    const line = bytes.toString('utf8', 0, start).split('\n').length;
    mutants.push({ file, line, start, end, was: bytes.toString('utf8', start, end), becomes });
  };
  visit(parseSync(source, { syntax: 'typescript' }).body, {
    add,
    text: (from, to) => bytes.toString('utf8', from - 1, to - 1),
  });
  return mutants;
}

/**
 * @param {string} source
 * @param {Mutant} mutant
 */
export function applyMutant(source, { start, end, was, becomes }) {
  const bytes = Buffer.from(source);
  if (bytes.toString('utf8', start, end) !== was) throw new Error('the file has changed since the fault was chosen');
  return bytes.toString('utf8', 0, start) + becomes + bytes.toString('utf8', end);
}

/** @typedef {(start: number, end: number, becomes: string) => void} Add */
/** @typedef {{ add: Add, text: (start: number, end: number) => string }} Visitor */

/**
 * @param {any} node
 * @param {Visitor} visitor
 */
function visit(node, visitor) {
  if (node === null || typeof node !== 'object') return;
  // Types are gone when the code runs.
  if (/^(Ts|ImportDeclaration|ExportAll)/.test(node.type ?? '') && !/^Ts(As|NonNull|Satisfies|Const)/.test(node.type))
    return;
  FAULTS[node.type]?.(node, visitor);
  for (const [key, child] of Object.entries(node))
    if (key !== 'span' && key !== 'typeAnnotation') visit(child, visitor);
}

/** @type {Readonly<Record<string, (node: any, visitor: Visitor) => void>>} */
const FAULTS = {
  BinaryExpression: ({ left, operator, right }, { add, text }) => {
    const between = text(left.span.end, right.span.start);
    // Parentheses and comments stand there too.
    const at = left.span.end + Buffer.byteLength(between.slice(0, between.indexOf(operator)));
    for (const other of OPERATORS[operator] ?? []) add(at, at + operator.length, other);
  },
  NumericLiteral: ({ span, value }, { add }) => add(span.start, span.end, String(value + 1)),
  BooleanLiteral: ({ span, value }, { add }) => add(span.start, span.end, String(!value)),
  IfStatement: ({ test }, visitor) => negate(test, visitor),
  ConditionalExpression: ({ test }, visitor) => negate(test, visitor),
  WhileStatement: ({ test }, visitor) => negate(test, visitor),
  UnaryExpression: ({ span, operator, argument }, { add }) => {
    if (operator === '!') add(span.start, argument.span.start, '');
  },
  ExpressionStatement: ({ span }, { add }) => add(span.start, span.end, ';'),
  ReturnStatement: ({ span, argument }, { add }) => {
    // A guard that returns nothing.
    if (argument === null || argument === undefined) add(span.start, span.end, ';');
  },
  SpreadElement: ({ spread, arguments: value }, { add, text }) => {
    const start = spread?.start;
    if (start && /^\(.*&&/s.test(text(value.span.start, value.span.end))) add(value.span.start, value.span.end, '{}');
  },
  CallExpression: ({ callee, arguments: args }, { add }) => {
    const property = callee.type === 'MemberExpression' ? callee.property : undefined;
    const other =
      property?.type === 'Identifier' && Object.hasOwn(METHODS, property.value) ? METHODS[property.value] : undefined;
    if (other !== undefined) add(property.span.start, property.span.end, other);
    // A filter that lets everything through.
    const [first] = args;
    if (property?.value === 'filter' && first)
      add(first.expression.span.start, first.expression.span.end, '() => true');
  },
};

/**
 * @param {any} test
 * @param {Visitor} visitor
 */
function negate({ span }, { add, text }) {
  add(span.start, span.end, `!(${text(span.start, span.end)})`);
}
