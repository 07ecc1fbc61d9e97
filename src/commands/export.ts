import type { Command } from 'commander';
import type { Day } from '../core/day.ts';
import { UsageError } from '../core/errors.ts';
import { DAY_FORMS } from '../core/parse-day.ts';
import type { Begin, Session } from '../session/session.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../transfer/formats.ts';
import { checkSpan, parseChoice } from './options.ts';

interface ExportOptions {
  readonly format?: string;
  readonly from?: string;
  readonly to?: string;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('export')
    .description('writes your history to standard output')
    .option('--format <format>', `${EXPORT_FORMATS.join(', ')}, instead of json, which holds everything`)
    .option('--from <day>', `the first day: ${DAY_FORMS}`)
    .option('--to <day>', 'the last day')
    .action(async (options: ExportOptions) => {
      const format = parseChoice(options.format ?? 'json', EXPORT_FORMATS, '--format');
      const session = begin();
      if (session.output.isJson && format !== 'json')
        throw new UsageError(`--json and --format ${format} exclude each other`, 'Leave out one of them.');
      const from = options.from === undefined ? undefined : await session.parseDay(options.from);
      const to = options.to === undefined ? undefined : await session.parseDay(options.to);
      checkSpan(from, to);
      await exportHistory(session, format, from, to);
    });
}

async function exportHistory(session: Session, format: ExportFormat, from?: Day, to?: Day): Promise<void> {
  const { store, settings, today, terminal } = session;
  const { exportAs } = await import('../transfer/write.ts');
  // All of it is read before the first of it is written: whoever reads slowly keeps nobody from the store.
  const blocks = store.read(() => {
    const setbacks = store.setbacks.list(from, to).reverse();
    return inBlocks(exportAs(format, { settings, today, days: store.days.inOrder({ from, to }), setbacks }));
  });
  for (const block of blocks) terminal.out(block);
}

const BLOCK = 65_536;

/** The pieces put together to what is worth a write. */
function inBlocks(pieces: Iterable<string>): Buffer[] {
  const blocks: Buffer[] = [];
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK) continue;
    blocks.push(Buffer.from(block));
    block = '';
  }
  return [...blocks, Buffer.from(block)];
}
