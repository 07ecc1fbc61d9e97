import { isUtf8 } from 'node:buffer';
import type { LoggedRecord } from './change-log.ts';
import { pageText } from './diary.ts';
import { recordsFile } from './pages.ts';
import { readRecords } from './read-records.ts';

/** A page of the remote with its records. */
export interface RemotePage {
  readonly page: string;
  readonly records: readonly LoggedRecord[];
  /** The page as somebody has edited it; undefined if it is as its records say. */
  readonly edited: string | undefined;
  /** Whether git could not merge the page or its records: what was edited may be older than the records. */
  readonly isMerged: boolean;
  /** Whether the page has to be written again: it is missing, was not merged, or is nothing that people write. */
  readonly isUnreadable: boolean;
  /** Whether some of its records cannot be read. */
  readonly isDamaged: boolean;
}

/** The texts of the files of a commit, by their names. */
export type FileTexts = ReadonlyMap<string, Buffer>;

/** Reads a page and its records. In the first version of the diary, both are in one file. */
export function readRemotePage(page: string, files: FileTexts, isOld: boolean): RemotePage {
  const file = isOld ? page : recordsFile(page);
  const bytes = files.get(file) ?? Buffer.alloc(0);
  const { records, isDamaged } = readRecords(bytes, file);
  const text = textOf(files.get(page), isOld);
  // A checkout may have line breaks of Windows.
  const isPlain = text?.replaceAll('\r\n', '\n') === pageText(page, records);
  const isMerged = [text ?? '', bytes.toString('utf8')].some((content) => CONFLICT_MARKER.test(content));
  const isReadable = text !== undefined && text.length <= MAX_EDITED;
  // Without all of its records, nobody can say what was changed.
  const edited = isPlain || !isReadable || isDamaged ? undefined : text;
  return { page, records, edited, isMerged, isUnreadable: !isPlain && (!isReadable || isMerged), isDamaged };
}

/** How large a page that was edited by hand may be, in code units. */
const MAX_EDITED = 100_000;

/** A page says two things at once if git could not merge it, or its records. */
const CONFLICT_MARKER = /^(<{7}|>{7})( |$)/m;

const OLD_RECORDS = /\n<!-- The records of this page[\s\S]*$/;

function textOf(bytes: Buffer | undefined, isOld: boolean): string | undefined {
  if (bytes === undefined || !isUtf8(bytes) || bytes.includes(0)) return undefined;
  const text = bytes.toString('utf8');
  return isOld ? text.replace(OLD_RECORDS, '') : text;
}
