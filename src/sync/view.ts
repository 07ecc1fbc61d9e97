import { type Day, formatInstant } from '../core/day.ts';
import { maskSecrets } from '../core/remote-address.ts';
import { shellQuote } from '../core/shell-quote.ts';
import type { Style } from '../core/style.ts';
import type { Timestamp } from '../core/thing.ts';
import { hangingIndent, MARGIN, padEnd, renderScreen, screenWidth } from '../views/layout.ts';
import { enumerate, plural } from '../views/words.ts';
import { type ByHand, byHandJson, byHandSentences, isByHand } from './by-hand.ts';
import { changeItems, packItems } from './change-words.ts';
import { confirmCommand } from './confirmation.ts';
import { type Join, type JoinBackups, joinSentences } from './join.ts';
import type { LastByHand } from './outbox.ts';
import { type Counts, countRecords, type RecordChange } from './record-change.ts';

/** What a sync did, or would do in a dry run. */
export interface SyncResult {
  readonly remote: string;
  /** What changed here. */
  readonly received: readonly RecordChange[];
  /** How many records the remote did not have as they are here. */
  readonly sent: Counts;
  /** What was done to the pages of the remote by hand. */
  readonly byHand: ByHand;
  readonly dryRun: boolean;
  /** Whether the history of the remote was replaced by one commit. */
  readonly isRewritten?: boolean;
  /** The long histories that a dry run would join. */
  readonly join?: Join | undefined;
  /** The backups that were made before two long histories were joined. */
  readonly joined?: JoinBackups | undefined;
}

export interface SyncStatus {
  readonly remote: string | null;
  /** Whether the user has named the remote on this machine; without that, there is no sync. */
  readonly confirmed: boolean;
  readonly auto: boolean;
  readonly at: Timestamp | null;
  readonly failure: { readonly at: Timestamp; readonly message: string } | null;
  /** What came from pages that were edited by hand, the last time that something did. */
  readonly byHand: LastByHand | null;
  /** How many pages wait to be sent. */
  readonly waiting: number;
  /** The folder of the working copy. */
  readonly folder: string;
}

export function syncJson({ remote, received, sent, byHand, dryRun, isRewritten, join, joined }: SyncResult) {
  const edited = byHandJson(byHand);
  return {
    remote: maskSecrets(remote),
    dryRun,
    came: countsJson(countRecords(received)),
    went: countsJson(sent),
    ...(isRewritten && { rewritten: true }),
    ...(edited && { byHand: edited }),
    ...(join && { join: join.days }),
    ...(joined && { joined }),
  };
}

function countsJson({ thing, rest, setback, setting, usual, note }: Counts) {
  return {
    things: thing,
    restDays: rest,
    setbacks: setback,
    settings: setting,
    ...(usual > 0 && { usual }),
    ...(note > 0 && { notes: note }),
  };
}

/** `Received 2 things and 1 setback, sent 3 things.`, and what was received by name. */
export function syncScreen(result: SyncResult, today: Day, style: Style): string {
  const { received, sent, byHand, dryRun } = result;
  const came = countRecords(received);
  const isInSync = [...Object.values(came), ...Object.values(sent)].every((count) => count === 0);
  const [receive, send] = dryRun ? ['Would receive', 'would send'] : ['Received', 'sent'];
  const edits = byHandSentences(byHand, today, style.glyphs);
  const inSync = edits.length === 0 ? 'Already in sync.' : '';
  const line = isInSync ? inSync : `${receive} ${counted(came)}, ${send} ${counted(sent)}.`;
  const byName = received.filter((change) => !isByHand(change, byHand));
  const items = changeItems(byName, today, style.glyphs);
  const lines = packItems(items, screenWidth(style) - MARGIN.length);
  return renderScreen(
    line && hangingIndent(MARGIN, line, style),
    lines.map((text) => hangingIndent(MARGIN, text, style)).join('\n'),
    edits.map((text) => hangingIndent(MARGIN, style.text(text), style)).join('\n'),
    [...rewriteLines(result), ...joinLines(result)]
      .map((text) => hangingIndent(MARGIN, style.text(text), style))
      .join('\n'),
    dryRun ? MARGIN + style.dim('Dry run: nothing was changed.') : '',
  );
}

function rewriteLines({ isRewritten }: SyncResult): string[] {
  if (!isRewritten) return [];
  return [
    'The history of the remote is one commit now. The other machines follow with their next sync.',
    'Backups, and the host of the repository for a while, still have what was there before.',
  ];
}

/** What two long histories come to when they are joined, or where each is kept as it was. */
function joinLines({ join, joined }: SyncResult): string[] {
  if (join) return ['This would join two long histories.', ...joinSentences(join)];
  if (!joined) return [];
  return [
    `The remote as it was is kept under the tag ${joined.there}.`,
    `To go back to this store as it was: four restore ${shellQuote(joined.here)}`,
  ];
}

function counted({ thing, rest, setback, setting, usual, note }: Counts): string {
  const nouns: readonly [number, string][] = [
    [thing, 'thing'],
    [rest, 'rest day'],
    [setback, 'setback'],
    [setting, 'setting'],
    [usual, 'usual text'],
    [note, 'note'],
  ];
  const parts = nouns.filter(([count]) => count > 0).map(([count, noun]) => plural(count, noun));
  return parts.length === 0 ? 'nothing' : enumerate(parts);
}

export function statusJson({ remote, confirmed, auto, at, failure, byHand, waiting, folder }: SyncStatus) {
  const edited = byHand && { byHand };
  return { remote: remote && maskSecrets(remote), confirmed, auto, at, failure, ...edited, waiting, folder };
}

export function syncStatusScreen(status: SyncStatus, style: Style): string {
  const { remote, confirmed, auto, at, failure, byHand, waiting, folder } = status;
  if (remote === null)
    return renderScreen(hangingIndent(MARGIN, 'This store does not sync yet. To begin: four sync REMOTE', style));
  const rows = [
    ['remote', maskSecrets(remote)],
    ...(confirmed ? [] : [['confirmed', `not on this machine. To confirm: ${confirmCommand(remote)}`]]),
    ['last sync', at === null ? 'never' : formatInstant(at)],
    ['to send', waiting === 0 ? 'nothing' : plural(waiting, 'page')],
    [
      'automatic',
      auto ? 'after each change, and when you look at today' : 'off. To turn it on: four config sync-auto on',
    ],
    ['working copy', folder],
    ...(byHand?.sentences ?? []).map((words) => ['by hand', `${formatInstant(byHand?.at ?? '')}: ${words}`]),
    ...(failure === null ? [] : [['failed', `${formatInstant(failure.at)}: ${failure.message}`]]),
  ] as [string, string][];
  return renderScreen(
    rows
      .map(([name, words]) => hangingIndent(MARGIN + style.dim(padEnd(name, 14)), style.text(words), style))
      .join('\n'),
  );
}
