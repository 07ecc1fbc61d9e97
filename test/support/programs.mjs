// The programs from outside that tests use: where they are, what installs them, and the line `npm test` ends with where some are
// missing. In JavaScript, as jest loads a reporter before anything could translate it.
import fs from 'node:fs';
import path from 'node:path';

const CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const BASH_COMPLETION = '/usr/share/bash-completion/bash_completion';

/**
 * The package each comes in on a platform, by the package manager below. Where none is named, there is no such program.
 * @satisfies {Record<string, { [platform in NodeJS.Platform]?: string } & { names?: (string | undefined)[] }>}
 */
const PROGRAMS = {
  // Stands for the utilities of a POSIX system as well.
  sh: { linux: 'dash', darwin: 'dash' },
  bash: { linux: 'bash', darwin: 'bash' },
  zsh: { linux: 'zsh', darwin: 'zsh' },
  fish: { linux: 'fish', darwin: 'fish' },
  'bash-completion': { linux: 'bash-completion', names: [BASH_COMPLETION] },
  less: { linux: 'less', darwin: 'less' },
  tmux: { linux: 'tmux', darwin: 'tmux' },
  // Debian has none: where it is installed otherwise, NU may name it.
  nu: { darwin: 'nushell', names: [process.env.NU, 'nu'] },
  git: { linux: 'git', darwin: 'git', win32: 'Git.Git' },
  ssh: { linux: 'openssh-client', darwin: 'openssh' },
  sshd: { linux: 'openssh-server', darwin: 'openssh' },
  chromium: {
    linux: 'chromium',
    darwin: 'google-chrome',
    names: [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome', CHROME],
  },
  mandoc: { linux: 'mandoc' },
  groff: { linux: 'groff-base' },
  'systemd-analyze': { linux: 'systemd' },
  setpriv: { linux: 'util-linux' },
  unshare: { linux: 'util-linux' },
};

/** @typedef {keyof typeof PROGRAMS} Program */

/** @type {{ [platform in NodeJS.Platform]?: string }} */
const MANAGERS = {
  linux: `${process.getuid?.() === 0 ? '' : 'sudo '}apt-get install`,
  darwin: 'brew install',
  win32: 'winget install',
};

/** The PATH for what tests start: the caller's, and the folders of a POSIX system. */
export const PATH =
  process.platform === 'win32' ? process.env.PATH : [process.env.PATH, '/usr/bin', '/bin'].filter(Boolean).join(':');

// Debian's users do not have sshd on their PATH.
const FOLDERS = [...(process.env.PATH ?? '').split(path.delimiter).filter(path.isAbsolute), '/usr/sbin'];

const FOUND = new Map(Object.keys(PROGRAMS).map((name) => [name, find(/** @type {Program} */ (name))]));

/** @param {Program} program */
function find(program) {
  const entry = PROGRAMS[program];
  if (packageOf(program) === undefined && !('names' in entry)) return undefined;
  const names = 'names' in entry ? entry.names.filter((name) => name !== undefined && name !== '') : [program];
  return names
    .flatMap((name) => FOLDERS.map((folder) => path.resolve(folder, `${name}`)))
    .flatMap((file) => (process.platform === 'win32' ? [`${file}.exe`] : [file]))
    .find((file) => fs.existsSync(file));
}

/** @param {Program} program */
export function isThere(program) {
  return FOUND.get(program) !== undefined;
}

/**
 * Where a program is; its name alone where it is not.
 * @param {Program} program
 */
export function placeOf(program) {
  return FOUND.get(program) ?? program;
}

/**
 * The package a program comes in on this platform, if there is one.
 * @param {Program} program
 * @returns {string | undefined}
 */
export function packageOf(program) {
  /** @type {{ [platform in NodeJS.Platform]?: string }} */
  const packages = PROGRAMS[program];
  return packages[process.platform];
}

/** All packages with programs that the tests use here. */
export function allPackages() {
  return packagesOf(/** @type {Program[]} */ (Object.keys(PROGRAMS)));
}

/** @param {readonly Program[]} programs */
function packagesOf(programs) {
  return [...new Set(programs.map(packageOf).filter((name) => name !== undefined))];
}

/**
 * What to say where these are missing, with the one command that installs them.
 * @param {readonly Program[]} programs
 */
export function missing(programs) {
  return `Missing: ${listed(programs)}. To install: ${installing(programs)}`;
}

/** @param {readonly Program[]} programs */
function installing(programs) {
  return [MANAGERS[process.platform], ...packagesOf(programs)].join(' ');
}

/** @param {readonly Program[]} programs */
function listed(programs) {
  return new Intl.ListFormat('en-GB').format(programs);
}

/**
 * The title under which tests stand that are skipped, as these programs are missing.
 * @param {readonly Program[]} programs
 */
export function titleOf(programs) {
  return `needs ${programs.join(', ')}`;
}

/** The last line of a run in which tests were skipped for want of a program. */
export default class MissingPrograms {
  /**
   * @param {unknown} _
   * @param {import('@jest/reporters').AggregatedResult} results
   */
  onRunComplete(_, { testResults }) {
    const titles = testResults
      .flatMap((file) => file.testResults)
      .filter(({ status }) => status === 'pending')
      .map(({ ancestorTitles }) => ancestorTitles.findLast((title) => title.startsWith('needs ')))
      .filter((title) => title !== undefined);
    const line = lineAbout(titles);
    // Jest's own summary comes after every reporter.
    if (line) process.once('exit', () => process.stderr.write(`${line}\n`));
  }
}

/**
 * @param {readonly string[]} titles one for each test that was skipped
 * @returns {string | undefined}
 */
export function lineAbout(titles) {
  const named = new Set(titles.flatMap((title) => title.slice('needs '.length).split(', ')));
  const programs = /** @type {Program[]} */ (Object.keys(PROGRAMS)).filter((program) => named.has(program));
  if (programs.length === 0) return undefined;
  const [tests, them] =
    titles.length === 1 ? ['1 test that needs', 'it'] : [`${titles.length} tests that need`, 'them'];
  return `Skipped ${tests} ${listed(programs)}. To run ${them}: ${installing(programs)}`;
}
