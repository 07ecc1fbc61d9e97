import fs from 'node:fs';
import path from 'node:path';

export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** What is in a file the user named; all that goes wrong is told of it. */
export function readFile(file: string): Buffer {
  return naming(file, () => fs.readFileSync(file));
}

export function isFolder(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

export function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Writes all of the files, or none of them: each is complete beside its place before the first is moved there. */
export function writeFiles(files: readonly NamedText[]): void {
  const targets = files.map(({ file, text }, index) => ({
    file,
    text,
    draft: isReplaceable(file) ? draftOf(file, index) : null,
  }));
  const drafts = targets.flatMap(({ file, draft }) => (draft === null ? [] : [{ file, draft }]));
  try {
    // Devices last: what is written there cannot be taken back when another file fails.
    const draftsFirst = targets.toSorted((a, b) => Number(a.draft === null) - Number(b.draft === null));
    for (const { file, text, draft } of draftsFirst) {
      naming(file, () => fs.writeFileSync(draft ?? file, text, draft === null ? {} : { flag: 'wx' }));
    }
    for (const { file, draft } of drafts) naming(file, () => fs.renameSync(draft, followLinks(file)));
  } finally {
    for (const { draft } of drafts) fs.rmSync(draft, { force: true });
  }
}

/** Whatever goes wrong is told of the file the user named, not of its draft. */
function naming<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw Object.assign(error as Error, { path: file });
  }
}

// A device or a pipe, like /dev/stdout, is written to; a folder is refused there.
function isReplaceable(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
}

// A name of its own: with more added to it, a long one would be too long.
function draftOf(file: string, index: number): string {
  return path.join(path.dirname(followLinks(file)), `.four.${index}.${process.pid}`);
}

/** What a link leads to is replaced, and not the link. */
function followLinks(file: string): string {
  return fs.existsSync(file) ? fs.realpathSync(file) : file;
}
