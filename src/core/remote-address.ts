import { UsageError } from './errors.ts';
import { sanitize } from './text.ts';

/** The file system, as far as the address of a folder needs it. */
export interface Folders {
  isFolder(name: string): boolean;
  /** The absolute path of a folder. */
  resolve(name: string): string;
}

/** `git@example.org:you/four.git`, `https://example.org/four.git` */
const HAS_HOST = /^[^/]+:/;

/**
 * Whether git may be given a text as the address of a repository. Refused are options, addresses that are commands
 * (https://git-scm.com/docs/git-remote-ext, git-remote-fd), and text that a terminal would obey.
 */
export function isRemoteAddress(text: string): boolean {
  return text !== '' && !/^[\s-]|^(ext|fd)::/.test(text) && sanitize(text) === text;
}

/** The address that the user typed; of a folder its absolute path, so that it is found from every folder. */
export function parseRemoteAddress(words: string, { isFolder, resolve }: Folders): string {
  const typed = words.trim();
  const address = typed !== '' && (isFolder(typed) || !HAS_HOST.test(typed)) ? resolve(typed) : typed;
  if (!isRemoteAddress(typed) || !isRemoteAddress(address))
    throw new UsageError(
      `${JSON.stringify(words)} is not the address of a repository`,
      'Like this: four sync git@example.org:you/four.git',
    );
  return address;
}

/** An address without the user name, password or token in it. */
export function maskSecrets(address: string): string {
  return address
    .replace(/^(https?:\/\/)[^/]*@/, '$1***@')
    .replace(/^(\w+:\/\/[^/:@]*):[^/]*@/, '$1:***@')
    .replace(/^(https?:[^?#]*)[?#].*$/, '$1?***');
}
