import { performance } from 'node:perf_hooks';
import type { WriteStream } from 'node:tty';
import { Presets, SingleBar } from 'cli-progress';

/** How far a long work is, for those who wait. */
export interface Progress {
  /** From 0 to 1. */
  show(share: number): void;
  end(): void;
}

/** What takes less time than this needs no bar. */
const PATIENCE_MS = 1000;

/** A bar on a terminal, gone when the work is done. */
export function createProgress(stream: WriteStream, now = () => performance.now()): Progress {
  const begun = now();
  let bar: SingleBar | undefined;
  return {
    show: (share) => {
      if (bar === undefined && now() - begun < PATIENCE_MS) return;
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
