import { beforeAll, describe, test } from '@jest/globals';
import { isThere, missing, type Program, packageOf, titleOf } from './programs.mjs';

/** For what only Linux has: /proc, /dev/full and the like. */
export const onLinux = process.platform === 'linux' ? test : test.skip;

/** What there is of `describe` and `test`: to call them, and `each`. */
type Define<Whole extends typeof describe | typeof test> = Pick<Whole, 'each'> & ((...args: Parameters<Whole>) => void);

interface Definers {
  readonly describe: Define<typeof describe>;
  readonly test: Define<typeof test>;
}

/**
 * `describe` and `test` for what needs these programs. Where one is missing they skip; in CI they fail. A program which the
 * platform does not have is not missed.
 */
export function needs(...programs: Program[]): Definers {
  const absent = programs.filter((program) => !isThere(program));
  if (absent.length === 0) return { describe, test };
  if (absent.some((program) => packageOf(program) === undefined))
    return around((define) => describe.skip(`not on ${process.platform}: ${absent.join(', ')}`, define));
  if (!process.env.CI) return around((define) => describe.skip(titleOf(absent), define));
  return around((define) =>
    describe(titleOf(absent), () => {
      beforeAll(() => {
        const error = new Error(missing(absent));
        error.stack = error.message;
        throw error;
      });
      define();
    }),
  );
}

let isWithin = false;

/** `wrap` is called once around tests within tests. */
function around(wrapOnce: (define: () => void) => void): Definers {
  const wrap = (define: () => void) => {
    if (isWithin) return define();
    isWithin = true;
    wrapOnce(define);
    isWithin = false;
  };
  const wrapped = <Whole extends typeof describe | typeof test>(define: Whole): Define<Whole> => {
    const call = define as (...args: Parameters<Whole>) => void;
    const each = define.each as (...table: unknown[]) => (...args: unknown[]) => void;
    const wrappedEach =
      (...table: unknown[]) =>
      (...args: unknown[]) =>
        wrap(() => each(...table)(...args));
    return Object.assign((...args: Parameters<Whole>) => wrap(() => call(...args)), {
      each: wrappedEach as Whole['each'],
    });
  };
  return { describe: wrapped(describe), test: wrapped(test) };
}
