// npm run mutate -- ROOM... [--sample N] [--seed N]: makes small faults in the code, one at a time, and sees whether the tests notice.
// What nobody noticed is listed at the end. docs/mutation.md has the figures. The tests of the same room run first.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import config from '../jest.config.js';
import { mutantsOf } from './mutants.mjs';

const ROOT = path.join(import.meta.dirname, '..');
/** A test that takes longer has probably met a loop that never ends. */
const TIMEOUT_MS = 300_000;

/** The rooms whose faults are tried, and the tests that run for each, its own first. The built command has no fault, so not its tests. */
const TESTS = {
  core: /^test\/(core|views|transfer|commands|shell\/(nudge|status-file|timeline)|faults\/limits)\b/,
  store: /^test\/(store|commands|data)\b/,
  sync: /^test\/sync\/(?!ssh|hostile)/,
  transfer: /^test\/(transfer\/|commands\/(import|export)\.|faults\/limits)/,
};

/** @typedef {import('./mutants.mjs').Mutant} Mutant */
/** @typedef {'found' | 'survived'} Outcome */

/** @type {Mutant} */
const NO_MUTANT = { file: '', line: 0, start: 0, end: 0, was: '', becomes: '' };

/** @type {Map<string, string[]>} */
const imports = new Map();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string', default: '80' }, seed: { type: 'string', default: '4' } },
});
const rooms = /** @type {(keyof typeof TESTS)[]} */ (positionals.length > 0 ? positionals : Object.keys(TESTS));
const results = [];
for (const room of rooms) results.push(await mutateRoom(room));
for (const { room, survivors, count } of results) {
  const found = count - survivors.length;
  console.log(`${room}: ${found} of ${count} found, ${Math.round((100 * found) / count)} %`);
}

/** @param {keyof typeof TESTS} room */
async function mutateRoom(room) {
  const files = fs.readdirSync(path.join(ROOT, 'src', room), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts')).map((file) => `src/${room}/${file}`);
  const all = sources.sort().flatMap((file) => mutantsOf(file, fs.readFileSync(path.join(ROOT, file), 'utf8')));
  const mutants = sampleOf(all, Number(values.sample), Number(values.seed));
  console.log(`${room}: ${mutants.length} of ${all.length} mutants, seed ${values.seed}`);
  const tests = testsOf(room);
  const failing = await failingTests(tests.map(({ test }) => test));
  for (const test of failing) console.log(`left out, as it fails without a fault: ${test}`);
  const survivors = [];
  for (const mutant of mutants) {
    const related = tests.filter(({ test, reached }) => reached.has(mutant.file) && !failing.includes(test));
    const outcome = await tryMutant(
      mutant,
      room,
      related.map(({ test }) => test),
    );
    if (outcome === 'survived') survivors.push(mutant);
    console.log(`${outcome === 'found' ? '  ' : '! '}${mutant.file}:${mutant.line} ${mutant.was} → ${mutant.becomes}`);
  }
  return { room, survivors, count: mutants.length };
}

/**
 * @param {Mutant} mutant
 * @param {string} room
 * @param {readonly string[]} tests
 * @returns {Promise<Outcome>}
 */
async function tryMutant(mutant, room, tests) {
  const isOwn = (/** @type {string} */ test) => test.startsWith(`test/${room}/`);
  const [own, others] = [tests.filter(isOwn), tests.filter((test) => !isOwn(test))];
  for (const some of [own, others]) if (some.length > 0 && !(await runJest(some, mutant, ['--bail']))) return 'found';
  return 'survived';
}

/**
 * @param {readonly string[]} tests
 * @returns {Promise<string[]>}
 */
async function failingTests(tests) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'four-mutate-'));
  const file = path.join(folder, 'results.json');
  await runJest(tests, NO_MUTANT, ['--json', '--outputFile', file]);
  /** @type {{ testResults: { name: string, status: string }[] }} */
  const { testResults } = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.rmSync(folder, { recursive: true });
  const failed = testResults.filter(({ status }) => status === 'failed');
  return failed.map(({ name }) => path.relative(ROOT, name).split(path.sep).join('/'));
}

/**
 * Whether all of them pass.
 * @param {readonly string[]} tests
 * @param {Mutant} mutant
 * @param {readonly string[]} options
 * @returns {Promise<boolean>}
 */
function runJest(tests, mutant, options) {
  const [swc] = Object.values(config.transform);
  const transform = { '\\.ts$': [path.join(ROOT, 'scripts/mutate-transform.mjs'), swc?.[1]] };
  const mutated = JSON.stringify({ ...config, rootDir: ROOT, transform, reporters: [] });
  const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--config', mutated];
  // Far from UTC, so that one is not taken for the other unnoticed.
  const env = { ...process.env, TZ: 'Pacific/Kiritimati', MUTANT: JSON.stringify(mutant) };
  return new Promise((resolve) => {
    const child = spawn('nice', [process.execPath, ...jest, ...options, '--runTestsByPath', ...tests], {
      cwd: ROOT,
      env,
      stdio: 'ignore',
      detached: true,
    });
    const timer = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), TIMEOUT_MS);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

/**
 * The tests of a room, with the files that their imports lead to.
 * @param {keyof typeof TESTS} room
 */
function testsOf(room) {
  return fs
    .readdirSync(path.join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .map((file) => `test/${file.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith('.test.ts') && TESTS[room].test(file))
    .map((test) => ({ test, reached: reachedFrom(test) }));
}

/** @param {string} file */
function importsOf(file) {
  const known = imports.get(file);
  if (known) return known;
  const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+\.ts)'/g)]
    .map(([, specifier = '']) => path.posix.join(path.posix.dirname(file), specifier))
    // Code in a string is not imported.
    .filter((imported) => fs.existsSync(path.join(ROOT, imported)));
  imports.set(file, found);
  return found;
}

/** @param {string} test */
function reachedFrom(test) {
  const reached = new Set([test]);
  for (const file of reached) for (const imported of importsOf(file)) reached.add(imported);
  return reached;
}

/**
 * The same for the same seed, on every machine.
 * @template Item
 * @param {readonly Item[]} all
 * @param {number} size
 * @param {number} seed
 * @returns {Item[]}
 */
function sampleOf(all, size, seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  const keyed = all.map((item, index) => ({ item, index, key: next() }));
  const chosen = keyed.sort((one, other) => one.key - other.key).slice(0, size);
  return chosen.sort((one, other) => one.index - other.index).map(({ item }) => item);
}
