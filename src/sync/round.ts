import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CommandError } from '../core/errors.ts';
import { maskSecrets, remoteHelpers } from '../core/remote-address.ts';
import { UNICODE } from '../core/style.ts';
import type { Session } from '../session/session.ts';
import type { Connection } from '../store/connection.ts';
import { giveAwayFolder, makeTemporaryFolder, removeFolder } from '../store/files.ts';
import { takeLock } from '../store/lock.ts';
import {
  addByHand,
  type ByHand,
  byHandSentences,
  changesByHand,
  type Files,
  type HandEdits,
  keepOthersWords,
  NOTHING_BY_HAND,
  readHandEdits,
  writeAgain,
} from './by-hand.ts';
import { recordLocalChanges } from './capture.ts';
import type { LoggedRecord } from './change-log.ts';
import { changeItems, changesMessage } from './change-words.ts';
import { confirmAddress } from './confirmation.ts';
import {
  FIRST_VERSION,
  filesOfPage,
  generationOf,
  isForgeFile,
  MARKER,
  markerText,
  README,
  README_TEXT,
  VERSION,
  versionOf,
} from './diary.ts';
import { explainError, isGitFailure, isOffline, Rejected, Unreachable } from './errors.ts';
import { compactLogs, followRewrite } from './follow.ts';
import { Git, type GitOptions } from './git.ts';
import { type Join, type JoinBackups, joinRefused, LONG_DAYS, previewJoin } from './join.ts';
import { applyRemote } from './materialize.ts';
import {
  countUnsent,
  loadState,
  markSent,
  markUnsent,
  noteRemoteState,
  saveByHand,
  saveState,
  type SyncState,
  unsentPages,
} from './outbox.ts';
import { isPage, pageOfFile, recordsFile } from './pages.ts';
import { type Counts, combineChanges, type RecordChange } from './record-change.ts';
import { type RemotePage, readRemotePage } from './remote-pages.ts';
import { recordsOnPage, replicate } from './replica.ts';
import { adoptSetbackIds } from './same-setbacks.ts';
import { stoppable } from './stoppable.ts';
import type { SyncResult } from './view.ts';
import { type Revision, syncFolder, WorkingCopy } from './working-copy.ts';

export interface SyncOptions {
  readonly address: string;
  readonly git: GitOptions;
  /** How long to wait for another sync, in milliseconds. */
  readonly lockTimeoutMs: number;
  /** Asks whether to join two long histories, and throws if not. Without it, they are not joined. */
  confirmJoin?(join: Join): Promise<void>;
  /** Whether to replace the history of the remote by one commit. */
  readonly rewrite?: boolean;
}

/** How long a sync may take in all, in milliseconds. A remote that only trickles would hold it up forever. */
const MAX_SYNC_MS = 30 * 60_000;

/** How often to try to replace the history of the remote. */
const MAX_REWRITES = 3;

/** How the tags begin that keep a remote as it was before a join. */
const JOIN_TAG = 'before-join-';

/** How often to start again if another machine pushes first. */
const MAX_ATTEMPTS = 20;

/** Syncs the store with the remote, and keeps the address as the setting `sync-remote`. */
export function sync(session: Session, options: SyncOptions): Promise<SyncResult> {
  return withLock(session, options, () => syncOnce(session, options));
}

/**
 * Syncs in the background, in both directions. While a sync runs, the next one waits, and all later ones end at once: the one that
 * waits sends their changes too.
 */
export async function autoSync(session: Session, options: SyncOptions): Promise<void> {
  const place = takeLock(`${syncFolder(session.store)}.queue`, 0);
  if (!place) return;
  try {
    await withLock(session, options, async () => {
      place.release();
      await syncOnce(session, options);
    });
  } finally {
    place.release();
  }
}

/** What a sync would do. It uses a temporary folder, and changes neither the store nor the remote nor the working copy. */
export async function previewSync(session: Session, options: SyncOptions): Promise<SyncResult> {
  try {
    return await stoppable(MAX_SYNC_MS, async (stopped) => {
      const folder = makeTemporaryFolder();
      try {
        return await new Round(session, { ...options, folder, stopped }).preview();
      } finally {
        removeFolder(folder);
      }
    });
  } catch (error) {
    throw explainError(error, options.address);
  }
}

function syncOnce(session: Session, options: SyncOptions): Promise<SyncResult> {
  const folder = syncFolder(session.store);
  return stoppable(MAX_SYNC_MS, (stopped) => {
    const round = new Round(session, { ...options, folder, stopped });
    return options.rewrite ? round.rewrite() : round.run();
  });
}

/** Runs `work` while no other sync of this store can run. */
async function withLock<Result>(
  session: Session,
  { address, lockTimeoutMs }: SyncOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const lock = takeLock(`${syncFolder(session.store)}.lock`, lockTimeoutMs);
  if (!lock)
    throw new CommandError('another sync is running', 'It sends your changes too. To check: four sync --status');
  try {
    return await work();
  } catch (error) {
    const explained = explainError(error, address);
    noteFailure(session, address, explained.message);
    throw explained;
  } finally {
    giveAwayFolder(syncFolder(session.store), session.store.file);
    lock.release();
  }
}

/** Notes why a sync with the remote of the store failed, also before the first that succeeds. */
function noteFailure(session: Session, address: string, failure: string): void {
  const triedAt = session.changeContext.timestamp;
  const note = (db: Connection) => {
    // A sync that began later may have failed earlier.
    if (triedAt >= (loadState(db).triedAt ?? '')) saveState(db, { triedAt, failure });
  };
  try {
    if (session.store.settings.load().syncRemote === address) replicate(session, note);
  } catch {
    // The failure itself is reported in any case.
  }
}

/** What the store and the remote exchange in one attempt. */
interface Exchange {
  readonly received: readonly RecordChange[];
  readonly sent: Counts;
  readonly byHand: ByHand;
  /** The last commit that both had before. */
  readonly known: Revision | undefined;
  /** Whether the remote has new filters: our older commits may lack the encryption they ask for, and are not pushed. */
  readonly hasNewFilters: boolean;
  /** Whether the history of the remote was rewritten since the last sync: our older commits have what it no longer has. */
  readonly isRewritten: boolean;
  /** The texts of the files that the remote is to get. */
  readonly files: ReadonlyMap<string, string>;
}

interface RoundOptions extends SyncOptions {
  /** The folder of the working copy. */
  readonly folder: string;
  readonly stopped: AbortSignal;
}

/** One sync, from the working copy to the push. */
class Round {
  readonly #session: Session;
  readonly #address: string;
  readonly #confirmJoin: (join: Join) => Promise<void>;
  readonly #copy: WorkingCopy;
  /** The pages that were committed before the fetch. */
  #committed: ReadonlyMap<string, string> = new Map();
  /** What was changed on this machine since the last sync. */
  #local: readonly RecordChange[] = [];
  /** The version of the store when that was last recorded. */
  #recorded = '';

  constructor(session: Session, { address, git, folder, stopped, confirmJoin }: RoundOptions) {
    this.#session = session;
    this.#address = address;
    this.#confirmJoin = confirmJoin ?? ((join) => Promise.reject(joinRefused(address, join)));
    this.#copy = new WorkingCopy(folder, new Git(folder, { ...git, stopped, helpers: remoteHelpers(address) }));
  }

  /** Syncs; if the working copy turns out to be corrupted, makes it again and retries once. */
  async run(): Promise<SyncResult> {
    this.#copy.claim();
    try {
      return await this.#sync();
    } catch (error) {
      // A corrupted working copy can also look like a remote that fails, but not like a dead network.
      if (!isGitFailure(error) || isOffline(error) || (await this.#copy.isIntact())) throw error;
      await this.#copy.reset();
      return this.#sync();
    }
  }

  /** Syncs, and replaces the history of the remote by one commit, which has only what stands. */
  async rewrite(): Promise<SyncResult> {
    let received: readonly RecordChange[] = [];
    for (let attempt = 0; attempt < MAX_REWRITES; attempt += 1) {
      const result = await this.run();
      received = combineChanges(received, result.received);
      if (await this.#replaceHistory()) return { ...result, received, isRewritten: true };
    }
    throw new Rejected('its history cannot be replaced');
  }

  /** False if another machine has pushed since the sync, or the remote keeps its history. */
  async #replaceHistory(): Promise<boolean> {
    const before = this.#copy.head as Revision;
    const { pages, generation } = replicate(this.#session, compacted, true);
    const stale = (await this.#copy.changedFiles(undefined, before)).filter(
      (file) => pageOfFile(file) && !pages.has(file),
    );
    const files = new Map<string, string | null>([
      ...stale.map((file) => [file, null] as const),
      ...pages,
      [MARKER, markerText(generation)],
    ]);
    const revision = await this.#commitFiles(before, [], files, []);
    if (!(await this.#copy.replaceHistory(revision, before, `${JOIN_TAG}*`))) {
      await this.#copy.renew(before);
      return false;
    }
    replicate(this.#session, (db) => {
      compactLogs(db);
      saveState(db, { revision, generation });
    });
    await this.#copy.renew(revision);
    return true;
  }

  async preview(): Promise<SyncResult> {
    this.#copy.claim();
    await this.#copy.open(this.#address);
    const remote = await this.#fetch();
    const join = this.#longJoin(remote);
    const { received, sent, byHand } = this.#exchange(remote, true);
    return { remote: this.#address, received, sent, byHand, dryRun: true, join };
  }

  async #sync(): Promise<SyncResult> {
    await this.#copy.open(this.#address);
    let remote = await this.#fetch();
    const joined = await this.#agreeToJoin(remote);
    await this.#commitLocalChanges();
    let received: readonly RecordChange[] = [];
    let byHand = NOTHING_BY_HAND;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      if (attempt > 0) remote = await this.#fetch();
      const { theirs } = remote;
      const exchange = this.#exchange(remote, false);
      received = combineChanges(received, exchange.received);
      byHand = addByHand(byHand, exchange.byHand);
      const revision = await this.#commit(theirs, { ...exchange, received });
      if (revision !== theirs && !(await this.#copy.push(revision))) continue;
      if (exchange.isRewritten) await this.#copy.renew(revision);
      await this.#copy.checkOut(revision);
      this.#finish(revision, byHand);
      return { remote: this.#address, received, sent: exchange.sent, byHand, dryRun: false, joined };
    }
    throw new Unreachable(`other machines pushed first, ${MAX_ATTEMPTS} times in a row`);
  }

  /** Before two long histories are joined, asks, and keeps both. Nothing is changed before that. */
  async #agreeToJoin(remote: RemoteState): Promise<JoinBackups | undefined> {
    const { theirs } = remote;
    const join = this.#longJoin(remote);
    if (join === undefined || theirs === undefined) return undefined;
    await this.#confirmJoin(join);
    const { store, today } = this.#session;
    const there = `${JOIN_TAG}${today}-${theirs.slice(0, 7)}`;
    const here = store.backups.keepBefore('join');
    await this.#copy.tag(theirs, there);
    return { here, there };
  }

  /** What a first sync would join; undefined if only one side has a long history. */
  #longJoin({ known, isRewritten, pages }: RemoteState): Join | undefined {
    return known !== undefined || isRewritten ? undefined : previewJoin(this.#session, pages);
  }

  /** Commits what was changed here before it is merged with anything, so that the history shows it. */
  async #commitLocalChanges(): Promise<void> {
    const { head } = this.#copy;
    this.#committed = replicate(this.#session, (db) => {
      this.#recordLocal(db);
      return head === undefined ? new Map() : unsentFiles(db);
    });
    if (head !== undefined && this.#committed.size > 0)
      await this.#commitFiles(head, [head], this.#committed, this.#local);
  }

  /** Records what was changed on this machine since the last time, by any program. */
  #recordLocal(db: Connection): void {
    const { store } = this.#session;
    if (store.version() === this.#recorded) return;
    this.#local = combineChanges(this.#local, recordLocalChanges(db));
    this.#recorded = store.version();
  }

  /** Merges what the remote has, and finds out what it lacks. */
  #exchange(remote: RemoteState, isDryRun: boolean): Exchange {
    // A first sync, or one with the history of another machine, changes more than most commands.
    const { known, pages, handEdits } = remote;
    const isLarge = (known === undefined && pages.length > 0) || pages.length > LONG_DAYS;
    if ((isLarge || handEdits.isEdited) && !isDryRun) this.#session.store.backups.makeBefore('sync');
    return replicate(this.#session, (db) => this.#merge(db, remote), isDryRun);
  }

  /** Fetches the remote, and reads what changed there since the last sync. */
  async #fetch(): Promise<RemoteState> {
    const theirs = await this.#copy.fetch();
    const state = replicate(this.#session, loadState, true);
    const known = await this.#lastCommonRevision(theirs, state);
    const changed = theirs === undefined || theirs === known ? [] : await this.#copy.changedFiles(known, theirs);
    const isBegun = theirs !== undefined && (known !== undefined || !(await this.#isUnused(changed)));
    const read = isBegun ? await this.#readPages(theirs, known, changed) : NO_PAGES;
    const handEdits = await readHandEdits(this.#copy, theirs, read.pages);
    const isRewritten = known === undefined && state.remote === this.#address && read.generation > state.generation;
    return { ...read, theirs, known, changed, isBegun, isRewritten, handEdits };
  }

  #merge(db: Connection, remote: RemoteState): Exchange {
    const { theirs, known, changed, pages, isBegun, version, isRewritten, generation, handEdits } = remote;
    const isOld = version === FIRST_VERSION;
    this.#recordLocal(db);
    handEdits.begin(db);
    const records = recordsOf(pages);
    adoptSetbackIds(db, records);
    const followed = isRewritten ? followRewrite(db, records) : [];
    if (known === undefined || isOld) markUnsent(db);
    const merged = [...followed, ...applyRemote(db, records)];
    if (!isOld) for (const { page, records: remotely } of pages) noteRemoteState(db, page, remotely);
    const byHand = handEdits.takeIn(db);
    const received = combineChanges(merged, changesByHand(byHand));
    const sent = countUnsent(db);
    writeAgain(db, byHand);
    saveState(db, { remote: this.#address, revision: theirs ?? null, ...(pages.length > 0 && { generation }) });
    const state = loadState(db);
    const frame = isBegun ? missingFiles(version, state.generation) : firstFiles(changed, state.generation);
    const hasNewFilters = changed.some((file) => path.basename(file) === '.gitattributes');
    const files = new Map([...frame, ...unsentFiles(db)]);
    return { received, sent, byHand, known, hasNewFilters, isRewritten, files };
  }

  /** The commit of the last sync; undefined if there was none, or the remote no longer builds on it. */
  async #lastCommonRevision(
    theirs: Revision | undefined,
    { remote, revision }: SyncState,
  ): Promise<Revision | undefined> {
    if (theirs === undefined || revision === null || remote !== this.#address) return undefined;
    return theirs === revision || (await this.#copy.contains(theirs, revision)) ? revision : undefined;
  }

  /** Whether the repository is as a forge has made it, with a README at most. */
  async #isUnused(files: readonly string[]): Promise<boolean> {
    return files.every(isForgeFile) && (await this.#copy.isDefaultBranch());
  }

  /** Reads the changed pages, after checking that the repository is a diary of a version we know. */
  async #readPages(theirs: Revision, known: Revision | undefined, changed: readonly string[]): Promise<RemotePages> {
    if (known !== undefined && changed.length === 0) return NO_PAGES;
    const pages = [...new Set(changed.flatMap((file) => pageOfFile(file) ?? []))];
    const texts = await this.#copy.read(theirs, [MARKER, ...pages, ...pages.map(recordsFile)]);
    const marker = texts.get(MARKER)?.toString('utf8');
    const version = versionOf(marker, maskSecrets(this.#address), known !== undefined);
    const read = pages.map((page) => readRemotePage(page, texts, version === FIRST_VERSION));
    return { pages: read, version, generation: generationOf(marker) };
  }

  /** Commits what the remote lacks, on top of its last commit and ours. Returns the commit to push. */
  async #commit(theirs: Revision | undefined, exchange: Exchange): Promise<Revision> {
    const { files, known, hasNewFilters, isRewritten, received } = exchange;
    const { head } = this.#copy;
    const commit = (base: Revision | undefined, ...parents: Revision[]) =>
      this.#commitFiles(base, parents, files, parents.length > 1 ? received : this.#local);
    if (theirs === undefined) return head === undefined ? commit(undefined) : commit(head, head);
    if (head === theirs && files.size === 0) return theirs;
    if (head === undefined || hasNewFilters || isRewritten) return commit(theirs, theirs);
    const { ahead, behind } = await this.#copy.compare(head, theirs);
    if (!ahead) return commit(theirs, theirs);
    const isCommitted = !behind && theirs === known && isDeepStrictEqual(files, this.#committed);
    if (isCommitted) return head;
    return behind ? commit(theirs, head, theirs) : commit(theirs, head);
  }

  /** Commits files. The message says what changed, unless the contents may be encrypted, as it is not. */
  async #commitFiles(
    base: Revision | undefined,
    parents: readonly Revision[],
    plain: Files,
    changes: readonly RecordChange[],
  ): Promise<Revision> {
    const { today, changeContext } = this.#session;
    const pages = [...plain.keys()].filter(isPage);
    const names = [...pages, ...pages.map(recordsFile)];
    const files = base === undefined ? plain : await keepOthersWords(plain, await this.#copy.readAgain(base, names));
    const publicMessage = pagesMessage(pages);
    const message = changes.length === 0 ? publicMessage : changesMessage(changeItems(changes, today, UNICODE));
    return this.#copy.commit({ base, parents, files, message, publicMessage, at: changeContext.timestamp });
  }

  /** Notes that the remote has everything, and keeps its address. */
  #finish(revision: Revision, byHand: ByHand): void {
    const { store, today, changeContext } = this.#session;
    const now = changeContext.timestamp;
    replicate(this.#session, (db) => {
      markSent(db);
      saveState(db, { revision, at: now, triedAt: now, failure: null });
      const sentences = byHandSentences(byHand, today, UNICODE);
      if (sentences.length > 0) saveByHand(db, { at: now, sentences });
      store.settings.save('sync-remote', this.#address);
    });
    confirmAddress(this.#session, this.#address);
  }
}

/** The files of the pages that the remote does not have as they are here. */
function unsentFiles(db: Connection): Map<string, string> {
  return new Map(unsentPages(db).flatMap((page) => filesOfPage(page, recordsOnPage(db, page))));
}

/** The changed pages of the remote. */
interface RemotePages {
  readonly pages: readonly RemotePage[];
  /** The version of the diary; undefined if its marker is missing or damaged. */
  readonly version: number | undefined;
  /** How often the history was rewritten. */
  readonly generation: number;
}

/** What there is to know of the remote. */
interface RemoteState extends RemotePages {
  readonly theirs: Revision | undefined;
  /** The last commit that both had before. */
  readonly known: Revision | undefined;
  /** The files that differ from that. */
  readonly changed: readonly string[];
  /** Whether there is a diary yet. */
  readonly isBegun: boolean;
  /** Whether the history was rewritten since the last sync. */
  readonly isRewritten: boolean;
  readonly handEdits: HandEdits;
}

const NO_PAGES: RemotePages = { pages: [], version: VERSION, generation: 0 };

function recordsOf(pages: readonly RemotePage[]): LoggedRecord[] {
  return pages.flatMap(({ records }) => records);
}

/** All pages and the generation of a history without what was replaced or dropped. */
function compacted(db: Connection): { pages: Map<string, string>; generation: number } {
  compactLogs(db);
  markUnsent(db);
  return { pages: unsentFiles(db), generation: loadState(db).generation + 1 };
}

/** What makes a repository a diary. A README that is there stays. */
function firstFiles(files: readonly string[], generation: number): [name: string, text: string][] {
  const marker = markerText(generation);
  const hasReadme = files.some((file) => /^README\b/i.test(file));
  return hasReadme
    ? [[MARKER, marker]]
    : [
        [MARKER, marker],
        [README, README_TEXT],
      ];
}

/** What a diary lacks beside its pages: its marker, or in the first version everything that is not as it is now. */
function missingFiles(version: number | undefined, generation: number): [name: string, text: string][] {
  if (version === FIRST_VERSION) return firstFiles([], generation);
  return version === undefined ? [[MARKER, markerText(generation)]] : [];
}

const MAX_NAMED_PAGES = 5;

/** `2026-11-23, settings`, or `12 pages` */
function pagesMessage(pages: readonly string[]): string {
  const names = pages.map((page) => path.basename(page, '.md'));
  if (names.length === 0) return 'A diary of four things a day';
  return names.length > MAX_NAMED_PAGES ? `${names.length} pages` : names.join(', ');
}
