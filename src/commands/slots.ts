import type { Day } from '../core/day.ts';
import { parseSelector, parseSelectors } from '../core/selector.ts';
import type { Session } from '../session/session.ts';
import { listArgument, optionalArgument, requiredArgument } from './options.ts';

/** A command that needs a thing and is given none asks which. */
async function askWhich(session: Session, day: Day): Promise<string | undefined> {
  const { askWhichThing } = await import('../flows/missing-argument.ts');
  return askWhichThing(session, day);
}

const oneSlot = {
  name: 'slot',
  summary: '1 to 4, + for an extra, or part of the text, if it matches only one thing',
  completion: 'slot',
  parse: parseSelector,
} as const;

/** How a command names one thing of a day. */
export const slotArgument = requiredArgument({ ...oneSlot, ask: askWhich });

/** How a command names one thing of a day that also does something without. */
export const optionalSlotArgument = optionalArgument(oneSlot);

/** How a command names several things of a day. */
export function slotsArgument({ isRequired }: { readonly isRequired: boolean }) {
  return listArgument({
    name: 'slot',
    summary: '1 to 4, all, + for an extra, or part of the text, if it matches only one thing',
    isRequired,
    completion: 'slot',
    parse: parseSelectors,
    ask: askWhich,
  });
}
