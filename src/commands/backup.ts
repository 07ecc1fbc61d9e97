import path from 'node:path';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { defineCommand } from './command.ts';
import { optionalArgument, parseFile } from './options.ts';

export const backup = defineCommand({
  name: 'backup',
  group: 'data',
  summary: 'Back up the store',
  arguments: {
    file: optionalArgument({
      name: 'file',
      summary: 'The file to write, instead of one beside the store',
      completion: 'file',
      parse: parseFile,
    }),
  },
  examples: [
    { line: 'four backup', meaning: 'A copy beside the store' },
    { line: 'four backup /media/stick/four.db', meaning: 'A copy on a stick' },
  ],
  run({ store, output, terminal }, { file }) {
    const copy = path.resolve(store.backups.make(file));
    const { style } = terminal;
    output.printChange(
      () => ({ backup: copy }),
      () => renderScreen(hangingIndent(MARGIN, `Backup: ${style.text(copy)}`, style)),
      { words: `the backup is written to ${copy}` },
    );
  },
});
