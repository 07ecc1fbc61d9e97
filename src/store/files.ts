import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommandError } from '../core/errors.ts';
import { formatLimit, readWithin } from '../core/limits.ts';

/** Whether there is such a file. Unlike `fs.existsSync`, it throws when that cannot be known. */
export function exists(file: string): boolean {
  try {
    fs.statSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

export function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

export function isFolder(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** How many files `filesBelow` names at most, and how deep their folders lie. */
const MAX_FILES = 20_000;
const MAX_DEPTH = 10;

/** The files in a folder and the folders in it, by their names from there, with slashes, in order. Hidden ones and links are left out. */
export function filesBelow(folder: string): string[] {
  const found: string[] = [];
  const look = (below: string, depth: number) => {
    const entries = naming(path.join(folder, below), () =>
      fs.readdirSync(path.join(folder, below), { withFileTypes: true }),
    );
    for (const entry of entries.filter(({ name }) => !name.startsWith('.')).sort(byName)) {
      const name = path.posix.join(below, entry.name);
      if (entry.isFile()) found.push(name);
      else if (entry.isDirectory() && depth < MAX_DEPTH) look(name, depth + 1);
      if (found.length > MAX_FILES) throw new CommandError(`${folder} has more than ${formatLimit(MAX_FILES)} files`);
    }
  };
  look('', 1);
  return found;
}

function byName(one: fs.Dirent, other: fs.Dirent): number {
  return one.name < other.name ? -1 : 1;
}

/** Makes a folder and its parents so that only the user can enter them. An existing folder stays as it is. `like` as in `giveAway`. */
export function makeFolder(folder: string, like = path.dirname(folder)): void {
  // Not `recursive`: below /proc, where no folder can be made, some Nodes never return.
  if (exists(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
    fs.chmodSync(folder, 0o700);
    giveAway(folder, like);
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Gives what root has just created to the owner of `like`: with `sudo`, root works on the files of a user, who could not use them any
 * longer if something among them belonged to root.
 */
function giveAway(created: string, like: string): void {
  if (!isRoot()) return;
  try {
    // Neither through a link nor by a second name, which that user could have put in its place.
    const descriptor = fs.openSync(created, UNFOLLOWED);
    try {
      const { uid, gid } = fs.statSync(like);
      const stat = fs.fstatSync(descriptor);
      // A change of owner also changes what git knows a file by: it would write all of them again.
      if (stat.uid === uid && stat.gid === gid) return;
      if (stat.isDirectory() || stat.nlink === 1) fs.fchownSync(descriptor, uid, gid);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    // Some network file systems have no such owners.
  }
}

/** Gives away a folder of ours too, with what other programs have put into it. */
export function giveAwayFolder(folder: string, like: string): void {
  if (!isRoot() || isRoots(like) || !isFolder(folder)) return;
  giveAway(folder, like);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) giveAwayFolder(name, like);
    else if (entry.isFile()) giveAway(name, like);
  }
}

/** To open what a name stands for: not following a link, nor waiting for a pipe. */
const UNFOLLOWED = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0);

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whether a file that root works on is root's own. */
function isRoots(file: string): boolean {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat?.uid === 0 && stat.gid === process.getgid?.();
}

/** The first bytes of the largest file we look at to see whether it is ours. The files we mark are far smaller. */
const LARGEST_MARKED = 65_536;

/** In a folder that `claimFolder` made. */
const MARKER_TEXT = 'This folder was made by four, which may empty it. Keep nothing of your own here.\n';

/**
 * The text of a small file, if it is a file of this user and no link; undefined if it is anything else, or may not be read. Whether
 * we wrote it is for the caller to see by its format.
 */
export function readOwnText(file: string, like?: string): string | undefined {
  if (!isOwn(file, like) || !isReadable(file)) return undefined;
  // A link or a pipe may have taken its place in the meantime.
  const descriptor = fs.openSync(file, UNFOLLOWED);
  try {
    const stat = fs.fstatSync(descriptor);
    if (!stat.isFile() || stat.size > LARGEST_MARKED) return undefined;
    return fs.readFileSync(descriptor, 'utf8');
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Whether a file may be read, or accessed as `mode` says. */
export function isReadable(file: string, mode = fs.constants.R_OK): boolean {
  try {
    fs.accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}

/** Whether a file or folder belongs to this user, or for root to the owner of `like`, and is no link. */
export function isOwn(file: string, like = path.dirname(file)): boolean {
  const stat = lstat(file);
  if (stat === undefined || stat.isSymbolicLink()) return false;
  // Windows has no numbers for users.
  if (process.getuid === undefined || stat.uid === process.getuid()) return true;
  return isRoot() && stat.uid === fs.statSync(like, { throwIfNoEntry: false })?.uid;
}

/** Whether a file of this user is empty, and no link. */
export function isEmptyFile(file: string): boolean {
  // Not opened: closing a file gives up every lock that this process holds on it.
  return isOwn(file) && isFile(file) && fs.lstatSync(file).size === 0;
}

/** What is known of a file itself, not of what a link leads to; undefined where there is none, also because no folder holds it. */
export function lstat(file: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(file);
  } catch (error) {
    // Newer Nodes throw ENOTDIR in spite of `throwIfNoEntry`.
    if (/^(ENOENT|ENOTDIR)$/.test(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}

/** Like `lstat`, but undefined also where a folder on the way may not be entered. */
export function lstatIfAllowed(file: string): fs.Stats | undefined {
  try {
    return lstat(file);
  } catch {
    return undefined;
  }
}

/** Whether a name is in use, also by a link that leads nowhere. */
export function isTaken(file: string): boolean {
  return lstat(file) !== undefined;
}

/** Whether `claimFolder` made a folder: it is this user's, no link, and has the marker inside. */
export function isOurFolder(folder: string, marker = '.four'): boolean {
  return isOwn(folder) && isFolder(folder) && readOwnText(path.join(folder, marker)) === MARKER_TEXT;
}

/**
 * Makes a folder that is ours to empty, with a marker inside that says so. An empty folder of the user is taken; anything else of
 * that name is left as it is, and the error names it.
 */
export function claimFolder(folder: string, marker = '.four'): void {
  if (isOurFolder(folder, marker)) return;
  if (isTaken(folder) && !isEmptyFolder(folder)) throw notOurs(folder);
  makeFolder(folder);
  markFolder(folder, marker);
}

/** Puts the marker of `claimFolder` into a folder that is ours by another sign. */
export function markFolder(folder: string, marker: string): void {
  makeFolder(path.dirname(path.join(folder, marker)));
  replacePrivately(path.join(folder, marker), MARKER_TEXT);
}

function isEmptyFolder(folder: string): boolean {
  return isOwn(folder) && isFolder(folder) && fs.readdirSync(folder).length === 0;
}

/** The error for a file or folder that has a name of ours but was made by somebody else. */
export function notOurs(file: string): CommandError {
  return new CommandError(`${file} was not made by four`, 'It was left as it is. Move it away and try again.');
}

/** Makes an empty folder that only the user can enter. The caller removes it. */
export function makeTemporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'four-'));
}

/** Removes a file that may be gone. Newer Nodes throw ENOTDIR in spite of `force`, which would hide the error before it. */
function removeFile(file: string): void {
  if (fs.existsSync(file)) fs.rmSync(file, { force: true });
}

export function removeFolder(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Reads a file the user named; it may be a device or a pipe. Throws a `CommandError` for more than `limit` bytes. Every error names it. */
export function readFile(file: string, limit: number): Buffer {
  return naming(file, () => {
    const descriptor = fs.openSync(file, 'r');
    try {
      return readWithin(limit, file, (free) => fs.readSync(descriptor, free));
    } finally {
      fs.closeSync(descriptor);
    }
  });
}

/** Runs `work`, and makes its errors name `file`: Node may name another file, or none. */
export function naming<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw Object.assign(error as Error, { path: file });
  }
}

/** More links in a row than this form a loop. */
const MOST_LINKS = 40;

/** The absolute name of the file that a link leads to in the end, whether that file exists or not; of a file, its own. */
export function resolveLinks(named: string): string {
  let file = path.resolve(named);
  for (let count = 0; count < MOST_LINKS; count += 1) {
    // Where a folder on the way is closed, whatever is done with the file says so.
    if (!lstatIfAllowed(file)?.isSymbolicLink()) return file;
    file = path.resolve(fs.realpathSync(path.dirname(file)), fs.readlinkSync(file));
  }
  return file;
}

/** The name of a file through all links, which the system is asked for once. */
export function realName(file: string): string {
  return fs.realpathSync.native(file);
}

/** Takes the right to read and change a file from everybody but the user. */
export function makePrivate(file: string): void {
  fs.chmodSync(file, 0o600);
}

/** Makes an empty file that only the user can read, whatever the umask, unless the file exists. Its folder is made too. */
export function createPrivately(file: string): void {
  if (exists(file)) return;
  makeFolder(path.dirname(file));
  // SQLite gives its rollback journal the same mode and owner.
  fs.closeSync(fs.openSync(file, 'a', 0o600));
  fs.chmodSync(file, 0o600);
  giveAway(file, path.dirname(file));
}

/**
 * Replaces a file with one that only the user can read, whole or not at all. It is not synced to the disk: whatever is written
 * this way can be made again.
 */
export function replacePrivately(file: string, text: string, like?: string): void {
  replaceFile(file, (draft) => fs.writeFileSync(draft, text, { mode: 0o600, flag: 'wx' }), like);
}

/**
 * Replaces a file, whole or not at all: `write` fills a draft beside it, which then takes its place. For `like` see `giveAway`: it is
 * the file itself, or the folder where it is new.
 */
export function replaceFile(
  file: string,
  write: (draft: string) => void,
  like = isTaken(file) ? file : path.dirname(file),
): void {
  const writeLike = (draft: string) => {
    write(draft);
    giveAway(draft, like);
  };
  viaDraft(file, writeLike, fs.renameSync);
}

/** Like `replaceFile`, but throws EEXIST when there is such a file. */
export function createFile(file: string, write: (draft: string) => void): void {
  viaDraft(file, write, linkOrRename);
}

function viaDraft(file: string, write: (draft: string) => void, place: (draft: string, file: string) => void): void {
  const draft = draftBeside(file);
  try {
    write(draft);
    place(draft, file);
  } finally {
    removeFile(draft);
  }
}

/** Gives a file a second name, in a folder where that is free. Where there are no links, it is copied. */
export function addName(file: string, name: string): void {
  try {
    fs.linkSync(file, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    fs.copyFileSync(file, name, fs.constants.COPYFILE_EXCL);
    syncToDisk(name);
  }
}

/** Unlike a rename, a link never replaces a file. */
function linkOrRename(draft: string, file: string): void {
  try {
    fs.linkSync(draft, file);
  } catch (error) {
    // Some file systems, such as FAT on a USB stick, have no links.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    fs.renameSync(draft, file);
  }
}

export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** Writes the files the user named, all or none: every draft is complete before the first takes its place. Every error names its file. */
export function writeFiles(files: readonly NamedText[]): void {
  const drafts = files
    .filter(({ file }) => isReplaceable(file))
    .map((named) => ({ ...named, draft: draftBeside(followLinks(named.file)) }));
  const devices = files.filter(({ file }) => !isReplaceable(file));
  try {
    for (const { file, text, draft } of drafts) naming(file, () => fs.writeFileSync(draft, text, { flag: 'wx' }));
    // After the drafts: what a device has received cannot be taken back.
    for (const { file, text } of devices) naming(file, () => fs.writeFileSync(file, text));
    for (const { file, draft } of drafts) naming(file, () => fs.renameSync(draft, followLinks(file)));
  } finally {
    for (const { draft } of drafts) removeFile(draft);
  }
}

/** A device or a pipe, such as /dev/stdout, is written to directly. Writing to a folder fails. */
function isReplaceable(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** Through a link, its target is replaced and not the link. */
function followLinks(file: string): string {
  return fs.existsSync(file) ? fs.realpathSync(file) : file;
}

let draftCount = 0;

/** A free name in the same folder, for a file that is being written. Not the file's own with more added, which may be too long. */
function draftBeside(file: string): string {
  draftCount += 1;
  const draft = path.join(path.dirname(file), `.four.${draftCount}.${process.pid}`);
  // A killed process may have had the same id.
  return isTaken(draft) ? draftBeside(file) : draft;
}

/** How old a draft is, in milliseconds, when its process can no longer be writing it. */
const STALE_AFTER_MS = 3_600_000;

/**
 * Removes the drafts in a folder that killed processes have left: `now` is the time in milliseconds by the clock of the file
 * system. This process must not be writing any.
 */
export function removeStaleDrafts(folder: string, now: number): void {
  for (const name of fs.readdirSync(folder)) {
    const [, pid] = DRAFT.exec(name) ?? [];
    const draft = path.join(folder, name);
    if (pid === undefined || !isOwn(draft) || !isFile(draft)) continue;
    const isStale = now - modifiedAt(draft) > STALE_AFTER_MS;
    if (isStale || !isOtherProcess(Number(pid))) removeFile(draft);
  }
}

/** Whether a file has the name of a draft, which nobody else gives. */
export function isDraft(file: string): boolean {
  return DRAFT.test(path.basename(file));
}

// SQLite puts its journal beside a draft that it writes.
const DRAFT = /^\.four\.\d+\.(\d+)(?:-journal|-wal|-shm)?$/;

function isOtherProcess(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a file was last written, in milliseconds; 0 when another process has removed it. */
export function modifiedAt(file: string): number {
  return lstat(file)?.mtimeMs ?? 0;
}

/** Waits until a file is on the disk, so that it outlasts a power cut. */
export function syncToDisk(file: string): void {
  sync(file, 'r+');
}

/** Waits until the names in a folder are on the disk. */
export function syncFolderToDisk(folder: string): void {
  // Windows opens no folders.
  if (process.platform !== 'win32') sync(folder, 'r');
}

function sync(name: string, flags: string): void {
  const descriptor = fs.openSync(name, flags);
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
