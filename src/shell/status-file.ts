import path from 'node:path';
import { exists, replacePrivately } from '../store/header.ts';

/** What the prompt of a shell reads, beside the store. */
export function statusFile(file: string): string {
  return `${path.resolve(file)}.status`;
}

/** What a shell has said last, for all of them: it is made here so that it is the user's alone, and written by shells. */
export function nudgedFile(file: string): string {
  return `${path.resolve(file)}.nudged`;
}

export function writeStatus(file: string, text: string): void {
  replacePrivately(statusFile(file), text);
  if (!exists(nudgedFile(file))) replacePrivately(nudgedFile(file), '');
}
