import type { Command } from 'commander';
import type { Begin, Session } from '../session/session.ts';
import { IMPORT_FORMATS, type ImportFormat } from '../transfer/formats.ts';
import { importHistory } from '../transfer/import.ts';
import { importJson, importScreen } from '../transfer/import-report.ts';
import { openSource, standardInput } from '../transfer/import-source.ts';
import { parseChoice, parseFile } from './options.ts';

interface ImportOptions {
  readonly from?: string;
  readonly dryRun?: boolean;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('import')
    .description("takes in an export of four's own, or another tool's history")
    .argument('<file>', 'the file; - is standard input', parseFile)
    .option('--from <format>', `${IMPORT_FORMATS.join(', ')}, instead of what the file looks like`)
    .option('--dry-run', 'only says what would be taken in')
    .action(async (file: string, { from, dryRun = false }: ImportOptions) => {
      const format = from === undefined ? undefined : parseChoice(from, IMPORT_FORMATS, '--from');
      await importFile(begin(), file, format, dryRun);
    });
}

async function importFile(session: Session, file: string, format: ImportFormat | undefined, dryRun: boolean) {
  const { store, settings, today, changeContext, terminal, output } = session;
  const progress = await terminal.progress();
  const showProgress = (share: number) => progress?.show(share);
  try {
    const source = file === '-' ? standardInput(terminal.readInput()) : openSource(file);
    const options = { store, settings, today, changeContext, format, dryRun, showProgress };
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
