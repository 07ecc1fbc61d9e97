import { formatInstant } from '../core/day.ts';
import { maskSecrets } from '../core/remote-address.ts';
import type { Style } from '../core/style.ts';
import type { Timestamp } from '../core/thing.ts';
import type { RecordKind } from '../store/records.ts';
import { hangingIndent, MARGIN, padEnd, renderScreen } from '../views/layout.ts';
import { enumerate, plural } from '../views/words.ts';

type Counts = { readonly [One in RecordKind]: number };

/** What a sync did: how many records changed here, and how many the remote did not have as they are here. */
export interface SyncResult {
  readonly remote: string;
  readonly came: Counts;
  readonly went: Counts;
  readonly dryRun: boolean;
}

export interface SyncStatus {
  readonly remote: string | null;
  readonly auto: boolean;
  readonly at: Timestamp | null;
  readonly failure: { readonly at: Timestamp; readonly message: string } | null;
  /** How many pages wait to be sent, and where the working copy is. */
  readonly waiting: number;
  readonly folder: string;
}

export function syncJson({ remote, came, went, dryRun }: SyncResult) {
  return { remote: maskSecrets(remote), dryRun, came: countsJson(came), went: countsJson(went) };
}

function countsJson({ thing, rest, setback, setting }: Counts) {
  return { things: thing, restDays: rest, setbacks: setback, settings: setting };
}

/** `2 things and 1 setback came, 3 things went.` */
export function syncScreen({ came, went, dryRun }: SyncResult, style: Style): string {
  const line = `${counted(came)} ${dryRun ? 'would come' : 'came'}, ${counted(went).toLowerCase()} ${dryRun ? 'would go' : 'went'}.`;
  const isNothing = [...Object.values(came), ...Object.values(went)].every((count) => count === 0);
  const words = isNothing ? 'In sync: nothing came, nothing went.' : line;
  return renderScreen(
    hangingIndent(MARGIN, words, style),
    dryRun ? MARGIN + style.dim('A dry run: nothing was changed.') : '',
  );
}

function counted({ thing, rest, setback, setting }: Counts): string {
  const nouns: [number, string][] = [
    [thing, 'thing'],
    [rest, 'rest day'],
    [setback, 'setback'],
    [setting, 'setting'],
  ];
  const parts = nouns.filter(([count]) => count > 0).map(([count, noun]) => plural(count, noun));
  return parts.length === 0 ? 'Nothing' : enumerate(parts);
}

export function statusJson({ remote, auto, at, failure, waiting, folder }: SyncStatus) {
  return { remote: remote && maskSecrets(remote), auto, at, failure, waiting, folder };
}

export function syncStatusScreen(status: SyncStatus, style: Style): string {
  const { remote, auto, at, failure, waiting, folder } = status;
  if (remote === null)
    return renderScreen(hangingIndent(MARGIN, 'This store syncs with nothing. To begin: four sync REMOTE', style));
  const rows = [
    ['remote', maskSecrets(remote)],
    ['last sync', at === null ? 'none yet' : formatInstant(at)],
    ['to be sent', waiting === 0 ? 'nothing' : plural(waiting, 'page')],
    ['by itself', auto ? 'after each change' : 'no (four config sync-auto on)'],
    ['working copy', folder],
    ...(failure === null ? [] : [['failed', `${formatInstant(failure.at)}: ${failure.message}`]]),
  ] as [string, string][];
  return renderScreen(
    rows
      .map(([name, words]) => hangingIndent(MARGIN + style.dim(padEnd(name, 14)), style.text(words), style))
      .join('\n'),
  );
}
