import path from 'node:path';
import type { Day } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import { formatLimit } from '../core/limits.ts';
import { httpCredentials, maskSecrets } from '../core/remote-address.ts';
import type { Timestamp } from '../core/thing.ts';
import {
  claimFolder,
  isFolder,
  isOwn,
  isTaken,
  markFolder,
  notOurs,
  readOwnText,
  removeFolder,
  replacePrivately,
} from '../store/files.ts';
import type { Store } from '../store/store.ts';
import { findDefaultBranch } from './default-branch.ts';
import { Rejected, Unreachable } from './errors.ts';
import { checkVersion, type Git, reasonIn, remoteWords } from './git.ts';
import { isPage, pageOf, recordsFile, SETTINGS_PAGE } from './pages.ts';
import { ALL_BRANCHES, passwordText, REMOTE, type RemoteConfig, repositoryConfig } from './repository-config.ts';
import { haveAttributes, readFiles, removeAllBut, removeInstructions, removeLocks, writeFiles } from './work-tree.ts';

/** A commit, by its hash. */
export type Revision = string;

/** The folder of a store's working copy, beside the store. */
export function syncFolder({ file }: Store): string {
  return `${path.resolve(file)}.sync`;
}

/** What a sync keeps beside the store. */
export function syncFiles(store: Store): string[] {
  const folder = syncFolder(store);
  return [folder, `${folder}.lock`, `${folder}.queue`];
}

/** A commit to be made. */
export interface Draft {
  /** The commit whose files it starts from; undefined for none. */
  readonly base: Revision | undefined;
  readonly parents: readonly Revision[];
  /** The texts of the files that are new or changed; null for one that is removed. */
  readonly files: ReadonlyMap<string, string | null>;
  readonly message: string;
  /** The message if the files have filters, which may encrypt them. */
  readonly publicMessage: string;
  readonly at: Timestamp;
}

/** Our own last commit. The branch names it too, but the user may have moved the branch. */
const HEAD = 'refs/four/head';

/** How large one page, and all files of the repository together, may be. Ten years take 30 MB. */
const MAX_PAGE_BYTES = 20_000_000;
const MAX_TOTAL_BYTES = 500_000_000;
const MAX_FILES = 100_000;

/** How many files are packed at once. Below that, git makes a file of each: `fastimport.unpackLimit` */
const MANY_FILES = 100;

/** Names of every kind of file that a diary has, so that a filter is known before the first such file. */
const SAMPLES = [SETTINGS_PAGE, pageOf('thing', '', '2026-11-23' as Day)].flatMap((page) => [page, recordsFile(page)]);

/** Below the folder; git writes nothing below `.git` that a remote has named. */
const OURS = path.join('.git', 'four');
const MARKER = path.join(OURS, 'ours');

/** Why a push is rejected if another machine pushed first. */
const PUSHED_FIRST =
  /fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref|reference already exists|incorrect old value/;

/** What a forge says to somebody who may read but not push. */
const DENIED = /error: 403|permission\b.{0,200}\bdenied to|not granted|read[- ]only/i;

/**
 * The clone of the remote beside the store. All of it follows from the store and the remote, so it can be made again at any time;
 * changes made in it by hand are overwritten.
 */
export class WorkingCopy {
  readonly #folder: string;
  readonly #git: Git;
  /** As it is in the settings of the repository. */
  #remote: RemoteConfig = { url: '', passwordFile: '' };
  #address = '';
  #branch = '';
  #head: Revision | undefined;
  /** The commit whose files are in the work tree. */
  #checkedOut: Revision | undefined;

  constructor(folder: string, git: Git) {
    this.#folder = folder;
    this.#git = git;
  }

  /** Makes the folder of the working copy, or refuses one of that name that is not ours. Needed before anything else. */
  claim(): void {
    // From the outside in, as a link could lead to a folder with our marker.
    const folders = [this.#folder, this.#path('.git'), this.#path(OURS)];
    if (folders.some((name) => isTaken(name) && !(isOwn(name) && isFolder(name)))) throw notOurs(this.#folder);
    // Version 0.1.0 left its marker in git's settings.
    if (isOwn(this.#folder) && /^\[four\]$/m.test(readOwnText(this.#path('.git', 'config')) ?? ''))
      markFolder(this.#folder, MARKER);
    claimFolder(this.#folder, MARKER);
  }

  /** Prepares it for a remote. If there is none, or its creation was interrupted, it is made again. */
  async open(address: string): Promise<void> {
    await checkVersion(this.#git);
    const isThere = removeInstructions(this.#folder);
    const { remote, branch } = isThere ? this.#loadState() : {};
    if (branch === undefined) await this.reset();
    // We hold the lock of the sync, so these were left by a git that was killed.
    else removeLocks(this.#folder);
    this.#address = address;
    this.#branch = branch ?? '';
    await this.#configure();
    this.#checkedOut = undefined;
    if (remote !== address) await this.#chooseBranch();
  }

  /** Writes all settings of the repository, so that nobody else's are in force, and the password where git can read it. */
  async #configure(): Promise<void> {
    const passwordFile = this.#path(OURS, 'password');
    this.#writeConfig({ url: this.#address, passwordFile });
    // By the user's `url.….insteadOf`, even an address with a password may stand for another.
    if (maskSecrets(this.#address) === this.#address || (await this.#resolvedUrl()) !== this.#address) return;
    const credentials = httpCredentials(this.#address);
    if (credentials === undefined || maskSecrets(credentials.address) !== credentials.address)
      throw new CommandError(
        `git would show the password in ${maskSecrets(this.#address)} to everyone on this machine`,
        'Use ssh, or the token as a password in https://NAME:TOKEN@HOST/PATH, which you type into: four sync -',
      );
    replacePrivately(passwordFile, passwordText(credentials));
    this.#writeConfig({ url: credentials.address, credentials, passwordFile });
  }

  #writeConfig(remote: RemoteConfig): void {
    const hasGitCrypt = isFolder(this.#path('.git', 'git-crypt'));
    replacePrivately(this.#path('.git', 'config'), repositoryConfig(remote, hasGitCrypt));
    this.#remote = remote;
  }

  #resolvedUrl(): Promise<string> {
    return this.#git.run(['ls-remote', '--get-url', REMOTE]);
  }

  /** The remote and its branch, as they were when we last chose the branch. */
  #loadState(): { readonly remote?: string; readonly branch?: string } {
    const [remote, branch] = (readOwnText(this.#stateFile) ?? '').split('\n');
    return remote && branch && /^\S+$/.test(branch) ? { remote, branch } : {};
  }

  get #stateFile(): string {
    return this.#path(OURS, 'state');
  }

  #path(...names: readonly string[]): string {
    return path.join(this.#folder, ...names);
  }

  /** Makes an empty repository in its place, for `open` to prepare. */
  async reset(): Promise<void> {
    // The folder itself stays: a git of ours may be running in it.
    removeAllBut(this.#folder, '.git');
    removeAllBut(this.#path('.git'), path.basename(OURS));
    removeFolder(this.#stateFile);
    await this.#git.run(['init', '--quiet', '--template=']);
  }

  /** Whether git finds no corruption in it. */
  async isIntact(): Promise<boolean> {
    return (await this.#git.try(['fsck', '--connectivity-only', '--no-dangling'])).status === 0;
  }

  async #chooseBranch(): Promise<void> {
    const remote = { ...this.#remote, url: await this.#resolvedUrl() };
    this.#branch = await findDefaultBranch(this.#git, remote, this.#path(OURS));
    await this.#git.run(['symbolic-ref', 'HEAD', `refs/heads/${this.#branch}`]);
    // Last, so that an unreachable remote does not replace the one before.
    replacePrivately(this.#stateFile, `${this.#address}\n${this.#branch}\n`);
  }

  /** Our last commit, whether the remote has it or not. It is known once the remote was fetched. */
  get head(): Revision | undefined {
    return this.#head;
  }

  /** Fetches the last commit of the remote; undefined if the remote is empty. */
  async fetch(): Promise<Revision | undefined> {
    const options = ['--progress', '--prune', '--no-tags', '--no-recurse-submodules'];
    await this.#git.reach(['fetch', ...options, '--', REMOTE, ALL_BRANCHES]);
    const refs = await this.#refs();
    this.#head = refs.get(HEAD);
    refs.delete(HEAD);
    // Another machine may have created the first branch under another name.
    if (refs.size > 0 && !refs.has(this.#theirs)) await this.#chooseBranch();
    return refs.get(this.#theirs);
  }

  /** Whether the branch is the default branch of the remote, by its own settings. */
  async isDefaultBranch(): Promise<boolean> {
    const listed = await this.#git.reach(['ls-remote', '--symref', '--', REMOTE, 'HEAD']);
    return listed.startsWith(`ref: refs/heads/${this.#branch}\t`);
  }

  get #theirs(): string {
    return `refs/remotes/${REMOTE}/${this.#branch}`;
  }

  /** Our own last commit and those of the remote's branches, by their refs. */
  async #refs(): Promise<Map<string, Revision>> {
    const format = '--format=%(refname) %(objectname)';
    const lines = (await this.#git.run(['for-each-ref', format, HEAD, `refs/remotes/${REMOTE}`])).split('\n');
    return new Map(lines.filter(Boolean).map((line) => line.split(' ') as [string, Revision]));
  }

  /** Whether `later` builds on `earlier`; false too if either is unknown here. */
  async contains(later: Revision, earlier: Revision): Promise<boolean> {
    return (await this.#git.try(['merge-base', '--is-ancestor', earlier, later])).status === 0;
  }

  /** Whether each of two commits has history that the other lacks. */
  async compare(one: Revision, other: Revision): Promise<{ ahead: boolean; behind: boolean }> {
    const counts = await this.#git.run(['rev-list', '--left-right', '--count', `${one}...${other}`]);
    const [ahead, behind] = counts.split('\t').map(Number);
    return { ahead: ahead !== 0, behind: behind !== 0 };
  }

  /** The files that differ between two commits; all files if there is no earlier one. */
  async changedFiles(earlier: Revision | undefined, later: Revision): Promise<string[]> {
    const args =
      earlier === undefined
        ? ['ls-tree', '-r', '-z', '--name-only', later]
        : ['diff-tree', '-r', '-z', '--no-renames', '--name-only', earlier, later];
    return split(await this.#git.run(args));
  }

  /**
   * The contents of those files that exist at a commit. They are read from the work tree, because a checkout applies the filters of
   * the repository's .gitattributes, which may decrypt them.
   */
  async read(revision: Revision, files: readonly string[]): Promise<Map<string, Buffer>> {
    await this.#checkSizes(revision);
    await this.checkOut(revision);
    await this.#checkFilters(revision, files);
    return readFiles(this.#folder, files, MAX_PAGE_BYTES);
  }

  /** The contents of those files that exist at a commit that was read or made before. */
  async readAgain(revision: Revision, files: readonly string[]): Promise<Map<string, Buffer>> {
    await this.checkOut(revision);
    return readFiles(this.#folder, files, MAX_PAGE_BYTES);
  }

  /** When the last commit that changed a file was made: a date and time in ISO 8601, with an offset from UTC. */
  lastEdit(revision: Revision, file: string): Promise<string> {
    return this.#git.run(['log', '-1', '--format=%aI', revision, '--', file]);
  }

  /** Refuses a repository that would fill the disk or the memory, before any of it is checked out. */
  async #checkSizes(revision: Revision): Promise<void> {
    const files = split(await this.#git.run(['ls-tree', '-r', '-l', '-z', revision]));
    // `100644 blob <hash> <size>\t<name>`
    const sizes = files.map((line) => Number(/^\S+ \S+ \S+ +(\d+)\t/.exec(line)?.[1] ?? 0));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (files.length > MAX_FILES || total > MAX_TOTAL_BYTES)
      throw new CommandError(
        `${maskSecrets(this.#address)} is too large for a diary: ${formatLimit(files.length)} files, ${formatLimit(total)} bytes`,
        `The limits are ${formatLimit(MAX_FILES)} files and ${formatLimit(MAX_TOTAL_BYTES)} bytes. Nothing was changed.`,
      );
  }

  /** Refuses filters that are not set up here: git would silently commit in plain text what others encrypt. */
  async #checkFilters(revision: Revision, read: readonly string[]): Promise<void> {
    const files = [...read, ...SAMPLES];
    if (!haveAttributes(this.#folder, files)) return;
    const attributes = split(await this.#git.run(['check-attr', '-z', '--stdin', 'filter'], files.join('\0')));
    // `<file>`, `filter`, `<value>`
    const filterOf = new Map(files.map((file, index) => [file, attributes[3 * index + 2] ?? '']));
    for (const filter of new Set(filterOf.values())) {
      if (/^(unspecified|unset|set)$/.test(filter)) continue;
      if ((await this.#git.try(['config', `filter.${filter}.clean`])).status === 0) continue;
      // Leaves out what was committed here before, which is not encrypted.
      await this.#moveTo(revision);
      throw new CommandError(
        `the repository uses the filter ${filter}, which is not set up here`,
        `For git-crypt, run in ${this.#folder}: git-crypt unlock KEY`,
      );
    }
    const page = files.find((file) => isPage(file) && filterOf.get(file) !== filterOf.get(recordsFile(file)));
    if (page !== undefined)
      throw new CommandError(
        `the repository has a filter for ${page}, but another for ${recordsFile(page)}`,
        'Nothing was sent. In .gitattributes, give *.jsonl the same filter as *.md.',
      );
  }

  /** Puts the files of a commit into the work tree, and overwrites changes made there by hand. */
  async checkOut(revision: Revision): Promise<void> {
    if (this.#checkedOut === revision) return;
    await this.#git.run(['read-tree', '-u', '--reset', revision]);
    this.#checkedOut = revision;
  }

  async #moveTo(revision: Revision): Promise<void> {
    const refs = [HEAD, `refs/heads/${this.#branch}`].map((ref) => `update ${ref} ${revision}\n`);
    await this.#git.run(['update-ref', '--stdin'], refs.join(''));
    this.#head = revision;
  }

  /** Commits the base's files with the changed ones, and returns the commit: the only parent itself if nothing differs from it. */
  async commit({ base, parents, files, message, publicMessage, at }: Draft): Promise<Revision> {
    if (base === undefined) await this.#git.run(['read-tree', '--empty']);
    else await this.checkOut(base);
    this.#checkedOut = undefined;
    writeFiles(this.#folder, files);
    if (files.size > MANY_FILES) await this.#pack(files);
    await this.#git.run(
      ['update-index', '--add', '--remove', '--replace', '-z', '--stdin'],
      [...files.keys()].join('\0'),
    );
    const tree = await this.#git.run(['write-tree']);
    const isUnchanged = parents.length === 1 && tree === (await this.#git.run(['rev-parse', `${parents[0]}^{tree}`]));
    const words = haveAttributes(this.#folder, [...files.keys()]) ? publicMessage : message;
    const revision = isUnchanged ? (parents[0] as Revision) : await this.#commitTree(tree, parents, words, at);
    await this.#moveTo(revision);
    this.#checkedOut = revision;
    return revision;
  }

  /** Stores many texts in one pack. Otherwise git makes a file of each, which takes longer than all the rest of a first sync. */
  async #pack(files: Draft['files']): Promise<void> {
    // In order: each is stored as what differs from the one before.
    const texts = [...files.keys()].sort().map((file) => files.get(file) ?? '');
    const blobs = texts.map((text) => `blob\ndata ${Buffer.byteLength(text)}\n${text}\n`);
    // What a filter makes of a file is another blob: git then stores that, and this one is in no commit.
    await this.#git.run(['fast-import', '--quiet'], blobs.join(''));
  }

  /** Pushes a commit. False if another machine pushed first. */
  push(revision: Revision): Promise<boolean> {
    return this.#push([`${revision}:refs/heads/${this.#branch}`]);
  }

  /** Tags a commit of the remote there. */
  async tag(revision: Revision, name: string): Promise<void> {
    await this.#push([`${revision}:refs/tags/${name}`]);
  }

  /** Puts a commit in the place of the remote's branch and of the tags of that name. False if another machine pushed first. */
  async replaceHistory(revision: Revision, before: Revision, tags: string): Promise<boolean> {
    const listed = await this.#git.reach(['ls-remote', '--tags', '--refs', '--', REMOTE, `refs/tags/${tags}`]);
    const found = [...listed.matchAll(/\t(refs\/tags\/\S+)$/gm)].map(([, tag]) => `:${tag}`);
    const branch = `refs/heads/${this.#branch}`;
    return this.#push([`${revision}:${branch}`, ...found], `--force-with-lease=${branch}:${before}`);
  }

  /** Makes the clone again, so that it has nothing but what the remote has, and puts it on a commit of the remote. */
  async renew(revision: Revision): Promise<void> {
    await this.reset();
    await this.open(this.#address);
    await this.fetch();
    await this.#moveTo(revision);
    await this.checkOut(revision);
  }

  async #push(targets: readonly string[], ...more: readonly string[]): Promise<boolean> {
    const options = [
      '--porcelain',
      '--progress',
      '--no-verify',
      '--no-follow-tags',
      '--recurse-submodules=no',
      ...more,
    ];
    const { status, stdout, stderr } = await this.#git.tryToReach(['push', ...options, '--', REMOTE, ...targets]);
    if (status === 0) return true;
    const [, reason] = /^!\t\S+\t(.*)$/m.exec(stdout.toString('utf8')) ?? [];
    const words = reason ?? reasonIn(stderr);
    if (PUSHED_FIRST.test(words)) return false;
    if (reason === undefined && !DENIED.test(stderr)) throw new Unreachable(words);
    throw new Rejected([words, remoteWords(stderr)].filter(Boolean).join(': '));
  }

  async #commitTree(tree: string, parents: readonly Revision[], message: string, at: Timestamp): Promise<Revision> {
    const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])];
    // Git has no times before 1970.
    const date = `@${Math.max(0, Math.floor(Date.parse(at) / 1000))} +0000`;
    const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    // The user's name, unless git would have to guess it.
    const named = await this.#git.try(['-c', 'user.useConfigOnly=true', ...args], message, dates);
    if (named.status === 0) return named.stdout.toString('utf8').trim();
    return this.#git.run(args, message, { ...dates, ...FALLBACK_IDENTITY });
  }
}

/** The author of commits if the user has not told git a name. */
const FALLBACK_IDENTITY = {
  GIT_AUTHOR_NAME: 'four',
  GIT_AUTHOR_EMAIL: 'four@localhost',
  GIT_COMMITTER_NAME: 'four',
  GIT_COMMITTER_EMAIL: 'four@localhost',
};

function split(names: string): string[] {
  return names.split('\0').filter((name) => name !== '');
}
