#!/usr/bin/env node
'use strict';

// Runs the bundle with the code V8 has compiled of it before: to compile it again takes longer than most commands do.
// https://nodejs.org/api/vm.html#scriptcreatecacheddata

const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const DIST = path.join(__dirname, '../dist');
const BUNDLE = path.join(DIST, 'main.cjs');

/** After so long a command's code is kept anew, with what of it has been used since. */
const STALE_AFTER_MS = 86_400_000;

const words = process.argv.slice(2);

/** @param {string} source */
async function start(source) {
  const file = cacheFile(source, words[0]);
  const cache = file ? readCache(file) : undefined;
  const script = new vm.Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: BUNDLE,
    ...(cache && { cachedData: cache.code }),
  });
  /** @type {{ exports: { main?: (words: string[]) => Promise<number> } }} */
  const bundle = { exports: {} };
  script.runInThisContext()(bundle.exports, requireFromBundle, bundle, BUNDLE, DIST);
  process.exitCode = await bundle.exports.main?.(words);
  const isGood = cache?.isFresh && !script.cachedDataRejected;
  if (file && !isGood && process.exitCode === 0) writeCache(file, script.createCachedData());
  // All is written by now, and to leave at once is quicker than to clear up first.
  process.exit();
}

/**
 * As seen from the bundle. (Node's own createRequire comes with a module that takes longer to load than all of this.)
 * @param {string} name
 */
function requireFromBundle(name) {
  return require(name.startsWith('.') ? path.join(DIST, name) : name);
}

/** @returns {string | undefined} */
function readBundle() {
  try {
    // The build writes nothing but ASCII, and this way Node need not look for more.
    return fs.readFileSync(BUNDLE, 'latin1');
  } catch {
    return undefined;
  }
}

/**
 * Each command has a file of its own, with the functions it needs: in the user's folder for state, under what the code depends on.
 * @param {string} source
 * @param {string | undefined} command
 */
function cacheFile(source, command = 'today') {
  const { XDG_STATE_HOME, LOCALAPPDATA, HOME } = process.env;
  const state = XDG_STATE_HOME || LOCALAPPDATA || (HOME && path.join(HOME, '.local/state'));
  if (!state || !path.isAbsolute(state) || !/^-{0,2}[a-z]{1,12}$/i.test(command)) return undefined;
  const build = source.slice(3, source.indexOf('\n'));
  return path.join(state, 'fourthings/code', `${build}-${process.version}-${process.arch}`, command);
}

/**
 * The code is there twice: V8 runs what it is given, and a single wrong bit could end the process. To compare is quickest.
 * @param {string} file
 */
function readCache(file) {
  let descriptor;
  try {
    descriptor = fs.openSync(file, 'r');
    const { mtimeMs, uid } = fs.fstatSync(descriptor);
    // Code of another user's would be run with the rights of this one, under sudo for example.
    if (process.geteuid && uid !== process.geteuid()) return undefined;
    const bytes = fs.readFileSync(descriptor);
    const code = bytes.subarray(0, bytes.length / 2);
    if (!code.equals(bytes.subarray(bytes.length / 2))) return undefined;
    return { code, isFresh: Date.now() - mtimeMs < STALE_AFTER_MS };
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

/**
 * @param {string} file
 * @param {Buffer} code
 */
function writeCache(file, code) {
  const draft = `${file}.${process.pid}`;
  try {
    const folder = path.dirname(file);
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(draft, Buffer.concat([code, code]), { mode: 0o600, flush: true });
    fs.renameSync(draft, file);
  } catch {
    // No room, or no right to write there: then each command is compiled each time.
    try {
      fs.unlinkSync(draft);
    } catch {}
  }
}

function printVersion() {
  try {
    fs.writeSync(1, `${require('../package.json').version}\n`);
  } catch {
    // Whoever asked did not wait for it.
  }
}

function begin() {
  const source = readBundle();
  if (source !== undefined) return void start(source);
  console.error('four: not built yet. Run `npm run build` in the source folder, then try again.');
  process.exitCode = 1;
}

// What scripts ask for to see whether there is a four is known without loading it.
if (words.length === 1 && /^(-V|--version)$/.test(words[0] ?? '')) printVersion();
else begin();
