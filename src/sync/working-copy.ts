import fs from 'node:fs';
import path from 'node:path';
import { CommandError, KnownError } from '../core/errors.ts';
import type { Timestamp } from '../core/thing.ts';
import { checkVersion, type Git, lastWords } from './git.ts';

/** A commit, by its hash. */
export type Revision = string;

/** The remote could not be reached, or did not let us in. */
export class Unreachable extends KnownError {
  readonly kind = 'unreachable';
}

export interface Draft {
  /** Whose files it begins with; undefined begins with none. */
  readonly base: Revision | undefined;
  readonly parents: readonly Revision[];
  /** The texts of the files that are new or changed. */
  readonly files: ReadonlyMap<string, string>;
  readonly message: string;
  readonly at: Timestamp;
}

/** Our own last commit. The branch says the same to people, who may have moved it. */
const HEAD = 'refs/four/head';

/** All branches of the remote, as git itself keeps those of a clone. */
const EVERYTHING = '+refs/heads/*:refs/remotes/origin/*';

/** Somebody else has pushed meanwhile. */
const OVERTAKEN =
  /fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref|reference already exists|incorrect old value/;

/**
 * The clone of the remote in the data folder. What is in it follows from the store and the remote: it can be made again at any time,
 * and what was done in it by hand is put back.
 */
export class WorkingCopy {
  readonly #folder: string;
  readonly #git: Git;
  #address = '';
  #branch = '';
  #head: Revision | undefined;
  /** The commit whose files are in the work tree. */
  #shown: Revision | undefined;

  constructor(folder: string, git: Git) {
    this.#folder = folder;
    this.#git = git;
  }

  /** Makes it ready for a remote; a new one is made where there is none, or only the beginning of one. */
  async open(address: string): Promise<void> {
    const { remote, branch } = await this.#settings();
    if (branch === undefined) await this.#create();
    // Nobody but us works here, and we are alone: what is locked was left by a git that was cut off.
    else for (const lock of locksIn(path.join(this.#folder, '.git'))) fs.rmSync(lock, { force: true });
    this.#address = address;
    this.#branch = branch ?? '';
    this.#head = (await this.#refs(HEAD)).get(HEAD);
    this.#shown = undefined;
    if (remote === address) return;
    // Noted last: so one that could not be reached does not stay in the place of the one before.
    if (remote !== undefined) await this.#git.run(['config', '--unset-all', 'four.remote']);
    await this.#chooseBranch();
    await this.#git.run(['config', 'remote.origin.url', address]);
    await this.#git.run(['config', 'remote.origin.fetch', EVERYTHING]);
    await this.#git.run(['config', 'four.remote', address]);
  }

  /** What we noted ourselves when it was made: the remote, and the branch of it that is ours. */
  async #settings(): Promise<{ remote?: string; branch?: string }> {
    const { stdout } = await this.#git.try(['config', '--local', '-z', '--get-regexp', '^four\\.']);
    return Object.fromEntries(split(stdout.toString('utf8')).map((line) => line.replace('four.', '').split('\n')));
  }

  async #create(): Promise<void> {
    await checkVersion(this.#git);
    // The folder itself stays, as a git of ours may be running in it.
    for (const name of fs.readdirSync(this.#folder)) fs.rmSync(path.join(this.#folder, name), { recursive: true });
    await this.#git.run(['init', '--quiet', '--template=']);
  }

  /** Whether git can work with it. */
  async isWhole(): Promise<boolean> {
    return (await this.#git.try(['fsck', '--connectivity-only', '--no-dangling'])).status === 0;
  }

  /** Throws it away, to be made again by `open`. */
  async discard(): Promise<void> {
    await this.#create();
  }

  /** The branch the remote itself takes for its own; of one that is empty, the one it will have. */
  async #chooseBranch(): Promise<void> {
    const listed = await this.#reach(['ls-remote', '--symref', '--', this.#address]);
    const [, head] = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(listed) ?? [];
    const heads = [...listed.matchAll(/^[0-9a-f]+\trefs\/heads\/(\S+)$/gm)].map(([, name = '']) => name);
    const branch = [head, 'main', heads[0]].find((name) => name !== undefined && heads.includes(name));
    if (branch === undefined && /\trefs\/tags\//.test(listed))
      throw new CommandError(
        'the repository has tags and no branch: it is not a diary of four',
        'It was left as it is. Name an empty repository.',
      );
    this.#branch = branch ?? (await this.#unbornBranch());
    await this.#git.run(['config', 'four.branch', this.#branch]);
    await this.#git.run(['symbolic-ref', 'HEAD', `refs/heads/${this.#branch}`]);
  }

  /** Only a clone tells what the first branch of an empty repository shall be called. */
  async #unbornBranch(): Promise<string> {
    const folder = path.join(this.#folder, '.git', 'empty');
    fs.rmSync(folder, { recursive: true, force: true });
    const words = [
      '-c',
      'init.defaultBranch=main',
      'clone',
      '--quiet',
      '--bare',
      '--template=',
      '--',
      this.#address,
      folder,
    ];
    await this.#reach(words, { GIT_DIR: undefined, GIT_WORK_TREE: undefined });
    const branch = await this.#git.run([`--git-dir=${folder}`, 'symbolic-ref', '--short', 'HEAD']);
    fs.rmSync(folder, { recursive: true, force: true });
    return branch;
  }

  /** Our last commit, whether the remote has it or not. */
  get head(): Revision | undefined {
    return this.#head;
  }

  /** What the remote has now; undefined where it is empty. */
  async fetch(): Promise<Revision | undefined> {
    const options = ['--quiet', '--prune', '--no-tags', '--no-recurse-submodules'];
    await this.#reach(['fetch', ...options, '--', this.#address, EVERYTHING]);
    const refs = await this.#refs('refs/remotes/origin');
    if (refs.size > 0 && !refs.has(this.#theirs)) await this.#chooseBranch(); // it has got one of another name meanwhile
    return refs.get(this.#theirs);
  }

  get #theirs(): string {
    return `refs/remotes/origin/${this.#branch}`;
  }

  /** The commits of all refs that are called so. */
  async #refs(start: string): Promise<Map<string, Revision>> {
    const lines = (await this.#git.run(['for-each-ref', '--format=%(refname) %(objectname)', start])).split('\n');
    return new Map(lines.filter(Boolean).map((line) => line.split(' ') as [string, Revision]));
  }

  /** Whether all of `earlier` is in `later`; false too where one of them is not known here. */
  async contains(later: Revision, earlier: Revision): Promise<boolean> {
    return (await this.#git.try(['merge-base', '--is-ancestor', earlier, later])).status === 0;
  }

  /** Whether one commit has something the other has not, and the other way round. */
  async compare(one: Revision, other: Revision): Promise<{ ahead: boolean; behind: boolean }> {
    const counts = await this.#git.run(['rev-list', '--left-right', '--count', `${one}...${other}`]);
    const [ahead, behind] = counts.split('\t').map(Number);
    return { ahead: ahead !== 0, behind: behind !== 0 };
  }

  /** The files that differ between two commits; all of them where there is no earlier one. */
  async changedFiles(earlier: Revision | undefined, later: Revision): Promise<string[]> {
    const words =
      earlier === undefined
        ? ['ls-tree', '-r', '-z', '--name-only', later]
        : ['diff-tree', '-r', '-z', '--no-renames', '--name-only', earlier, later];
    return split(await this.#git.run(words));
  }

  /**
   * What stands in files at a commit, those left out that are not there. It is git that puts them into the work tree, so that the
   * filters of the repository's own .gitattributes are in force, which may decrypt them.
   */
  async read(revision: Revision, files: readonly string[]): Promise<Map<string, Buffer>> {
    await this.show(revision);
    await this.#checkFilters(revision, files);
    const texts = files.flatMap((file): [string, Buffer][] => {
      const name = path.join(this.#folder, file);
      // Not a link, which could lead anywhere.
      return fs.lstatSync(name, { throwIfNoEntry: false })?.isFile() ? [[file, fs.readFileSync(name)]] : [];
    });
    return new Map(texts);
  }

  /** A filter that is not set up here would let through unencrypted what others encrypt, and git would not say a word. */
  async #checkFilters(revision: Revision, files: readonly string[]): Promise<void> {
    const folders = new Set(files.flatMap((file) => [...foldersOf(file)]));
    if (![...folders].some((folder) => fs.existsSync(path.join(this.#folder, folder, '.gitattributes')))) return;
    const told = split(await this.#git.run(['check-attr', '-z', '--stdin', 'filter'], files.join('\0')));
    for (const filter of new Set(told.filter((_, index) => index % 3 === 2))) {
      if (/^(unspecified|unset|set)$/.test(filter)) continue;
      if ((await this.#git.try(['config', `filter.${filter}.clean`])).status === 0) continue;
      // Without what was committed here before, which is not encrypted.
      await this.#moveTo(revision);
      throw new CommandError(
        `the repository is filtered by ${filter}, which is not set up here`,
        `In ${this.#folder}, for git-crypt: git-crypt unlock KEY`,
      );
    }
  }

  /** Puts the files of a commit into the work tree, and whatever was done there by hand back. */
  async show(revision: Revision): Promise<void> {
    if (this.#shown === revision) return;
    await this.#git.run(['read-tree', '-u', '--reset', revision]);
    this.#shown = revision;
  }

  async #moveTo(revision: Revision): Promise<void> {
    const refs = [HEAD, `refs/heads/${this.#branch}`].map((ref) => `update ${ref} ${revision}\n`);
    await this.#git.run(['update-ref', '--stdin'], refs.join(''));
    this.#head = revision;
  }

  /** Makes a commit of the base's files and the new ones, where they are not what the only parent has; the result is the last commit. */
  async commit({ base, parents, files, message, at }: Draft): Promise<Revision> {
    if (base === undefined) await this.#git.run(['read-tree', '--empty']);
    else await this.show(base);
    this.#shown = undefined;
    for (const [file, text] of files) this.#write(file, text);
    await this.#git.run(['update-index', '--add', '--replace', '-z', '--stdin'], [...files.keys()].join('\0'));
    const tree = await this.#git.run(['write-tree']);
    const isKnown = parents.length === 1 && tree === (await this.#git.run(['rev-parse', `${parents[0]}^{tree}`]));
    const revision = isKnown ? (parents[0] as Revision) : await this.#commitTree(tree, parents, message, at);
    await this.#moveTo(revision);
    this.#shown = revision;
    return revision;
  }

  /** False when somebody else was faster. */
  async push(revision: Revision): Promise<boolean> {
    const options = ['--porcelain', '--no-verify', '--no-follow-tags', '--recurse-submodules=no'];
    const target = `${revision}:refs/heads/${this.#branch}`;
    const { status, stdout, stderr } = await this.#git.try(['push', ...options, '--', this.#address, target]);
    if (status === 0) return true;
    const [, reason = lastWords(stderr)] = /^!\t\S+\t(.*)$/m.exec(stdout.toString('utf8')) ?? [];
    if (OVERTAKEN.test(reason)) return false;
    throw new Unreachable(reason);
  }

  async #reach(words: readonly string[], env = {}): Promise<string> {
    const { status, stdout, stderr } = await this.#git.try(words, '', env);
    if (status !== 0) throw new Unreachable(lastWords(stderr));
    return stdout.toString('utf8');
  }

  #write(file: string, text: string): void {
    const target = path.join(this.#folder, file);
    try {
      this.#makeFolders(path.dirname(file));
      // Whatever was put in its place by hand.
      fs.rmSync(target, { force: true, recursive: true });
      fs.writeFileSync(target, text);
    } catch (error) {
      throw Object.assign(error as Error, { path: target });
    }
  }

  /** Real folders: a link, put there by hand or by the remote, could lead anywhere. */
  #makeFolders(name: string): void {
    if (name === '.') return;
    this.#makeFolders(path.dirname(name));
    const folder = path.join(this.#folder, name);
    if (fs.lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    fs.rmSync(folder, { force: true });
    fs.mkdirSync(folder);
  }

  async #commitTree(tree: string, parents: readonly Revision[], message: string, at: Timestamp): Promise<Revision> {
    const words = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent])];
    // Before 1970 git knows no time.
    const date = `@${Math.max(0, Math.floor(Date.parse(at) / 1000))} +0000`;
    const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    // A name that git would only guess is none.
    const named = await this.#git.try(['-c', 'user.useConfigOnly=true', ...words], message, dates);
    if (named.status === 0) return named.stdout.toString('utf8').trim();
    return this.#git.run(words, message, { ...dates, ...NOBODY });
  }
}

/** Who commits where the user has told git no name. */
const NOBODY = {
  GIT_AUTHOR_NAME: 'four',
  GIT_AUTHOR_EMAIL: 'four@localhost',
  GIT_COMMITTER_NAME: 'four',
  GIT_COMMITTER_EMAIL: 'four@localhost',
};

/** `days/2026`, `days` and the top for `days/2026/2026-11-23.md`. */
function* foldersOf(file: string): Generator<string> {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    yield folder;
    if (folder === '.') return;
  }
}

function split(names: string): string[] {
  return names.split('\0').filter((name) => name !== '');
}

/** Those of the repository itself and of its branches. */
function locksIn(folder: string): string[] {
  const names = fs.readdirSync(folder);
  const refs = names.includes('refs')
    ? fs.readdirSync(path.join(folder, 'refs'), { recursive: true, encoding: 'utf8' })
    : [];
  const all = [...names, ...refs.map((name) => path.join('refs', name))];
  return all.filter((name) => name.endsWith('.lock')).map((name) => path.join(folder, name));
}
