import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';
import type { Environment } from '../../src/session/environment.ts';
import { type Database, openDatabase } from '../../src/store/driver.ts';
import type { Result } from './four.ts';

/** What the launcher runs. */
export const BUILT = fileURLToPath(new URL('../../dist/main.cjs', import.meta.url));

/** A place in memory for tests that would wait for the disk a thousand times. In a container programs may not run there. */
export const QUICK =
  fs.existsSync('/dev/shm') && !/ \/dev\/shm \S+ \S*\bnoexec\b/.test(fs.readFileSync('/proc/mounts', 'utf8'))
    ? '/dev/shm'
    : fs.realpathSync(os.tmpdir());

const TABLES = ['thing', 'rest_day', 'setting', 'setback', 'usual', 'week_note'];

/** Opens a store as any program would, for as long as `work` takes. */
export function withDatabase<Answer>(file: string, work: (database: Database) => Answer): Answer {
  const database = openDatabase(file);
  try {
    return work(database);
  } finally {
    database.close();
  }
}

/** Every row of the user's, whole; undefined where there is no store. */
export function dump(file: string): object | undefined {
  if (!fs.existsSync(file)) return undefined;
  return withDatabase(file, (database) =>
    Object.fromEntries(TABLES.map((table) => [table, database.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()])),
  );
}

/**
 * Like `dump`, with texts in the place of ids: the same for two stores in which the same was done, also to be taken back. There
 * is nothing in one that is not there, or was only begun.
 */
export function contents(file: string): unknown[][] {
  const queries = [
    `SELECT thing.day, thing.slot, thing.text, thing.done_at, thing.did, thing.carried, thing.unplanned, origin.text AS origin
     FROM thing LEFT JOIN thing AS origin ON origin.id = thing.carried_from ORDER BY 1, 2, 3`,
    'SELECT day, reason FROM rest_day ORDER BY 1',
    'SELECT key, value FROM setting ORDER BY 1',
    `SELECT setback.day, setback.text, lesson, kind, settled_on, thing.text AS next
     FROM setback LEFT JOIN thing ON thing.id = next_id ORDER BY 1, 2`,
    'SELECT id, text, days FROM usual ORDER BY 1',
    'SELECT week, text FROM week_note ORDER BY 1',
    'SELECT command, undone FROM change ORDER BY id',
    'SELECT change_id FROM recording',
  ];
  if (!fs.existsSync(file)) return queries.map(() => []);
  return withDatabase(file, (database) => {
    const isBegun = database.pragma('user_version', { simple: true }) !== 0;
    return queries.map((sql) => (isBegun ? database.prepare(sql).all() : []));
  });
}

/** Everything below a folder, byte for byte, with modes. */
export function bytes(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.map((name) => {
      const file = path.join(folder, name);
      const entry = fs.lstatSync(file);
      const mode = entry.mode.toString(8);
      return [name, entry.isFile() ? `${mode} ${hash(fs.readFileSync(file))}` : mode];
    }),
  );
}

export function hash(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

export function modeOf(file: string): number {
  return fs.statSync(file).mode & 0o777;
}

/** Nothing a check of SQLite's finds. */
export function expectWhole(file: string): void {
  withDatabase(file, (database) => {
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(database.pragma('foreign_key_check')).toEqual([]);
  });
}

const ESC = '\u001b';
const COLOUR = new RegExp(`${ESC}\\[\\d{1,2}m`, 'g');

/** Takes away the program's own colours, and leaves everything else that begins like them. */
export function ownColours(text: string): string {
  return text.replaceAll(COLOUR, '');
}

/** What every command may come to but a bug: a result, or an error of one line and perhaps one with the way out. */
export function expectCalm({ stdout, stderr, status }: Result, what: unknown): void {
  expect({ what, status, stderr, isKnown: [0, 1, 2].includes(status) }).toEqual({
    what,
    status,
    stderr,
    isKnown: true,
  });
  const error = ownColours(stderr);
  if (status === 0) expect({ what, error }).toEqual({ what, error: '' });
  else expect({ what, error }).toEqual({ what, error: expect.stringMatching(/^four: [^\n]+\n([^\n]+\n)?$/) });
  expect({ what, text: stdout + stderr }).toEqual({ what, text: expect.not.stringMatching(/^\s+at .*:\d+:\d+\)?$/m) });
}

/**
 * A process that runs `script`, with `main` of the built command at hand (and `json`, which gives the one document it prints),
 * and reports a JSON document a line. `wrapper` are the words of a program to run it by.
 */
export class Script {
  readonly child: ChildProcess;
  /** Resolves when the process has ended: all it reported, and what it said on standard error. */
  readonly ended: Promise<{ reports: unknown[]; stderr: string; code: number | null; signal: string | null }>;
  readonly #reports: unknown[] = [];
  readonly #waiting: { count: number; resolve: () => void }[] = [];

  constructor(script: string, env: Environment, words: readonly string[] = [], wrapper: readonly string[] = []) {
    const prelude = `
      const { main } = require(${JSON.stringify(BUILT)});
      const fs = require('node:fs');
      const path = require('node:path');
      const words = process.argv.slice(1);
      const report = (value) => fs.writeSync(3, JSON.stringify(value) + '\\n');
      const json = async (...words) => {
        const { writeSync } = fs;
        let printed = '';
        fs.writeSync = (fd, data, ...rest) => (fd === 1 ? ((printed += data), data.length) : writeSync(fd, data, ...rest));
        const status = await main(['--json', ...words]).finally(() => Object.assign(fs, { writeSync }));
        if (status !== 0) throw new Error(JSON.stringify({ words, status, env: process.env }));
        return JSON.parse(printed);
      };`;
    const [file = '', ...args] = [
      ...wrapper,
      process.execPath,
      '-e',
      `${prelude}(async () => {${script}})()`,
      ...words,
    ];
    this.child = spawn(file, args, { env: { ...env }, cwd: env.HOME, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
    const { stdout, stderr, stdio } = this.child;
    let said = '';
    stdout?.resume();
    stderr?.on('data', (chunk) => {
      said += chunk;
    });
    readline.createInterface({ input: stdio[3] as NodeJS.ReadableStream }).on('line', (line) => this.#receive(line));
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code, signal) => {
        for (const { resolve } of this.#waiting.splice(0)) resolve();
        resolve({ reports: this.#reports, stderr: said, code, signal });
      });
    });
  }

  /** Resolves when so many reports are there, or the process has ended. */
  reported(count: number): Promise<void> {
    if (this.#reports.length >= count || this.child.exitCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ count, resolve });
    });
  }

  /** Waits for the end, and expects a good one. */
  async finish(): Promise<unknown[]> {
    const { reports, stderr, code } = await this.ended;
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    return reports;
  }

  #receive(line: string): void {
    try {
      this.#reports.push(JSON.parse(line));
    } catch {
      return; // cut off by a kill
    }
    for (const { count, resolve } of this.#waiting) if (this.#reports.length >= count) resolve();
  }
}

const OLD_STORES = fileURLToPath(new URL('../store/old/', import.meta.url));

/** A store as the release with that version of the schema left it: what `sqlite3 four.db .dump` printed then. */
export function makeOldStore(file: string, version: number): void {
  const name = fs.readdirSync(OLD_STORES).find((candidate) => Number.parseInt(candidate, 10) === version);
  if (name === undefined) throw new Error(`no store of version ${version} is kept in ${OLD_STORES}`);
  withDatabase(file, (database) => {
    database.exec(fs.readFileSync(path.join(OLD_STORES, name), 'utf8'));
    database.pragma('application_id = 0x666f7572');
    database.pragma(`user_version = ${version}`);
  });
}
