import { undoScreen } from '../views/undo.ts';
import { defineCommand } from './command.ts';
import { countFor, flag, option } from './options.ts';

export const undo = defineCommand({
  name: 'undo',
  group: 'data',
  summary: 'Take back the last change, a whole command at a time',
  otherNames: { redo: (words) => ['--redo', ...words] },
  options: {
    steps: option({ flags: '-n, --number <count>', summary: 'Take back this many changes', parse: countFor('-n') }),
    redo: flag({ flags: '--redo', summary: 'Make again what was taken back, until something else is changed' }),
  },
  examples: [
    { line: 'four undo', meaning: 'Take back the last command that changed something' },
    { line: 'four undo --redo', meaning: 'Make it again' },
  ],
  run({ store, output, terminal }, { steps = 1, redo }) {
    const direction = redo ? 'redo' : 'undo';
    const changes = store[direction](steps);
    output.printChange(
      () => ({ [redo ? 'redone' : 'undone']: changes.map(({ command, at }) => ({ command, at })) }),
      () => undoScreen(changes, direction, terminal.style),
    );
  },
});
