import fs from 'node:fs';
import path from 'node:path';
import { tooLarge } from '../core/limits.ts';
import { isFolder, lstat, naming, removeFolder } from '../store/files.ts';

// Files of the work tree are read and written without following symbolic links: one that the user or the remote put there could
// lead anywhere.

/** The contents of those files that exist, by their names in the work tree. A file of more than `limit` bytes is an error. */
export function readFiles(folder: string, files: readonly string[], limit: number): Map<string, Buffer> {
  const texts = new Map<string, Buffer>();
  for (const file of files) {
    const stat = lstat(path.join(folder, file));
    if (!stat?.isFile()) continue;
    if (stat.size > limit) throw tooLarge(file, limit);
    texts.set(file, fs.readFileSync(path.join(folder, file)));
  }
  return texts;
}

/** Writes files of the work tree, in the place of anything else that is there; a text of null removes one. */
export function writeFiles(folder: string, files: ReadonlyMap<string, string | null>): void {
  const written = [...files].filter(([, text]) => text !== null).map(([file]) => path.dirname(file));
  for (const name of new Set(written)) naming(path.join(folder, name), () => makeFolders(folder, name));
  for (const [file, text] of files) {
    const target = path.join(folder, file);
    naming(target, () => {
      fs.rmSync(target, { force: true, recursive: true });
      if (text !== null) fs.writeFileSync(target, text);
    });
  }
}

function makeFolders(root: string, name: string): void {
  if (name === '.') return;
  makeFolders(root, path.dirname(name));
  const folder = path.join(root, name);
  if (lstat(folder)?.isDirectory()) return;
  fs.rmSync(folder, { force: true });
  fs.mkdirSync(folder);
}

/** Whether any file with attributes applies to some files of the work tree. */
export function haveAttributes(folder: string, files: readonly string[]): boolean {
  const folders = new Set(files.flatMap((file) => [...foldersOf(file)]));
  return [...folders].some((name) => fs.existsSync(path.join(folder, name, '.gitattributes')));
}

/** `days/2026`, `days` and `.` for `days/2026/2026-11-23.md`. */
function* foldersOf(file: string): Generator<string> {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    yield folder;
    if (folder === '.') return;
  }
}

/** Empties a folder, except for one of its names. */
export function removeAllBut(folder: string, kept: string): void {
  for (const name of fs.readdirSync(folder)) if (name !== kept) removeFolder(path.join(folder, name));
}

/** What the repository of a work tree keeps from one sync to the next. `four` is our own folder; `git-crypt` holds its keys. */
const KEPT = ['HEAD', 'config', 'four', 'git-crypt', 'index', 'objects', 'packed-refs', 'refs', 'shallow'];

/**
 * Removes what git would obey or write through in the repository of a work tree: hooks, attributes, links, other object folders.
 * Only data stays. Returns whether there is a repository.
 */
export function removeInstructions(folder: string): boolean {
  const git = path.join(folder, '.git');
  for (const name of fs.readdirSync(git)) if (!KEPT.includes(name)) removeFolder(path.join(git, name));
  for (const name of ['.', 'objects', 'objects/pack', 'refs']) removeLinks(path.join(git, name), name === 'refs');
  // Other folders with objects, and indexes that git can make again.
  removeFolder(path.join(git, 'objects', 'info'));
  return fs.existsSync(path.join(git, 'objects'));
}

/** Git would write through a link to a file outside. */
function removeLinks(folder: string, recursive: boolean): void {
  if (!isFolder(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isSymbolicLink()) fs.rmSync(name);
    else if (recursive && entry.isDirectory()) removeLinks(name, recursive);
  }
}

/** Removes the locks that a killed git left in the repository of a work tree. */
export function removeLocks(folder: string): void {
  const git = path.join(folder, '.git');
  const names = fs.readdirSync(git);
  const refs = names.includes('refs')
    ? fs.readdirSync(path.join(git, 'refs'), { recursive: true, encoding: 'utf8' })
    : [];
  const all = [...names, ...refs.map((name) => path.join('refs', name))];
  for (const name of all.filter((name) => name.endsWith('.lock'))) fs.rmSync(path.join(git, name), { force: true });
}
