import path from 'node:path';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { defineCommand } from './command.ts';
import { optionalArgument, parseFile } from './options.ts';

export const backup = defineCommand({
  name: 'backup',
  group: 'data',
  summary: 'Make a copy of the store',
  arguments: {
    file: optionalArgument({
      name: 'file',
      summary: 'Where it goes, instead of beside the store',
      completion: 'file',
      parse: parseFile,
    }),
  },
  examples: [{ line: 'four backup /media/stick/four.db', meaning: 'A copy on a stick' }],
  run({ store, output, terminal }, { file }) {
    const copy = path.resolve(store.backups.make(file));
    const { style } = terminal;
    output.printChange(
      () => ({ backup: copy }),
      () => renderScreen(hangingIndent(MARGIN, `Backup: ${style.text(copy)}`, style)),
    );
  },
});
