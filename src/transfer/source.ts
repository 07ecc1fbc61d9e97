import { isUtf8 } from 'node:buffer';
import type { Day } from '../core/day.ts';
import { CommandError } from '../core/errors.ts';
import type { LoopRecord } from './imported-history.ts';

/** What a reader has to know besides the file. */
export interface Reading {
  readonly today: Day;
  /** When a day ends, in minutes after midnight. */
  readonly dayStart: number;
}

/** What is imported: the file the user named, and what belongs to it. */
export interface Source {
  readonly name: string;
  readonly bytes: Buffer;
  /** Another file in the same folder; undefined where there is none. */
  beside(name: string): Buffer | undefined;
  /** Its records, when it is a database of Loop Habit Tracker. */
  loopRecords(): LoopRecord[];
}

const MARK = Buffer.from('\ufeff');

/** The bytes of a text as UTF-8 without a mark at its beginning. Windows' shells write UTF-16, with one. */
export function utf8Of(bytes: Buffer, name: string): Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(new TextDecoder('utf-16le').decode(bytes));
  if (!isUtf8(bytes))
    throw new CommandError(`${name} is not a text in UTF-8`, 'Nothing was changed. To make it one: iconv -t utf-8');
  return bytes.subarray(0, MARK.length).equals(MARK) ? bytes.subarray(MARK.length) : bytes;
}

export function textOf({ bytes, name }: Pick<Source, 'bytes' | 'name'>): string {
  return utf8Of(bytes, name).toString('utf8');
}

/** The lines that hold something, with their numbers from 1. */
export function* linesOf(text: string): Generator<[number: number, line: string]> {
  let number = 0;
  for (const line of text.split(/\r\n|\n|\r/)) {
    number += 1;
    if (line.trim() !== '') yield [number, line];
  }
}
