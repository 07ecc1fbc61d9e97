import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

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

/** Makes a folder and its parents so that only the user can enter them. An existing folder stays as it is. */
export function makeFolder(folder: string): void {
  // Not `recursive`: below /proc, where no folder can be made, some Nodes never return.
  if (exists(folder)) return;
  makeFolder(path.dirname(folder));
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
    fs.chmodSync(folder, 0o700);
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Makes a folder like `makeFolder`, and removes a file that has its name. */
export function forceFolder(folder: string): void {
  if (exists(folder) && !isFolder(folder)) fs.rmSync(folder);
  makeFolder(folder);
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

/** Reads a file the user named. Every error names it. */
export function readFile(file: string): Buffer {
  return naming(file, () => fs.readFileSync(file));
}

/** Runs `work`, and makes its errors name `file`: Node may name another file, or none. */
export function naming<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw Object.assign(error as Error, { path: file });
  }
}

/** Makes an empty file that only the user can read, whatever the umask, unless the file exists. Its folder is made too. */
export function createPrivately(file: string): void {
  if (exists(file)) return;
  makeFolder(path.dirname(file));
  // SQLite gives its rollback journal the same mode.
  fs.closeSync(fs.openSync(file, 'a', 0o600));
  fs.chmodSync(file, 0o600);
}

/**
 * Replaces a file with one that only the user can read, whole or not at all. It is not synced to the disk: whatever is written
 * this way can be made again.
 */
export function replacePrivately(file: string, text: string): void {
  replaceFile(file, (draft) => fs.writeFileSync(draft, text, { mode: 0o600, flag: 'wx' }));
}

/** Replaces a file, whole or not at all: `write` fills a draft beside it, which then takes its place. */
export function replaceFile(file: string, write: (draft: string) => void): void {
  viaDraft(file, write, fs.renameSync);
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
  removeFile(draft);
  return draft;
}

/** How old a draft is, in milliseconds, when its process can no longer be writing it. */
const STALE_AFTER_MS = 3_600_000;

/**
 * Removes the drafts in a folder that killed processes have left: `now` is the time in milliseconds by the clock of the file
 * system. This process must not be writing any.
 */
export function removeStaleDrafts(folder: string, now: number): void {
  for (const name of fs.readdirSync(folder)) {
    const [, pid] = /^\.four\.\d+\.(\d+)$/.exec(name) ?? [];
    if (pid === undefined) continue;
    const draft = path.join(folder, name);
    const isStale = now - modifiedAt(draft) > STALE_AFTER_MS;
    if (isStale || !isOtherProcess(Number(pid))) removeFile(draft);
  }
}

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
  return fs.lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Waits until a file is on the disk, so that it outlasts a power cut. */
export function syncToDisk(file: string): void {
  const descriptor = fs.openSync(file, 'r+');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
