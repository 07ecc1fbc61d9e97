import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeOf } from '../core/errors.ts';
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
 * What belongs to another user among a store, its folder and the files and folders `beside` it, or is closed to its own user. Undefined
 * if there is nothing.
 */
export function accessProblem(file: string, beside: readonly string[]): AccessProblem | undefined {
  // Windows has no numbers for users.
  if (process.getuid === undefined) return undefined;
  const owner = rightOwner(file, process.getuid());
  const shut = shutFolder(path.dirname(file));
  const places = shut === undefined ? [file, ...beside] : [shut];
  return ownedByOthers(places, owner) ?? closed(places, file);
}

/** For root, who works on the files of a user, that user: the owner of the folder, else of the store. */
function rightOwner(file: string, me: number): number {
  return me || lstatIfAllowed(path.dirname(file))?.uid || (lstatIfAllowed(file)?.uid ?? me);
}

function ownedByOthers(places: readonly string[], owner: number): AccessProblem | undefined {
  const isForeign = (name: string) => lstatIfAllowed(name)?.uid !== owner;
  const { wrong, files } = findWrong(places, isForeign);
  if (files.length === 0) return undefined;
  const others = files.every((name) => lstatIfAllowed(name)?.uid === 0) ? 'root' : 'another user';
  const command = ['chown', '-R', nameOf(owner), ...wrong.map(shellQuote)].join(' ');
  const isRoot = process.getuid?.() === 0;
  return { files, message: `${others} owns ${listed(files)}`, hint: `Run: ${isRoot ? command : `sudo ${command}`}` };
}

function closed(places: readonly string[], store: string): AccessProblem | undefined {
  const { wrong, files } = findWrong(places, (name) => !isAllowed(name, neededFor(name, store)));
  if (files.length === 0) return undefined;
  const isInside = files.some((name) => !wrong.includes(name));
  const command = ['chmod', ...(isInside ? ['-R'] : []), 'u+rwX', ...wrong.map(shellQuote)].join(' ');
  return { files, message: `${listed(files)}: permission denied`, hint: `Run: ${command}` };
}

/** git writes files that nobody may change. */
function neededFor(name: string, store: string): number {
  const { R_OK, W_OK, X_OK } = fs.constants;
  if (lstatIfAllowed(name)?.isDirectory()) return R_OK | W_OK | X_OK;
  return name === store ? R_OK | W_OK : R_OK;
}

/** The files and folders that are wrong, without what is in such a folder, and the places they are in. */
function findWrong(places: readonly string[], isWrong: (name: string) => boolean) {
  const wrongIn = (place: string) => {
    const wrong = new Set(withContent(place).filter(isWrong));
    return [...wrong].filter((name) => !wrong.has(path.dirname(name)));
  };
  return { wrong: places.filter((place) => wrongIn(place).length > 0), files: places.flatMap(wrongIn) };
}

/** A file, or a folder with all that is in it, as far as it can be seen. Links are left out. */
function withContent(name: string): string[] {
  const stat = lstatIfAllowed(name);
  if (stat === undefined || stat.isSymbolicLink()) return [];
  if (!stat.isDirectory() || !isAllowed(name, fs.constants.R_OK | fs.constants.X_OK)) return [name];
  return [name, ...fs.readdirSync(name).flatMap((child) => withContent(path.join(name, child)))];
}

/** The first folder on the way that this user may not enter; also the last one, if nothing can be created there. */
function shutFolder(folder: string, needed = fs.constants.W_OK | fs.constants.X_OK): string | undefined {
  const parent = path.dirname(folder);
  const above = parent === folder ? undefined : shutFolder(parent, fs.constants.X_OK);
  if (above !== undefined) return above;
  return lstatIfAllowed(folder)?.isDirectory() && !isAllowed(folder, needed) ? folder : undefined;
}

/** How many files are named. */
const NAMED = 3;

function listed(files: readonly string[]): string {
  const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : '';
  return files.slice(0, NAMED).join(', ') + more;
}

/** Whether permissions allow it. What else may be wrong is for others to say. */
function isAllowed(name: string, mode: number): boolean {
  try {
    fs.accessSync(name, mode);
    return true;
  } catch (error) {
    return !/^(EACCES|EPERM)$/.test(codeOf(error));
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
