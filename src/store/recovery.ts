import { shellQuote } from '../core/shell-quote.ts';
import { newestGoodBackup } from './backups.ts';
import { isMendable } from './integrity.ts';

/** The way out of what `four doctor --fix` mends. */
export const MEND_HINT = 'To mend it: four doctor --fix';

/** How to get an intact store again. */
export function recoveryHint(file: string, problem = ''): string {
  if (isMendable(problem)) return MEND_HINT;
  const backup = reachableBackup(file);
  return backup === undefined
    ? 'It was left as it is. To use another file: four --db FILE'
    : `To restore the newest good backup: four restore ${shellQuote(backup)}`;
}

function reachableBackup(file: string): string | undefined {
  try {
    return newestGoodBackup(file);
  } catch {
    return undefined;
  }
}
