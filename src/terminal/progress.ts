import { performance } from 'node:perf_hooks';
import type { WriteStream } from 'node:tty';
import { Presets, SingleBar } from 'cli-progress';

/** Shows how far a long operation is. */
export interface Progress {
  /** From 0 to 1. */
  show(share: number): void;
  end(): void;
}

/** Shorter operations show no bar. */
const DELAY_MS = 1000;

/** A progress bar on a terminal, removed at the end. */
export function createProgress(stream: WriteStream, now = () => performance.now()): Progress {
  const start = now();
  let bar: SingleBar | undefined;
  return {
    show: (share) => {
      if (bar === undefined && now() - start < DELAY_MS) return;
      bar ??= startBar(stream);
      bar.update(Math.floor(share * 100));
    },
    end: () => bar?.stop(),
  };
}

function startBar(stream: WriteStream): SingleBar {
  const bar = new SingleBar(
    { stream, format: '  {bar} {percentage} %', clearOnComplete: true, stopOnComplete: false, barsize: 40 },
    Presets.rect,
  );
  bar.start(100, 0);
  return bar;
}
