import type { Session } from '../session/session.ts';
import { IMPORT_FORMATS, type ImportFormat } from '../transfer/formats.ts';
import { importHistory } from '../transfer/import.ts';
import { importJson, importScreen } from '../transfer/import-report.ts';
import { openSource, standardInput } from '../transfer/import-source.ts';
import { defineCommand } from './command.ts';
import { choiceOf, flag, option, parseFile, requiredArgument } from './options.ts';

export const importCommand = defineCommand({
  name: 'import',
  group: 'data',
  summary: "Take in another tool's history, or an export of four's own",
  arguments: {
    file: requiredArgument({
      name: 'file',
      summary: 'The file; - is standard input',
      completion: 'file',
      parse: parseFile,
    }),
  },
  options: {
    from: option({
      flags: '--from <format>',
      summary: `Read it as ${IMPORT_FORMATS.join(', ')}, instead of what it looks like`,
      completion: IMPORT_FORMATS,
      parse: choiceOf(IMPORT_FORMATS, '--from'),
    }),
    dryRun: flag({ flags: '--dry-run', summary: 'Only say what would be taken in' }),
  },
  examples: [
    { line: 'four import --dry-run ~/.config/harsh', meaning: 'See what would come in' },
    { line: 'task export | four import -', meaning: "Take in Taskwarrior's history" },
  ],
  run: (session, { file, from, dryRun }) => importFile(session, file, from, dryRun),
});

async function importFile(
  session: Session,
  file: string,
  format: ImportFormat | undefined,
  dryRun: boolean,
): Promise<void> {
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
