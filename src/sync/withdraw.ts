import type { Connection } from '../store/connection.ts';
import { type Fields, RECORDS, type RecordKind } from '../store/records.ts';
import type { RowChange, Withdraw } from '../store/undo-by-field.ts';
import { recordLocalChanges } from './capture.ts';
import {
  appendChange,
  type ChangeLog,
  type Group,
  headsOf,
  idsOf,
  isBy,
  type LogEntry,
  type LoggedRecord,
  pick,
} from './change-log.ts';
import { applyRemote } from './materialize.ts';
import { fieldsOfRow, findRecord, storeIdOf } from './replica.ts';

// Where this machine and another have made a record or changed it at once, `undo` replaces this machine's changes in the log and
// leaves the others: the record becomes what it would be without ours.

/** Who undoes something, and when. */
interface Undoing {
  readonly author: string;
  readonly time: string;
}

export const withdrawOwn: Withdraw = (db, rows) => {
  recordLocalChanges(db);
  const undoing = { author: storeIdOf(db), time: db.now };
  const withdrawn = netChanges(rows).flatMap((row) => withdrawal(db, row, undoing) ?? []);
  applyRemote(db, withdrawn);
  return new Set(withdrawn.map(nameOf));
};

function nameOf({ kind, id }: Pick<RowChange, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** One change for each record: a command may write a row several times. The last comes first. */
function netChanges(rows: readonly RowChange[]): RowChange[] {
  const changes = new Map<string, RowChange>();
  for (const row of rows) changes.set(nameOf(row), { ...row, left: (changes.get(nameOf(row)) ?? row).left });
  return [...changes.values()];
}

/** The record without what a change did to it; undefined if no other machine has a part in that. */
function withdrawal(db: Connection, { kind, id, left, wanted }: RowChange, undoing: Undoing): LoggedRecord | undefined {
  const known = findRecord(db, kind, id);
  if (known === undefined || left === null) return undefined;
  const log =
    wanted === null
      ? withoutCreation(kind, known.log, undoing)
      : withoutEdit(kind, known.log, { left: fieldsOfRow(kind, left), wanted: fieldsOfRow(kind, wanted) }, undoing);
  return log && { kind, id, log };
}

/** Undefined if no other machine made the record too. */
function withoutCreation(kind: RecordKind, log: ChangeLog, { author, time }: Undoing): ChangeLog | undefined {
  const removals = new Set(idsOf(log.filter(({ set }) => set === null)));
  const byId = new Map(log.map((entry) => [entry.changeId, entry]));
  const originsOf = ({ parents }: LogEntry) => parents.filter((parent) => !removals.has(parent));
  const heads = RECORDS[kind].groups.flatMap((group) => headsOf(log, group));
  const wasMadeElsewhere = log.some(
    (entry) => entry.set !== null && originsOf(entry).length === 0 && !isBy(author, entry),
  );
  if (!wasMadeElsewhere) return undefined;
  /** Whether this machine alone has made a record what it is by this change. */
  const isOwn = (entry: LogEntry): boolean =>
    isBy(author, entry) && originsOf(entry).every((parent) => isOwn(byId.get(parent) ?? entry));
  const own = idsOf(heads.filter(isOwn));
  return own.length === 0 ? log : appendChange(log, { time, set: null, parents: own }, author);
}

/** What a change left, and what was there before it. */
interface UndoneEdit {
  readonly left: Fields;
  readonly wanted: Fields;
}

/** Undefined if no other machine changed the same fields at the same time. */
function withoutEdit(
  kind: RecordKind,
  log: ChangeLog,
  { left, wanted }: UndoneEdit,
  { author, time }: Undoing,
): ChangeLog | undefined {
  const { groups } = RECORDS[kind];
  const isChanged = (group: Group) => group.some((field) => left[field] !== wanted[field]);
  const ownHeads = (group: Group) =>
    headsOf(log, group).filter((entry) => isBy(author, entry) && isSame(kind, group, entry.set ?? {}, left));
  const isContested = (group: Group) => isChanged(group) && headsOf(log, group).length > ownHeads(group).length;
  const withdrawn = groups.filter(isContested).flatMap(ownHeads);
  if (withdrawn.length === 0) return undefined;
  // What else is to be different, and what else the withdrawn changes have set.
  const changed = groups.filter((group) => isChanged(group) && !isContested(group) && ownHeads(group).length > 0);
  const untouched = groups.filter((group) => !isChanged(group));
  const kept = untouched.flatMap((group) =>
    headsOf(log, group)
      .filter((entry) => withdrawn.includes(entry))
      .map(({ set }) => pick(set ?? {}, group)),
  );
  const others = Object.assign({}, ...kept, ...changed.map((group) => pick(wanted, group)));
  const replaced = idsOf([...withdrawn, ...changed.flatMap(ownHeads)]);
  const isAlone = Object.keys(others).length === 0;
  const restored = isAlone ? log : appendChange(log, { time, set: others, parents: replaced }, author);
  return appendChange(restored, { time, set: null, parents: idsOf(withdrawn) }, author);
}

/** Whether a change set these values; a slot and links follow from other records too. */
function isSame(kind: RecordKind, group: Group, set: Fields, values: Fields): boolean {
  const followed = ['also', 'slot', ...RECORDS[kind].links];
  return group.every((field) => followed.includes(field) || set[field] === values[field]);
}
