import type { Command } from 'commander';
import { UsageError } from '../core/errors.ts';
import { DAY_FORMS } from '../core/parse-day.ts';
import type { Begin } from '../session/session.ts';
import { exportHistory } from '../transfer/export.ts';
import { EXPORT_FORMATS } from '../transfer/formats.ts';
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
      const { store, settings, today, terminal } = session;
      for (const block of await exportHistory({ store, settings, today, format, from, to })) terminal.out(block);
    });
}
