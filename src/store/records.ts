import { DamagedStore } from '../core/errors.ts';

/**
 * What every machine keeps in common, each record under an id: a rest day's id is its day, a
 * setting's id is its key, that of a usual text the text folded, and that of a note the first day of its week.
 */
export const RECORD_KINDS = ['thing', 'rest', 'setback', 'setting', 'usual', 'note'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export type Value = string | number | boolean | null;

/** The values of a record by field. */
export type Fields = { readonly [field: string]: Value };

/** How a kind of record is stored. Every table also has `updated_at`, which is no field. */
export interface RecordTable {
  readonly table: string;
  /** The column of the record's id. */
  readonly key: string;
  /** The column of each field. */
  readonly columns: { readonly [field: string]: string };
  /**
   * Fields that only make sense together. When two machines change the same group at once, one change wins; changes of different
   * groups are both kept, so a thing can be reworded on one machine and checked off on another.
   */
  readonly groups: readonly (readonly string[])[];
  /** Fields that are true or false, stored as 1 or 0. */
  readonly booleans: readonly string[];
  /** Fields with the id of another thing. They become null when that thing is removed. */
  readonly links: readonly string[];
}

export const RECORDS: { readonly [Kind in RecordKind]: RecordTable } = {
  thing: recordTable({
    table: 'thing',
    key: 'id',
    groups: [
      { text: 'text', also: 'also' },
      { day: 'day', slot: 'slot' },
      { doneAt: 'done_at', did: 'did', unplanned: 'unplanned' },
      { carriedFrom: 'carried_from', carried: 'carried' },
    ],
    booleans: ['unplanned'],
    links: ['carriedFrom'],
  }),
  rest: recordTable({ table: 'rest_day', key: 'day', groups: [{ reason: 'reason' }] }),
  setback: recordTable({
    table: 'setback',
    key: 'id',
    groups: [
      { day: 'day', text: 'text' },
      { lesson: 'lesson' },
      { kind: 'kind', nextId: 'next_id', settledAt: 'settled_at', settledOn: 'settled_on' },
    ],
    links: ['nextId'],
  }),
  setting: recordTable({ table: 'setting', key: 'key', groups: [{ value: 'value' }] }),
  usual: recordTable({ table: 'usual', key: 'id', groups: [{ text: 'text' }, { days: 'days' }] }),
  note: recordTable({ table: 'week_note', key: 'week', groups: [{ text: 'text' }] }),
};

interface Definition {
  readonly table: string;
  readonly key: string;
  /** The column of each field, group by group. */
  readonly groups: readonly { readonly [field: string]: string }[];
  readonly booleans?: readonly string[];
  readonly links?: readonly string[];
}

function recordTable({ table, key, groups, booleans = [], links = [] }: Definition): RecordTable {
  return { table, key, columns: Object.assign({}, ...groups), groups: groups.map(Object.keys), booleans, links };
}

export function columnOf(kind: RecordKind, field: string): string {
  const column = RECORDS[kind].columns[field];
  if (column === undefined) throw new Error(`a ${kind} has no field ${field}`);
  return column;
}

/**
 * The columns of a journalled row, which become names in SQL. Throws when another program has put anything else into the journal.
 */
export function knownColumns(table: string, row: object): string[] {
  const { key, columns } = RECORDS[kindOfTable(table)];
  const known = [key, ...Object.values(columns), 'waiting', 'updated_at'];
  const names = Object.keys(row);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined || !names.includes(key))
    throw new DamagedStore(`the journal has a row that is none of ${table}`);
  return names;
}

/** The kind of record that a journalled table holds. Throws when another program has put a different name into the journal. */
export function kindOfTable(table: string): RecordKind {
  const kind = RECORD_KINDS.find((candidate) => RECORDS[candidate].table === table);
  if (kind === undefined) throw new DamagedStore(`the journal names a table that has no records: ${table}`);
  return kind;
}
