import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Day } from '../core/day.ts';
import { CommandError, kindOf } from '../core/errors.ts';
import { maskSecrets } from '../core/remote-address.ts';
import type { Session } from '../session/session.ts';
import { forceFolder, makeTemporaryFolder, removeFolder } from '../store/files.ts';
import {
  checkMarker,
  dayPage,
  MARKER,
  markerText,
  type PageRecord,
  README,
  README_TEXT,
  readPage,
  setbacksPage,
  settingsPage,
} from './diary.ts';
import { Git, type GitOptions } from './git.ts';
import { dayOfPage, isPage } from './pages.ts';
import { type Counts, type Replica, withReplica } from './replica.ts';
import { lockSync, syncFolder } from './state.ts';
import { waitingPages } from './status.ts';
import type { SyncResult } from './view.ts';
import { type Revision, Unreachable, WorkingCopy } from './working-copy.ts';

export interface SyncOptions {
  readonly address: string;
  readonly git: GitOptions;
  /** How long to wait for another sync, in milliseconds. */
  readonly lockTimeoutMs: number;
}

/** So often somebody else may be faster. */
const ROUNDS = 20;

const NONE: Counts = { thing: 0, rest: 0, setback: 0, setting: 0 };

/** Brings this store and the remote to the same. */
export function sync(session: Session, order: SyncOptions): Promise<SyncResult> {
  return alone(session, order, () => new Sync(session, order, syncFolder(session.store)).run());
}

/** The same when something waits to be sent: another sync may have taken it along. */
export async function autoSync(session: Session, order: SyncOptions): Promise<void> {
  await alone(session, order, async () => {
    if (withReplica(session, waitingPages).length > 0) await new Sync(session, order, syncFolder(session.store)).run();
  });
}

async function alone<Result>(session: Session, order: SyncOptions, work: () => Promise<Result>): Promise<Result> {
  const lock = lockSync(session.store, order.lockTimeoutMs);
  if (!lock)
    throw new CommandError('another sync is running', 'It takes what is here along. Try again when it is through.');
  try {
    return await work();
  } catch (error) {
    noteFailure(session, error, order.address);
    throw explained(error, order.address);
  } finally {
    lock.release();
  }
}

/** What a sync would come to. It works in a folder of its own: neither the store nor the remote nor the working copy changes. */
export async function previewSync(session: Session, order: SyncOptions): Promise<SyncResult> {
  const folder = makeTemporaryFolder();
  try {
    return await new Sync(session, order, folder).try();
  } catch (error) {
    throw explained(error, order.address);
  } finally {
    removeFolder(folder);
  }
}

/** Of an address that was only tried there is nothing to remember. */
function noteFailure(session: Session, error: unknown, address: string): void {
  const { timestamp } = session.changeContext;
  try {
    const { remote } = withReplica(session, ({ state }) => state, true);
    const failure = explained(error, address).message;
    if (remote === address) withReplica(session, (replica) => replica.note({ triedAt: timestamp, failure }));
  } catch {
    // What went wrong is told anyway.
  }
}

function explained(error: unknown, address: string): Error {
  const { message } = error as Error;
  const kind = kindOf(error);
  const words = message.replaceAll(address, maskSecrets(address));
  if (kind === 'unreachable')
    return new CommandError(
      `${maskSecrets(address)} could not be reached: ${words}`,
      'What was changed here waits for the next: four sync',
    );
  if (kind === 'git')
    return new CommandError(`git could not do it: ${words}`, 'The store is whole. Try again: four sync');
  return error as Error;
}

/** One sync under way. */
class Sync {
  readonly #session: Session;
  readonly #order: SyncOptions;
  readonly #git: Git;
  readonly #copy: WorkingCopy;
  readonly #folder: string;
  /** The pages that were committed before the remote was asked. */
  #own: ReadonlyMap<string, string> = new Map();

  constructor(session: Session, order: SyncOptions, folder: string) {
    this.#session = session;
    this.#order = order;
    this.#folder = folder;
    this.#git = new Git(folder, order.git);
    this.#copy = new WorkingCopy(folder, this.#git);
  }

  /** A working copy that git cannot work with any more is made anew, once. */
  async run(): Promise<SyncResult> {
    forceFolder(this.#folder);
    try {
      return await this.#exchange();
    } catch (error) {
      // The remote seems to fail, too, where git stumbles over what is here on its way there.
      const kind = kindOf(error);
      if ((kind !== 'git' && kind !== 'unreachable') || (await this.#copy.isWhole())) throw error;
      await this.#copy.discard();
      return this.#exchange();
    }
  }

  /** What would come and go, without leaving a trace. */
  async try(): Promise<SyncResult> {
    const { address } = this.#order;
    await this.#copy.open(address);
    const { came, went } = await this.#meet(await this.#copy.fetch(), true);
    return { remote: address, came, went, dryRun: true };
  }

  async #exchange(): Promise<SyncResult> {
    const { address } = this.#order;
    await this.#copy.open(address);
    await this.#commitOwn();
    let came = NONE;
    for (let round = 0; round < ROUNDS; round += 1) {
      const theirs = await this.#copy.fetch();
      const meeting = await this.#meet(theirs, false);
      came = sum(came, meeting.came);
      const revision = await this.#commit(theirs, meeting);
      if (revision !== theirs && !(await this.#copy.push(revision))) continue;
      await this.#copy.show(revision);
      this.#finish(revision);
      return { remote: address, came, went: meeting.went, dryRun: false };
    }
    throw new Unreachable('others were faster each time');
  }

  /** What was changed here, as a commit of its own: so the history tells of it also when it is joined with something else. */
  async #commitOwn(): Promise<void> {
    this.#own = this.#replicate((replica) => {
      replica.capture();
      return this.#write(replica);
    });
    const { head } = this.#copy;
    if (head !== undefined && this.#own.size > 0) await this.#draft(head, [head], this.#own);
  }

  /** Joins what the remote has with what is here, and tells what the remote lacks. */
  async #meet(theirs: Revision | undefined, isDry: boolean): Promise<Meeting> {
    const known = await this.#knownOf(theirs);
    const changed = theirs === undefined || theirs === known ? [] : await this.#copy.changedFiles(known, theirs);
    const texts = await this.#read(theirs, known, changed);
    // The first of all is a larger change than others.
    if (known === undefined && texts.size > 0 && !isDry) this.#session.store.backupBefore('sync');
    return this.#replicate((replica) => {
      replica.capture();
      if (known === undefined) replica.markUnsent();
      const came = replica.absorb([...texts.values()].flat());
      for (const [page, records] of texts) replica.compare(page, records);
      replica.note({ remote: this.#order.address, revision: theirs ?? null });
      const hasNewFilters = changed.some((file) => path.basename(file) === '.gitattributes');
      return { came, went: replica.unsent(), known, hasNewFilters, files: this.#write(replica) };
    }, isDry);
  }

  /** The commit that this store and the remote had last, where the remote still builds on it. */
  async #knownOf(theirs: Revision | undefined): Promise<Revision | undefined> {
    const { remote, revision } = this.#replicate(({ state }) => state, true);
    if (theirs === undefined || revision === null || remote !== this.#order.address) return undefined;
    return theirs === revision || (await this.#copy.contains(theirs, revision)) ? revision : undefined;
  }

  /** Of the files that have changed the pages; before anything of them is read, whose they are, and in which form. */
  async #read(
    theirs: Revision | undefined,
    known: Revision | undefined,
    changed: readonly string[],
  ): Promise<Map<string, PageRecord[]>> {
    if (theirs === undefined || (known !== undefined && changed.length === 0)) return new Map();
    const texts = await this.#copy.read(theirs, [MARKER, ...changed.filter(isPage)]);
    checkMarker(texts.get(MARKER)?.toString('utf8'), maskSecrets(this.#order.address));
    texts.delete(MARKER);
    return new Map([...texts].map(([page, bytes]) => [page, readPage(bytes, page)]));
  }

  /** On top of what the remote has, and of what was committed here since. */
  async #commit(theirs: Revision | undefined, { files, known, hasNewFilters }: Meeting): Promise<Revision> {
    const { head } = this.#copy;
    if (theirs === undefined) {
      const first = new Map([[MARKER, markerText()], [README, README_TEXT], ...files]);
      return this.#draft(head, head === undefined ? [] : [head], first);
    }
    if (head === theirs && files.size === 0) return theirs;
    if (head === undefined || hasNewFilters) return this.#draft(theirs, [theirs], files);
    const { ahead, behind } = await this.#copy.compare(head, theirs);
    if (!ahead) return this.#draft(theirs, [theirs], files);
    // All of it is committed already.
    if (!behind && theirs === known && isDeepStrictEqual(files, this.#own)) return head;
    return this.#draft(theirs, behind ? [head, theirs] : [head], files);
  }

  #draft(base: Revision | undefined, parents: Revision[], files: ReadonlyMap<string, string>): Promise<Revision> {
    const message = messageOf([...files.keys()].filter(isPage));
    return this.#copy.commit({ base, parents, files, message, at: this.#session.changeContext.timestamp });
  }

  /** The pages the remote is to get. */
  #write(replica: Replica): Map<string, string> {
    return new Map(replica.outgoing().map((page) => [page, this.#page(page, replica.page(page))]));
  }

  #page(page: string, records: readonly PageRecord[]): string {
    const { store } = this.#session;
    if (page === 'setbacks.md') return setbacksPage(store.setbacks.list(), records);
    if (page === 'settings.md') return settingsPage(store.settings.shared(), records);
    return dayPage(store.days.load(dayOfPage(page) as Day), records);
  }

  /** From now on the address is this store's remote. */
  #finish(revision: Revision): void {
    const { store, changeContext } = this.#session;
    this.#replicate((replica) => {
      replica.markSent();
      replica.note({ revision, at: changeContext.timestamp, triedAt: changeContext.timestamp, failure: null });
      store.settings.save('sync-remote', this.#order.address);
    });
  }

  #replicate<Result>(work: (replica: Replica) => Result, isDry = false): Result {
    return withReplica(this.#session, work, isDry);
  }
}

interface Meeting {
  readonly came: Counts;
  readonly went: Counts;
  /** The last commit of the remote that was known here before. */
  readonly known: Revision | undefined;
  /** Whether what was committed here before may have to be encrypted by now: then it stays here. */
  readonly hasNewFilters: boolean;
  /** What the remote is to get, by the names of the files. */
  readonly files: ReadonlyMap<string, string>;
}

const MOST_NAMED = 5;

/** `2026-11-23, settings` */
function messageOf(pages: readonly string[]): string {
  const names = pages.map((page) => path.basename(page, '.md'));
  if (names.length === 0) return 'A diary of four things a day';
  return names.length > MOST_NAMED ? `${names.length} pages` : names.join(', ');
}

function sum(one: Counts, other: Counts): Counts {
  return {
    thing: one.thing + other.thing,
    rest: one.rest + other.rest,
    setback: one.setback + other.setback,
    setting: one.setting + other.setting,
  };
}
