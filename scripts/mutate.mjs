// npm run mutate -- ROOM... [--sample N] [--seed N]: makes small faults in the code, one at a time, and sees whether the tests notice.
// What nobody noticed is listed at the end. docs/mutation.md has the figures. Stryker is not used: it runs every test for each
// fault, or traces them with a set-up that does not fit Jest's ESM; here the tests nearest to the fault run first.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import config from '../jest.config.js';
import { mutantsOf } from './mutants.mjs';

const ROOT = path.join(import.meta.dirname, '..');
const ROOMS = ['core', 'store', 'sync', 'transfer'];

/** A test that takes longer has probably met a loop that never ends. */
const TIMEOUT_MS = 300_000;

/** Tests of the built command, in which there is no fault, and tests that take long. */
const LEFT_OUT =
  /^test\/(faults|flows|terminal)\/|^test\/(fuzz|launcher|man|start|docs|build|zones|programs|markers|agreement|architecture)\.|^test\/shell\/(shell|completion|reminders)\.|^test\/sync\/(ssh|hostile)\.|^test\/commands\/launched\./;

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
const rooms = positionals.length > 0 ? positionals : ROOMS;
const distances = distancesFromTests();
const results = [];
for (const room of rooms) results.push(await mutateRoom(room));
for (const { room, survivors, count } of results) {
  const found = count - survivors.length;
  console.log(`${room}: ${found} of ${count} found, ${Math.round((100 * found) / count)} %`);
}

/** @param {string} room */
async function mutateRoom(room) {
  const files = fs.readdirSync(path.join(ROOT, 'src', room), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts')).map((file) => `src/${room}/${file}`);
  const all = sources.sort().flatMap((file) => mutantsOf(file, fs.readFileSync(path.join(ROOT, file), 'utf8')));
  const mutants = sampleOf(all, Number(values.sample), Number(values.seed));
  console.log(`${room}: ${mutants.length} of ${all.length} mutants, seed ${values.seed}`);
  const reaching = [...distances].filter(([, reached]) => mutants.some(({ file }) => reached.has(file)));
  const failing = await failingTests(reaching.map(([test]) => test));
  for (const test of failing) console.log(`left out, as it fails without a fault: ${test}`);
  const survivors = [];
  for (const mutant of mutants) {
    const outcome = await tryMutant(mutant, failing);
    if (outcome === 'survived') survivors.push(mutant);
    console.log(`${outcome === 'found' ? '  ' : '! '}${mutant.file}:${mutant.line} ${mutant.was} → ${mutant.becomes}`);
  }
  return { room, survivors, count: mutants.length };
}

/**
 * The tests whose imports lead to the file most directly run first: most faults are found there.
 * @param {Mutant} mutant
 * @param {readonly string[]} leftOut
 * @returns {Promise<Outcome>}
 */
async function tryMutant(mutant, leftOut) {
  const related = [...distances].flatMap(([test, reached]) => {
    const distance = reached.get(mutant.file);
    return distance === undefined || leftOut.includes(test) ? [] : [{ test, distance }];
  });
  const near = related.filter(({ distance }) => distance <= 2).map(({ test }) => test);
  const far = related.filter(({ distance }) => distance > 2).map(({ test }) => test);
  for (const tests of [near, far]) if (tests.length > 0 && !(await runJest(tests, mutant, ['--bail']))) return 'found';
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
 * For each test, how many imports lead from it to each file of `src`.
 * @returns {Map<string, Map<string, number>>}
 */
function distancesFromTests() {
  const tests = fs
    .readdirSync(path.join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .map((file) => `test/${file.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith('.test.ts') && !LEFT_OUT.test(file));
  return new Map(tests.map((test) => [test, reachedFrom(test)]));
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
  const reached = new Map([[test, 0]]);
  for (const [file, distance] of reached)
    for (const imported of importsOf(file)) if (!reached.has(imported)) reached.set(imported, distance + 1);
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
