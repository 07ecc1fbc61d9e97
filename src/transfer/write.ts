import type { Archive } from './archive.ts';
import { exportCsv } from './formats/csv.ts';
import { exportJson } from './formats/json.ts';
import { exportMarkdown } from './formats/markdown.ts';
import { exportTodotxt } from './formats/todotxt.ts';
import type { ExportFormat } from './formats.ts';

const WRITERS: { readonly [Format in ExportFormat]: (archive: Archive) => Iterable<string> } = {
  json: exportJson,
  csv: exportCsv,
  md: exportMarkdown,
  todotxt: exportTodotxt,
};

/** The text of an export, in pieces. */
export function exportAs(format: ExportFormat, archive: Archive): Iterable<string> {
  return WRITERS[format](archive);
}
