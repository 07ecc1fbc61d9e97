import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { shellQuote } from '../core/shell-quote.ts';
import { lstatIfAllowed } from './files.ts';

/** Why this user cannot use a store or what is beside it, and the command that changes that. */
export interface AccessProblem {
  /** The files and folders it is about. */
  readonly files: readonly string[];
  readonly message: string;
  readonly hint: string;
}

/**
 * What belongs to another user among a store and the files and folders `beside` it, or is closed to its owner. Undefined if there is
 * nothing.
 */
export function accessProblem(file: string, beside: readonly string[]): AccessProblem | undefined {
  // Windows has no numbers for users.
  if (process.getuid === undefined) return undefined;
  const owner = rightOwner(file, process.getuid());
  const shut = shutFolder(path.dirname(file));
  const places = shut === undefined ? [file, ...beside] : [shut];
  const wrong = places.filter((place) => foreignIn(place, owner).length > 0);
  if (wrong.length > 0) return ownedByOthers(wrong, owner);
  if (shut !== undefined) return closed(shut, 'u+rwx');
  return lstatIfAllowed(file) && !isAllowed(file, fs.constants.R_OK) ? closed(file, '600') : undefined;
}

/** For root, who works on the files of a user, that user: the owner of the folder, else of the store. */
function rightOwner(file: string, me: number): number {
  return me || lstatIfAllowed(path.dirname(file))?.uid || (lstatIfAllowed(file)?.uid ?? me);
}

function ownedByOthers(wrong: readonly string[], owner: number): AccessProblem {
  const files = wrong.flatMap((place) => foreignIn(place, owner));
  const others = files.every((name) => lstatIfAllowed(name)?.uid === 0) ? 'root' : 'another user';
  const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : '';
  const command = ['chown', '-R', nameOf(owner), ...wrong.map(shellQuote)].join(' ');
  return {
    files,
    message: `${others} owns ${files.slice(0, NAMED).join(', ')}${more}`,
    hint: `Run: ${process.getuid?.() === 0 ? command : `sudo ${command}`}`,
  };
}

/** How many files are named. */
const NAMED = 3;

function closed(file: string, mode: string): AccessProblem {
  return { files: [file], message: `${file}: permission denied`, hint: `Run: chmod ${mode} ${shellQuote(file)}` };
}

/** The first folder on the way that this user may not enter. */
function shutFolder(folder: string): string | undefined {
  const parent = path.dirname(folder);
  const above = parent === folder ? undefined : shutFolder(parent);
  if (above !== undefined) return above;
  return lstatIfAllowed(folder)?.isDirectory() && !isAllowed(folder, fs.constants.X_OK) ? folder : undefined;
}

/** What belongs to another user: the file or folder itself, or what is in it. */
function foreignIn(name: string, owner: number): string[] {
  const stat = lstatIfAllowed(name);
  if (stat === undefined) return [];
  if (stat.uid !== owner) return [name];
  if (!stat.isDirectory() || !isAllowed(name, fs.constants.R_OK | fs.constants.X_OK)) return [];
  return fs.readdirSync(name).flatMap((child) => foreignIn(path.join(name, child), owner));
}

function isAllowed(name: string, mode: number): boolean {
  try {
    fs.accessSync(name, mode);
    return true;
  } catch {
    return false;
  }
}

/** The name of this user. The names of others are not asked for. */
function nameOf(owner: number): string {
  try {
    return owner === process.getuid?.() ? os.userInfo().username : String(owner);
  } catch {
    return String(owner);
  }
}
