// What Jest loads in place of @swc/jest for `npm run mutate`: it makes the fault on the way, so that no file is changed.
import { createTransformer } from '@swc/jest';
import { applyMutant } from './mutants.mjs';

/** @type {import('./mutants.mjs').Mutant} */
const mutant = JSON.parse(process.env.MUTANT ?? '');

/**
 * @param {string} source
 * @param {string} file
 */
function mutate(source, file) {
  const isHere = mutant.file !== '' && file.split('\\').join('/').endsWith(`/${mutant.file}`);
  return isHere ? applyMutant(source, mutant) : source;
}

export default {
  /** @param {Parameters<typeof createTransformer>[0]} options */
  createTransformer(options) {
    const swc = /** @type {Required<import('@jest/transform').SyncTransformer>} */ (createTransformer(options));
    return {
      ...swc,
      /** @type {typeof swc.process} */
      process: (source, file, how) => swc.process(mutate(source, file), file, how),
      /** @type {typeof swc.processAsync} */
      processAsync: (source, file, how) => swc.processAsync(mutate(source, file), file, how),
      /** @type {typeof swc.getCacheKey} */
      getCacheKey: (source, file, how) => swc.getCacheKey(mutate(source, file), file, how),
    };
  },
};
