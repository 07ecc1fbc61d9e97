import { Interrupted } from '../core/errors.ts';
import { Unreachable } from './errors.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work`, which a signal stops first: it ends what it has started and removes what it has made for a while, and only then the
 * process ends by that signal. It is also stopped if it takes longer than `limitMs`.
 */
export async function stoppable<Result>(
  limitMs: number,
  work: (stopped: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Unreachable(`not finished after ${limitMs / 60_000} minutes`)),
    limitMs,
  );
  let received: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals) => {
    received ??= signal;
    controller.abort(new Interrupted('stopped', 'To continue: four sync'));
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    for (const signal of SIGNALS) process.removeListener(signal, stop);
    if (received !== undefined) process.kill(process.pid, received);
  }
}
