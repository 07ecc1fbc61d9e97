import type { Command } from 'commander';
import type { Begin, Session } from '../session/session.ts';
import { undoScreen } from '../views/undo.ts';
import { parseCount } from './options.ts';

interface UndoOptions {
  readonly number?: string;
  readonly redo?: boolean;
}

export function register(program: Command, begin: Begin): void {
  program
    .command('undo')
    .description('takes back the last change, a whole command at a time')
    .option('-n, --number <count>', 'the last so many changes')
    .option('--redo', 'makes again what was taken back, until something else is changed')
    .action((options: UndoOptions) => {
      const steps = options.number === undefined ? 1 : parseCount(options.number, '-n');
      travel(begin(), options.redo ? 'redo' : 'undo', steps);
    });
}

function travel(session: Session, direction: 'undo' | 'redo', steps: number): void {
  const changes = session.store[direction](steps);
  session.output.printChange(
    () => ({ [direction === 'undo' ? 'undone' : 'redone']: changes.map(({ command, at }) => ({ command, at })) }),
    () => undoScreen(changes, direction, session.terminal.style),
  );
}
