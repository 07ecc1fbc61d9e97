// npm run bench: measures how long the packed command takes on a pipe and on a terminal, as a ratio to Node itself, what a century of
// days costs, and the peers that are installed. Prints the result and writes it to docs/performance.md.
//   npm run bench -- --node /path/to/another/node   measure with that Node too; may be repeated
//   npm run bench -- --against 'CMD'                compare with another command
//   npm run bench -- --runs 40
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pty from '@lydell/node-pty';
import { format } from 'date-fns';
import { replaceBetweenMarkers } from './markers.mjs';

/**
 * @typedef {{ version: string, node: string, path: string, four: string }} Installed
 * @typedef {'pipe' | 'terminal'} Output
 * @typedef {{ name: string, command: string[], env: NodeJS.ProcessEnv, before?: string[] }} Case
 * @typedef {{ ms: number, ratio: number, low: number, high: number }} Measured
 * @typedef {{ name: string } & { [On in Output]: Measured }} Start
 * @typedef {{ name: string, seconds: number, megabytes: number }} Bulk
 */

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const page = path.join(root, 'docs/performance.md');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'four-bench-'));

const YEARS = [1, 100];
/** @type {readonly Output[]} */
const OUTPUTS = ['pipe', 'terminal'];
const WARM_UPS = 3;
const MS_PER_DAY = 86_400_000;
const TODAY = format(new Date(), 'yyyy-MM-dd');

const { values } = parseArgs({
  options: {
    node: { type: 'string', multiple: true, default: [] },
    against: { type: 'string' },
    runs: { type: 'string', default: '40' },
  },
});
const runs = Number(values.runs);
const [load = 0] = os.loadavg();

/**
 * A Node with the packed command installed beside it, as `npm install --global` leaves it.
 * @param {string} node
 * @param {string} tarball
 * @returns {Installed}
 */
function install(node, tarball) {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const prefix = path.join(work, version);
  const folder = path.join(work, `${version}-path`);
  fs.mkdirSync(folder, { recursive: true });
  fs.symlinkSync(node, path.join(folder, 'node'));
  const env = { PATH: `${folder}:${process.env.PATH}`, HOME: work, npm_config_cache: npmCache(), ...proxies() };
  // Nothing is compiled: what Node 20 needs for that is in this checkout already.
  execFileSync(
    'npm',
    ['install', '--global', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', prefix, tarball],
    {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (version.startsWith('v20.')) {
    const binding = 'build/Release/better_sqlite3.node';
    const target = path.join(prefix, 'lib/node_modules/fourthings/node_modules/better-sqlite3', binding);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(path.join(root, 'node_modules/better-sqlite3-node20', binding), target);
  }
  return { version, node, path: `${folder}:/usr/bin:/bin`, four: path.join(prefix, 'bin/four') };
}

function npmCache() {
  return execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
}

/** How npm reaches the registry from here; nothing else of the environment comes along. */
function proxies() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(npm_config_registry|.*_proxy|NODE_EXTRA_CA_CERTS)$/i.test(name)),
  );
}

/**
 * Four things a day, most of them done, as JSON for `four import`.
 * @param {number} years
 */
function history(years) {
  const today = Date.parse(TODAY);
  const days = [];
  for (let ago = Math.floor(years * 365.25) - 1; ago >= 0; ago -= 1) {
    const day = new Date(today - ago * MS_PER_DAY).toISOString().slice(0, 10);
    const things = [1, 2, 3, 4].map((slot) => {
      const isDone = ago > 0 && (ago * 7 + slot) % 23 > 0;
      return {
        slot,
        text: `Write part ${(ago * 4 + slot) % 997} of the book`,
        ...(isDone && { done: true, doneAt: `${day}T17:00:00.000Z`, did: slot === 1 ? 'It went well' : null }),
      };
    });
    days.push(`{"day":"${day}","things":${JSON.stringify(things)}}`);
  }
  return `{"format":"fourthings","version":1,"days":[\n${days.join(',\n')}]}\n`;
}

/**
 * @param {Installed} installed
 * @param {string} store
 * @returns {NodeJS.ProcessEnv}
 */
function environment(installed, store) {
  return {
    PATH: installed.path,
    HOME: work,
    XDG_STATE_HOME: path.join(work, 'state'),
    LANG: 'C.UTF-8',
    FOURTHINGS_DB: store,
  };
}

/**
 * @param {Installed} installed
 * @param {number} years
 */
function importedStore(installed, years) {
  const store = path.join(work, `${installed.version}-${years}.db`);
  const file = path.join(work, `${years}.json`);
  fs.writeFileSync(file, history(years));
  run([installed.four, 'import', file, '-q'], environment(installed, store));
  return store;
}

/**
 * Runs a command to its end.
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 */
function run([file = '', ...args], env) {
  const { status, stderr, error } = spawnSync(file, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${error ?? stderr}`);
}

/**
 * Runs a command and returns the wall-clock time it took, in milliseconds.
 * @param {Case} one
 * @param {Output} output
 */
async function time({ command: [file = '', ...args], env }, output) {
  const begin = process.hrtime.bigint();
  const status = await (output === 'pipe' ? onPipe(file, args, env) : onTerminal(file, args, env));
  const ms = Number(process.hrtime.bigint() - begin) / 1e6;
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: exit status ${status}`);
  return ms;
}

/**
 * @param {string} file
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number | null>}
 */
function onPipe(file, args, env) {
  const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.resume();
  return new Promise((resolve) => child.once('exit', resolve));
}

/**
 * @param {string} file
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function onTerminal(file, args, env) {
  const terminal = pty.spawn(file, args, { env: { ...env, TERM: 'xterm-256color' }, cols: 100, rows: 100 });
  return new Promise((resolve) => {
    terminal.onData(() => {});
    terminal.onExit(({ exitCode }) => resolve(exitCode));
  });
}

/**
 * Times all commands in turn, so that what slows the machine for a while slows each of them. The first one is Node itself, and a
 * ratio is that of two runs of one turn.
 * @param {Case[]} cases
 * @param {Output} output
 */
async function measure(cases, output) {
  /** @type {number[][]} */
  const times = cases.map(() => []);
  for (let turn = -WARM_UPS; turn < runs; turn += 1) {
    for (const [index, one] of cases.entries()) {
      // What it takes back may not be there yet.
      if (one.before) spawnSync(one.before[0] ?? '', one.before.slice(1), { env: one.env });
      const ms = await time(one, output);
      if (turn >= 0) times[index]?.push(ms);
    }
  }
  const [base = []] = times;
  return times.map((own) => ({
    ms: percentile(own, 0.5),
    ratio: percentile(
      own.map((ms, turn) => ms / (base[turn] ?? Number.NaN)),
      0.5,
    ),
    low: percentile(own, 0.1),
    high: percentile(own, 0.9),
  }));
}

/**
 * @param {number[]} times
 * @param {number} share
 */
function percentile(times, share) {
  return times.toSorted((a, b) => a - b)[Math.round((times.length - 1) * share)] ?? Number.NaN;
}

/** What is measured at each size of the store, and what makes it a real change each time. */
const COMMANDS = [
  { words: [] },
  { words: ['streak'] },
  { words: ['week'] },
  { words: ['log', '-n', '7'] },
  { words: ['done', '2'], before: ['undone', '2', '-q'] },
  { words: ['plan', 'Read', '-d', 'tomorrow'], before: ['drop', '1', '-q', '-d', 'tomorrow'] },
  { words: ['did', 'Ran'], before: ['drop', '+', '-q'] },
];

/**
 * @param {Installed} installed
 * @param {Map<number, string>} stores by their years
 * @returns {Promise<Start[]>}
 */
async function starts(installed, stores) {
  const { node, four } = installed;
  /** @param {number} years */
  const using = (years) => environment(installed, stores.get(years) ?? '');
  /** @type {Case[]} */
  const cases = [{ name: '`node -e 0`', command: [node, '-e', '0'], env: using(1) }];
  for (const words of [['--version'], ['--help']])
    cases.push({ name: `\`four ${words[0]}\``, command: [four, ...words], env: using(1) });
  const state = path.join(work, 'first');
  cases.push({
    name: '`four`, the first time',
    command: [four],
    env: { ...using(1), XDG_STATE_HOME: state },
    before: ['rm', '-rf', state],
  });
  cases.push({
    name: 'TAB after `four done`',
    command: [four, '__complete', 'bash', '--line=four done w', '--replaced=w'],
    env: using(1),
  });
  for (const { words, before } of COMMANDS) {
    for (const years of YEARS) {
      cases.push({
        name: `\`${['four', ...words].join(' ')}\`, ${years} ${years === 1 ? 'year' : 'years'}`,
        command: [four, ...words],
        env: using(years),
        ...(before && { before: [four, ...before] }),
      });
    }
  }
  cases.push(...peers());
  if (values.against)
    cases.push({ name: `\`${values.against}\``, command: ['sh', '-c', `exec ${values.against}`], env: process.env });
  const [pipe = [], terminal = []] = [await measure(cases, 'pipe'), await measure(cases, 'terminal')];
  return cases.flatMap(({ name }, index) => {
    const [onPipe, onTerminal] = [pipe[index], terminal[index]];
    return onPipe && onTerminal ? [{ name, pipe: onPipe, terminal: onTerminal }] : [];
  });
}

/**
 * The list of four tasks in other programs, as far as they are installed.
 * @returns {Case[]}
 */
function peers() {
  const env = { PATH: process.env.PATH, HOME: path.join(work, 'peers'), LANG: 'C.UTF-8' };
  fs.mkdirSync(env.HOME, { recursive: true });
  fs.writeFileSync(path.join(env.HOME, '.taskrc'), `data.location=${env.HOME}\nconfirmation=no\n`);
  const config = path.join(env.HOME, 'todo.cfg');
  fs.writeFileSync(
    config,
    `export TODO_DIR=${env.HOME} TODO_FILE=${env.HOME}/todo.txt DONE_FILE=${env.HOME}/done.txt REPORT_FILE=${env.HOME}/report.txt\n`,
  );
  const tools = [
    { list: ['task', 'list'], add: ['task', 'add'] },
    { list: ['todo-txt', '-d', config, 'list'], add: ['todo-txt', '-d', config, 'add'] },
    { list: ['tb'], add: ['tb', '--task'] },
  ];
  return tools
    .filter(({ list: [file = ''] }) => spawnSync('sh', ['-c', `command -v ${file}`], { env }).status === 0)
    .map(({ list, add }) => {
      for (const text of ['Write the post', 'Read', 'Run', 'Call the buyer']) run([...add, text], env);
      const version = spawnSync(list[0] ?? '', [list[0] === 'todo-txt' ? '-V' : '--version'], {
        env,
        encoding: 'utf8',
      });
      const [number = ''] = /\d+(\.\d+)+/.exec(version.stdout) ?? [];
      return { name: `\`${list[0]}\` ${number}, a list of four`, command: list, env };
    });
}

/**
 * The commands that go through a century.
 * @param {Installed} installed
 * @param {string} file
 * @returns {Promise<Bulk[]>}
 */
async function bulk(installed, file) {
  const { four } = installed;
  const store = path.join(work, `${installed.version}-bulk.db`);
  const hook = path.join(work, 'peak.cjs');
  const report = path.join(work, 'peak');
  fs.writeFileSync(
    hook,
    `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)));`,
  );
  const env = { ...environment(installed, store), NODE_OPTIONS: `--require ${hook}` };
  /**
   * @param {string} name
   * @param {string[]} words
   */
  const one = async (name, ...words) => {
    const ms = await time({ name, command: [four, ...words], env }, 'pipe');
    return { name, seconds: ms / 1000, megabytes: Number(fs.readFileSync(report, 'utf8')) / 1024 };
  };
  return [
    await one('`four import` of 146,100 things', 'import', file),
    await one('the first change of a day', 'did', 'Ran'),
    await one('`four log`', 'log'),
    await one('`four log --grep book`', 'log', '--grep', 'book'),
    await one('`four export`, as JSON', 'export'),
    await one(
      '`four year --html` of a full year',
      'year',
      String(Number(TODAY.slice(0, 4)) - 1),
      '--html',
      path.join(work, 'year.html'),
    ),
    await one('`four undo -n 2`, which takes back the import', 'undo', '-n', '2'),
  ];
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  return [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** @param {{ version: string, starts: Start[], bulk: Bulk[] }[]} measured */
function report(measured) {
  const tables = measured.map(({ version, starts }) =>
    table(
      [`Node ${version.slice(1)}`, ...OUTPUTS.map((output) => `on a ${output}`)],
      starts.map((start) => [start.name, ...OUTPUTS.map((output) => ratioCell(start[output]))]),
    ),
  );
  const bulkRows = rows(
    measured.map(({ bulk }) => bulk),
    ({ seconds, megabytes }) => `${seconds.toFixed(2)} s, ${megabytes.toFixed(0)} MB`,
  );
  const versions = measured.map(({ version }) => `Node ${version.slice(1)}`);
  const cpus = os.cpus();
  return [
    `Measured on ${TODAY}: ${os.type()} ${os.arch()}, ${cpus.length} × ${cpus[0]?.model.trim()}, load ${load.toFixed(1)} at the beginning. Each`,
    `ratio is the median of ${runs} runs, each relative to a run of \`node -e 0\` in the same turn. In parentheses: the median in`,
    'milliseconds, and the range of the middle 80% of runs.',
    '',
    ...tables.flatMap((one) => [one, '']),
    table(['a century', ...versions], bulkRows),
  ].join('\n');
}

/** @param {Measured} measured */
function ratioCell({ ratio, ms, low, high }) {
  return `**${ratio.toFixed(2)}** (${ms.toFixed(0)} ms, ${low.toFixed(0)}–${high.toFixed(0)})`;
}

/**
 * One row for each name, one column for each Node.
 * @template {{ name: string }} T
 * @param {T[][]} columns
 * @param {(one: T) => string} cell
 */
function rows(columns, cell) {
  return (columns[0] ?? []).map(({ name }, index) => [
    name,
    ...columns.map((column) => (column[index] === undefined ? '' : cell(column[index]))),
  ]);
}

try {
  const tarball = path.join(
    work,
    execFileSync('npm', ['pack', '--silent', '--pack-destination', work], { cwd: root, encoding: 'utf8' })
      .trim()
      .split('\n')
      .at(-1) ?? '',
  );
  const century = path.join(work, 'century.json');
  fs.writeFileSync(century, history(100));
  const measured = [];
  for (const node of [process.execPath, ...values.node]) {
    const installed = install(fs.realpathSync(node), tarball);
    const stores = new Map(YEARS.map((years) => [years, importedStore(installed, years)]));
    const { version } = installed;
    measured.push({ version, starts: await starts(installed, stores), bulk: await bulk(installed, century) });
  }
  const text = report(measured);
  console.log(text);
  fs.writeFileSync(page, replaceBetweenMarkers(fs.readFileSync(page, 'utf8'), 'bench', text));
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
