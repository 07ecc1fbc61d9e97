#!/usr/bin/env node
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const DIST = `${path.dirname(__dirname)}/dist`;

/** Node 20 has none. */
const hasCompileCache = Number.parseInt(process.versions.node, 10) >= 22;

const words = process.argv.slice(2);

/** @param {string} build */
async function start(build) {
  const code = codeFolder(build);
  if (code?.isFilled) keepCompiledCode(code.folder);
  process.exitCode = await require(`${DIST}/main.cjs`).main(words);
  if (code?.isKnown && !code.isFilled && process.exitCode === 0) {
    keepCompiledCode(code.folder);
    loadAgain();
  }
  // Everything is written by now, and leaving at once is faster than cleaning up first.
  process.exit();
}

/** What tells this build from every other; undefined where nothing was built. */
function readBuild() {
  try {
    return fs.readFileSync(`${DIST}/build-id`, 'latin1');
  } catch {
    return undefined;
  }
}

/**
 * The folder for the compiled code of this command, if it is ours. It is made on the first run and filled on the second, so that a
 * command that is used once leaves nothing.
 * @param {string} build
 */
function codeFolder(build) {
  const { XDG_STATE_HOME, HOME } = process.env;
  const state = path.normalize(XDG_STATE_HOME || `${HOME}/.local/state`);
  // Windows does not say who else can write in a folder.
  if (!hasCompileCache || !process.geteuid || !path.isAbsolute(state)) return undefined;
  const builds = `${state}/fourthings/code`;
  const [command] = /^[a-z_]+$/.exec(words[0] ?? '') ?? ['four'];
  const folder = `${builds}/${build}/${process.version}-${command}`;
  try {
    const [isBuildKnown, isKnown] = [fs.existsSync(`${builds}/${build}`), fs.existsSync(folder)];
    if (!isOurs(folder)) return undefined;
    if (!isBuildKnown) removeOthers(`${builds}/${build}`);
    return { folder, isKnown, isFilled: isKnown && fs.readdirSync(folder).length > 0 };
  } catch {
    // There is no space or no permission: the code is compiled each time.
    return undefined;
  }
}

/**
 * Lets Node use and keep the code it compiles, from Node 22.1 on: https://nodejs.org/api/module.html#module-compile-cache
 * @param {string} folder
 */
function keepCompiledCode(folder) {
  /** @type {any} */ (require('node:module')).enableCompileCache?.(folder);
}

/**
 * Loads the bundles once more, after a command. Node keeps their code as it is when they are loaded, and V8 compiles most functions
 * only when they are called: now it has those that the command uses.
 */
function loadAgain() {
  const bundles = Object.keys(require.cache).filter((file) => file.startsWith(DIST));
  for (const file of bundles) delete require.cache[file];
  for (const file of bundles) require(file);
}

/**
 * Makes a folder unless it exists. Returns whether nobody else can put code into it: every folder on the way is no link, belongs
 * to us or to root, and lets no other user replace what is in it. Under sudo, the folders of another user's HOME belong to neither.
 * @param {string} folder
 * @returns {boolean}
 */
function isOurs(folder) {
  const parent = path.dirname(folder);
  if (parent !== folder && !isOurs(parent)) return false;
  const found = fs.lstatSync(folder, { throwIfNoEntry: false });
  if (!found) {
    fs.mkdirSync(folder, { mode: 0o700 });
    return true;
  }
  const isSticky = (found.mode & 0o1000) !== 0;
  const isShared = (found.mode & 0o022) !== 0 && !isSticky;
  return found.isDirectory() && !isShared && (found.uid === process.geteuid?.() || found.uid === 0);
}

/**
 * Removes the code of other builds.
 * @param {string} folder
 */
function removeOthers(folder) {
  const parent = path.dirname(folder);
  for (const name of fs.readdirSync(parent))
    if (name !== path.basename(folder)) fs.rmSync(`${parent}/${name}`, { recursive: true, force: true });
}

/** The general help as the build wrote it for this width; undefined for other widths. */
function builtHelp() {
  const file = `${DIST}/help-${Math.min(columns(), 88)}.txt`;
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

function columns() {
  const named = Number.parseInt(process.env.COLUMNS ?? '', 10) || 80;
  if (!fs.fstatSync(1).isCharacterDevice()) return named;
  const tty = require('node:tty');
  return (tty.isatty(1) && new tty.WriteStream(1).columns) || named;
}

/** What needs nothing but a text that is there already. */
function readyAnswer() {
  if (words.length !== 1) return undefined;
  if (words[0] === '-V' || words[0] === '--version') return `${require('../package.json').version}\n`;
  return words[0] === '-h' || words[0] === '--help' ? builtHelp() : undefined;
}

/**
 * Whether it could be printed; if not, the bundle tries again and says what is wrong.
 * @param {string} text
 */
function isPrinted(text) {
  try {
    fs.writeSync(1, text);
    return true;
  } catch {
    return false;
  }
}

function begin() {
  const answer = readyAnswer();
  if (answer !== undefined && isPrinted(answer)) return;
  const build = readBuild();
  if (build !== undefined) return void start(build);
  console.error('four: not built yet. Run `npm run build` in the source folder, then try again.');
  process.exitCode = 1;
}

begin();
