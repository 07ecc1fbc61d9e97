import { inBlocks } from '../core/blocks.ts';
import type { Day } from '../core/day.ts';
import type { Settings } from '../core/settings.ts';
import type { Store } from '../store/store.ts';
import { type ExportFormat, loadExporter } from './formats.ts';

export interface ExportOptions {
  readonly store: Store;
  readonly settings: Settings;
  readonly today: Day;
  readonly format: ExportFormat;
  /** The first and the last day; undefined for all. */
  readonly from: Day | undefined;
  readonly to: Day | undefined;
}

/** An export in blocks of about 64 kB. All of it is read before the first block is written, so that a slow reader locks nobody out. */
export async function exportHistory(options: ExportOptions): Promise<Buffer[]> {
  const { store, settings, today, format, from, to } = options;
  const exporter = await loadExporter(format);
  return store.read(() => {
    const days = store.days.inOrder({ from, to });
    const setbacks = store.setbacks.list(from, to).reverse();
    const usuals = store.usuals.list();
    const weekNotes = store.weekNotes.list(from, to);
    return Array.from(inBlocks(exporter.write({ settings, today, days, setbacks, usuals, weekNotes })), (block) =>
      Buffer.from(block),
    );
  });
}
