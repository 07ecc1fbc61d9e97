import { Interrupted } from '../core/errors.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work`, which a signal stops first: it ends what it has started and removes what it has made for a while, and only then the
 * process ends by that signal.
 */
export async function stoppable<Result>(work: (stopped: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals) => {
    received ??= signal;
    controller.abort(new Interrupted('stopped', 'To continue: four sync'));
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, stop);
    if (received !== undefined) process.kill(process.pid, received);
  }
}
