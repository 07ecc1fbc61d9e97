import { parseSelector, parseSelectors } from '../core/selector.ts';
import { listArgument, requiredArgument } from './options.ts';

/** How a command names one thing of a day. */
export const slotArgument = requiredArgument({
  name: 'slot',
  summary: '1 to 4, + for an extra, or part of the text, if it matches only one thing',
  completion: 'slot',
  parse: parseSelector,
});

/** How a command names several things of a day. */
export function slotsArgument({ isRequired }: { readonly isRequired: boolean }) {
  return listArgument({
    name: 'slot',
    summary: '1 to 4, all, + for an extra, or part of the text, if it matches only one thing',
    isRequired,
    completion: 'slot',
    parse: parseSelectors,
  });
}
