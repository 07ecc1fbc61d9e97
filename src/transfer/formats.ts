import { UsageError } from '../core/errors.ts';
import type { Exporter } from './exported-history.ts';
import { type Importer, type ImportSource, startOf, textOf } from './import-source.ts';

// A new format is a file in `formats/` and an entry here. The code of a format is loaded when it is used.

/** In the order in which a file is checked against them: those that others resemble come last. */
const IMPORTERS = {
  json: () => import('./formats/json.ts'),
  dstask: () => import('./formats/dstask.ts'),
  googletasks: () => import('./formats/googletasks.ts'),
  habitkit: () => import('./formats/habitkit.ts'),
  beaverhabits: () => import('./formats/beaverhabits.ts'),
  dijo: () => import('./formats/dijo.ts'),
  taskwarrior: () => import('./formats/taskwarrior.ts'),
  harsh: () => import('./formats/harsh.ts'),
  habitctl: () => import('./formats/habitctl.ts'),
  loop: () => import('./formats/loop.ts'),
  streaks: () => import('./formats/streaks.ts'),
  ticktick: () => import('./formats/ticktick.ts'),
  orgmode: () => import('./formats/orgmode.ts'),
  csv: () => import('./formats/csv.ts'),
  md: () => import('./formats/markdown.ts'),
  todotxt: () => import('./formats/todotxt.ts'),
} satisfies { readonly [format: string]: () => Promise<{ readonly importer: Importer }> };

const EXPORTERS = {
  json: () => import('./formats/json.ts'),
  csv: () => import('./formats/csv.ts'),
  md: () => import('./formats/markdown.ts'),
  todotxt: () => import('./formats/todotxt.ts'),
  ics: () => import('./formats/ics.ts'),
} satisfies { readonly [format: string]: () => Promise<{ readonly exporter: Exporter }> };

export type ImportFormat = keyof typeof IMPORTERS;
export type ExportFormat = keyof typeof EXPORTERS;

export const IMPORT_FORMATS = namesOf(IMPORTERS);
export const EXPORT_FORMATS = namesOf(EXPORTERS);

function namesOf<Name extends string>(formats: { readonly [One in Name]: unknown }): readonly Name[] {
  return Object.keys(formats) as Name[];
}

export async function loadImporter(format: ImportFormat): Promise<Importer> {
  return (await IMPORTERS[format]()).importer;
}

export async function loadExporter(format: ExportFormat): Promise<Exporter> {
  return (await EXPORTERS[format]()).exporter;
}

/** Recognizes the format by the name of the file and its first 100 kB; a usage error if none fits. */
export async function detectFormat(source: ImportSource): Promise<ImportFormat> {
  const start = startOf(source);
  for (const format of IMPORT_FORMATS) if ((await loadImporter(format)).detect(start)) return format;
  textOf(source); // Whoever passes a binary file learns that first.
  throw new UsageError(
    `cannot tell the format of ${source.name}`,
    `Name it with --from, one of ${IMPORT_FORMATS.join(', ')}.`,
  );
}
