import type { ExportFormat } from '../core/formats.ts';
import type { Archive } from './archive.ts';
import { exportCsv } from './csv.ts';
import { exportJson } from './json.ts';
import { exportMarkdown } from './markdown.ts';
import { exportTodotxt } from './todotxt.ts';

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
