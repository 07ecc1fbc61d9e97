import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, expect } from '@jest/globals';
import { type DayJson, useHome } from './four.ts';

/** What `four import --json` prints. */
export interface Outcome {
  readonly format: string;
  readonly read: number;
  readonly imported: number;
  readonly known: number;
  readonly leftOut: { readonly where: string; readonly reason: string }[];
  readonly remarks: string[];
}

/** A home for tests that import files. */
export function useImports() {
  const home = useHome();
  const { four, json } = home;

  // The time zone of the commands decides, not that of the tests.
  beforeEach(() => {
    home.env.TZ = process.env.TZ;
  });

  function write(name: string, text: string | Uint8Array): string {
    const file = path.join(home.folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return file;
  }

  /** Imports a file: a dry run tells the same as the import, and the second time adds nothing. */
  async function importTwice(file: string, ...words: string[]) {
    const { dryRun: _, ...dry } = await json<Outcome & { dryRun: boolean }>('import', file, ...words, '--dry-run');
    const { dryRun: __, ...outcome } = await json<Outcome & { dryRun: boolean }>('import', file, ...words);
    expect(dry).toEqual(outcome);
    const { format, read, imported, leftOut } = outcome;
    expect(imported + leftOut.length).toBe(read);
    const again = await json<Outcome>('import', file, ...words);
    expect(again).toMatchObject({ read, imported: 0, known: imported });
    return { format, imported, leftOut: leftOut.map(({ where, reason }) => `${where}: ${reason}`) };
  }

  /** All days, as `2026-11-20: 1 Run (In the rain), + Read`. */
  async function history(): Promise<string[]> {
    const { days } = JSON.parse((await four('export')).stdout) as { days: DayJson[] };
    return days.map(({ day, things }) => {
      const words = things.map(({ slot, text, did }) => `${slot ?? '+'} ${text}${did === null ? '' : ` (${did})`}`);
      expect(things.every(({ done }) => done)).toBe(true);
      return `${day}: ${words.join(', ')}`;
    });
  }

  return { home, write, importTwice, history };
}
