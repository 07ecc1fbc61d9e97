import { MAX_FILE } from '../core/limits.ts';
import type { Session } from '../session/session.ts';
import { IMPORT_FORMATS, type ImportFormat } from '../transfer/formats.ts';
import { importHistory } from '../transfer/import.ts';
import { importJson, importScreen } from '../transfer/import-report.ts';
import { DATE_ORDERS, type DateOrder, openSource, standardInput } from '../transfer/import-source.ts';
import { defineCommand } from './command.ts';
import { choiceOf, flag, option, parseFile, requiredArgument } from './options.ts';

export const importCommand = defineCommand({
  name: 'import',
  group: 'data',
  summary: "Import another tool's history, or an export of four",
  arguments: {
    file: requiredArgument({
      name: 'file',
      summary: 'The file or folder; - is standard input',
      completion: 'file',
      parse: parseFile,
    }),
  },
  options: {
    from: option({
      flags: '--from <format>',
      summary: `Read it as one of ${IMPORT_FORMATS.join(', ')}; without it, four detects the format`,
      completion: IMPORT_FORMATS,
      parse: choiceOf(IMPORT_FORMATS, '--from'),
    }),
    dates: option({
      flags: '--dates <order>',
      summary: 'Read dates like 3/4/2025 as day, month, year (dmy) or month, day, year (mdy)',
      completion: DATE_ORDERS,
      parse: choiceOf(DATE_ORDERS, '--dates'),
    }),
    dryRun: flag({ flags: '--dry-run', summary: 'Only show what would be imported' }),
  },
  examples: [
    { line: 'four import --dry-run ~/.config/harsh', meaning: 'See what would be imported' },
    { line: 'task export | four import -', meaning: "Import Taskwarrior's history" },
  ],
  run: (session, { file, ...words }) => importFile(session, file, words),
});

interface Words {
  readonly from: ImportFormat | undefined;
  readonly dates: DateOrder | undefined;
  readonly dryRun: boolean;
}

async function importFile(session: Session, file: string, { from: format, dates, dryRun }: Words): Promise<void> {
  const { store, settings, today, terminal, output } = session;
  const progress = await terminal.progress();
  const showProgress = (share: number) => progress?.show(share);
  try {
    const source = file === '-' ? standardInput(terminal.readInput(MAX_FILE)) : openSource(file);
    const options = { store, settings, today, format, dates, dryRun, showProgress };
    const result = await importHistory(source, options);
    progress?.end();
    output.printChange(
      () => importJson(result),
      () => importScreen(result, terminal.style),
    );
  } finally {
    progress?.end();
  }
}
