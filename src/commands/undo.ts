import { undoScreen } from '../views/undo.ts';
import { defineCommand } from './command.ts';
import { countFor, flag, option } from './options.ts';

export const undo = defineCommand({
  name: 'undo',
  group: 'data',
  summary: 'Undo the last command that changed something',
  otherNames: { redo: (words) => ['--redo', ...words] },
  options: {
    steps: option({ flags: '-n, --number <count>', summary: 'Undo this many commands', parse: countFor('-n') }),
    redo: flag({ flags: '--redo', summary: 'Redo what was undone, until you change something else' }),
  },
  examples: [
    { line: 'four undo', meaning: 'Undo the last command' },
    { line: 'four undo --redo', meaning: 'Redo it' },
  ],
  async run({ store, settings, output, terminal, today }, { steps = 1, redo }) {
    const direction = redo ? 'redo' : 'undo';
    const isSynced = settings.syncRemote !== null;
    const withdraw = isSynced ? (await import('../sync/withdraw.ts')).withdrawOwn : undefined;
    const changes = redo ? store.redo(steps) : store.undo(steps, withdraw);
    output.printChange(
      () => ({
        [redo ? 'redone' : 'undone']: changes.map(({ command, at, differences: { count } }) => ({
          command,
          at,
          changed: count,
        })),
      }),
      () => undoScreen(changes, direction, today, terminal.style),
    );
  },
});
