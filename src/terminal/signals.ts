import type { WriteStream } from 'node:tty';
import type { Keyboard } from './keyboard.ts';

const ENDING = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

const ERASE_BELOW = '\x1b[J';
const SHOW_CURSOR = '\x1b[?25h';

/**
 * Gives the terminal back as it was before a signal ends or stops the process during a question: Node restores it only if nothing
 * listens for the signal, and Inquirer does. SIGINT does what Ctrl-C does. Returns a function that stops this.
 */
export function restoreOnSignals(keyboard: Keyboard, output: WriteStream): () => void {
  const restore = () => {
    keyboard.release();
    output.write(`${ERASE_BELOW}${SHOW_CURSOR}\r\n`);
  };
  const interrupt = () => keyboard.interrupt();
  const end = (signal: NodeJS.Signals) => {
    restore();
    stop();
    process.kill(process.pid, signal);
  };
  const suspend = () => {
    const wasRaw = keyboard.isRaw;
    restore();
    process.off('SIGTSTP', suspend);
    process.kill(process.pid, 'SIGTSTP');
    // From here on the process has been continued.
    process.on('SIGTSTP', suspend);
    keyboard.setRawMode(wasRaw);
  };
  const stop = () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTSTP', suspend);
    for (const signal of ENDING) process.off(signal, end);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTSTP', suspend);
  for (const signal of ENDING) process.on(signal, end);
  return stop;
}
