import fs from 'node:fs';
import path from 'node:path';
import { CommandError } from '../core/errors.ts';
import type { Timestamp } from '../core/thing.ts';
import type { Store } from '../store/store.ts';
import { findDefaultBranch } from './default-branch.ts';
import { Unreachable } from './errors.ts';
import { checkVersion, type Git, reasonIn } from './git.ts';
import { haveAttributes, readFiles, removeLocks, writeFile } from './work-tree.ts';

/** A commit, by its hash. */
export type Revision = string;

/** The folder of a store's working copy, beside the store. */
export function syncFolder({ file }: Store): string {
  return `${path.resolve(file)}.sync`;
}

/** A commit to be made. */
export interface Draft {
  /** The commit whose files it starts from; undefined for none. */
  readonly base: Revision | undefined;
  readonly parents: readonly Revision[];
  /** The texts of the files that are new or changed. */
  readonly files: ReadonlyMap<string, string>;
  readonly message: string;
  readonly at: Timestamp;
}

/** Our own last commit. The branch names it too, but the user may have moved the branch. */
const HEAD = 'refs/four/head';

/** Fetches all branches of the remote, as in a clone. */
const ALL_BRANCHES = '+refs/heads/*:refs/remotes/origin/*';

/** Why a push is rejected if another machine pushed first. */
const PUSHED_FIRST =
  /fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref|reference already exists|incorrect old value/;

/**
 * The clone of the remote beside the store. All of it follows from the store and the remote, so it can be made again at any time;
 * changes made in it by hand are overwritten.
 */
export class WorkingCopy {
  readonly #folder: string;
  readonly #git: Git;
  #address = '';
  #branch = '';
  #head: Revision | undefined;
  /** The commit whose files are in the work tree. */
  #checkedOut: Revision | undefined;

  constructor(folder: string, git: Git) {
    this.#folder = folder;
    this.#git = git;
  }

  /** Prepares it for a remote. If there is none, or its creation was interrupted, it is made again. */
  async open(address: string): Promise<void> {
    const { remote, branch } = await this.#settings();
    if (branch === undefined) await this.reset();
    // We hold the lock of the sync, so these were left by a git that was killed.
    else removeLocks(this.#folder);
    this.#address = address;
    this.#branch = branch ?? '';
    this.#head = (await this.#refs(HEAD)).get(HEAD);
    this.#checkedOut = undefined;
    if (remote === address) return;
    // Saved last, so that an unreachable remote does not replace the one before.
    if (remote !== undefined) await this.#git.run(['config', '--unset-all', 'four.remote']);
    await this.#chooseBranch();
    await this.#git.run(['config', 'remote.origin.url', address]);
    await this.#git.run(['config', 'remote.origin.fetch', ALL_BRANCHES]);
    await this.#git.run(['config', 'four.remote', address]);
  }

  /** The remote and its branch, as we saved them in the repository's own settings. */
  async #settings(): Promise<{ remote?: string; branch?: string }> {
    const { stdout } = await this.#git.try(['config', '--local', '-z', '--get-regexp', '^four\\.']);
    return Object.fromEntries(split(stdout.toString('utf8')).map((line) => line.replace('four.', '').split('\n')));
  }

  /** Makes an empty repository in its place, for `open` to prepare. */
  async reset(): Promise<void> {
    await checkVersion(this.#git);
    // The folder itself stays: a git of ours may be running in it.
    for (const name of fs.readdirSync(this.#folder)) fs.rmSync(path.join(this.#folder, name), { recursive: true });
    await this.#git.run(['init', '--quiet', '--template=']);
  }

  /** Whether git finds no corruption in it. */
  async isIntact(): Promise<boolean> {
    return (await this.#git.try(['fsck', '--connectivity-only', '--no-dangling'])).status === 0;
  }

  async #chooseBranch(): Promise<void> {
    this.#branch = await findDefaultBranch(this.#git, this.#address, this.#folder);
    await this.#git.run(['config', 'four.branch', this.#branch]);
    await this.#git.run(['symbolic-ref', 'HEAD', `refs/heads/${this.#branch}`]);
  }

  /** Our last commit, whether the remote has it or not. */
  get head(): Revision | undefined {
    return this.#head;
  }

  /** Fetches the last commit of the remote; undefined if the remote is empty. */
  async fetch(): Promise<Revision | undefined> {
    const options = ['--quiet', '--prune', '--no-tags', '--no-recurse-submodules'];
    await this.#git.reach(['fetch', ...options, '--', this.#address, ALL_BRANCHES]);
    const refs = await this.#refs('refs/remotes/origin');
    // Another machine may have created the first branch under another name.
    if (refs.size > 0 && !refs.has(this.#theirs)) await this.#chooseBranch();
    return refs.get(this.#theirs);
  }

  get #theirs(): string {
    return `refs/remotes/origin/${this.#branch}`;
  }

  /** The commits of all refs below a name. */
  async #refs(start: string): Promise<Map<string, Revision>> {
    const lines = (await this.#git.run(['for-each-ref', '--format=%(refname) %(objectname)', start])).split('\n');
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
    await this.checkOut(revision);
    await this.#checkFilters(revision, files);
    return readFiles(this.#folder, files);
  }

  /** Refuses filters that are not set up here: git would silently commit in plain text what others encrypt. */
  async #checkFilters(revision: Revision, files: readonly string[]): Promise<void> {
    if (!haveAttributes(this.#folder, files)) return;
    const attributes = split(await this.#git.run(['check-attr', '-z', '--stdin', 'filter'], files.join('\0')));
    for (const filter of new Set(attributes.filter((_, index) => index % 3 === 2))) {
      if (/^(unspecified|unset|set)$/.test(filter)) continue;
      if ((await this.#git.try(['config', `filter.${filter}.clean`])).status === 0) continue;
      // Leaves out what was committed here before, which is not encrypted.
      await this.#moveTo(revision);
      throw new CommandError(
        `the repository uses the filter ${filter}, which is not set up here`,
        `For git-crypt, run in ${this.#folder}: git-crypt unlock KEY`,
      );
    }
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
  async commit({ base, parents, files, message, at }: Draft): Promise<Revision> {
    if (base === undefined) await this.#git.run(['read-tree', '--empty']);
    else await this.checkOut(base);
    this.#checkedOut = undefined;
    for (const [file, text] of files) writeFile(this.#folder, file, text);
    await this.#git.run(['update-index', '--add', '--replace', '-z', '--stdin'], [...files.keys()].join('\0'));
    const tree = await this.#git.run(['write-tree']);
    const isUnchanged = parents.length === 1 && tree === (await this.#git.run(['rev-parse', `${parents[0]}^{tree}`]));
    const revision = isUnchanged ? (parents[0] as Revision) : await this.#commitTree(tree, parents, message, at);
    await this.#moveTo(revision);
    this.#checkedOut = revision;
    return revision;
  }

  /** Pushes a commit. False if another machine pushed first. */
  async push(revision: Revision): Promise<boolean> {
    const options = ['--porcelain', '--no-verify', '--no-follow-tags', '--recurse-submodules=no'];
    const target = `${revision}:refs/heads/${this.#branch}`;
    const { status, stdout, stderr } = await this.#git.try(['push', ...options, '--', this.#address, target]);
    if (status === 0) return true;
    const [, reason = reasonIn(stderr)] = /^!\t\S+\t(.*)$/m.exec(stdout.toString('utf8')) ?? [];
    if (PUSHED_FIRST.test(reason)) return false;
    throw new Unreachable(reason);
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
