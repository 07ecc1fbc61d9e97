import { groupBy } from '../core/group.ts';
import { fold, sanitize } from '../core/text.ts';
import type { Connection } from '../store/connection.ts';
import type { LoggedRecord } from './change-log.ts';
import { type LiveRecord, liveRecords } from './materialize.ts';
import { sentRecords } from './outbox.ts';
import { SETBACKS_PAGE } from './pages.ts';
import { findRecord, recordsOnPage, renameRecord } from './replica.ts';

/**
 * Gives setbacks that no other machine has seen the ids that the remote has for the same texts on the same days. The id of a setback
 * begins with its place in the day, so two machines that wrote the same in another order made other ids. `remote` has all setbacks
 * of the remote.
 */
export function adoptSetbackIds(db: Connection, remote: readonly LoggedRecord[]): void {
  const theirs = liveRecords('setback', remote).filter(({ id }) => findRecord(db, 'setback', id) === undefined);
  if (theirs.length === 0) return;
  const seen = new Set([...remote, ...sentRecords(db, [SETBACKS_PAGE])].map(({ id }) => id));
  const own = groupBy(
    liveRecords('setback', recordsOnPage(db, SETBACKS_PAGE)).filter(({ id }) => !seen.has(id)),
    nameOf,
  );
  for (const record of theirs) {
    const same = own.get(nameOf(record))?.shift();
    if (same) renameRecord(db, same, record.id);
  }
}

function nameOf({ fields }: LiveRecord): string {
  return `${fields.day} ${fold(sanitize(String(fields.text)))}`;
}
