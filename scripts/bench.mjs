// npm run bench: measures how long the packed command takes, as a ratio to Node itself, and what a century of days costs. Prints
// the result and writes it to docs/performance.md.
//   npm run bench -- --node /path/to/another/node   measure with that Node too; may be repeated
//   npm run bench -- --against 'CMD'                compare with another command
//   npm run bench -- --runs 30
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format } from 'date-fns';
import { replaceBetweenMarkers } from './markers.mjs';

/**
 * @typedef {{ version: string, node: string, path: string, four: string }} Installed
 * @typedef {{ name: string, command: string[], env: NodeJS.ProcessEnv, before?: string[] }} Case
 * @typedef {{ name: string, ms: number, ratio: number, low: number, high: number }} Start
 * @typedef {{ name: string, seconds: number, megabytes: number }} Bulk
 */

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const page = path.join(root, 'docs/performance.md');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'four-bench-'));

const YEARS = [1, 10, 100];
const WARM_UPS = 3;
const MS_PER_DAY = 86_400_000;
const TODAY = format(new Date(), 'yyyy-MM-dd');

const { values } = parseArgs({
  options: {
    node: { type: 'string', multiple: true, default: [] },
    against: { type: 'string' },
    runs: { type: 'string', default: '30' },
  },
});
const runs = Number(values.runs);

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
 * Runs a command and returns the wall-clock time it took, in milliseconds.
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 */
function time([file = '', ...args], env) {
  const begin = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(file, args, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 30,
  });
  const ms = Number(process.hrtime.bigint() - begin) / 1e6;
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ${error ?? stderr}`);
  return ms;
}

/**
 * Times all commands in turn, so that what slows the machine for a while slows each of them. The first one is Node itself.
 * @param {Case[]} cases
 * @returns {Start[]}
 */
function measure(cases) {
  /** @type {(Case & { times: number[] })[]} */
  const timed = cases.map((one) => ({ ...one, times: [] }));
  for (let run = -WARM_UPS; run < runs; run += 1) {
    for (const { command, env, before, times } of timed) {
      if (before) time(before, env);
      const ms = time(command, env);
      if (run >= 0) times.push(ms);
    }
  }
  const base = percentile(timed[0]?.times ?? [], 0.5);
  return timed.map(({ name, times }) => {
    const ms = percentile(times, 0.5);
    return { name, ms, ratio: ms / base, low: percentile(times, 0.1), high: percentile(times, 0.9) };
  });
}

/**
 * @param {number[]} times
 * @param {number} share
 */
function percentile(times, share) {
  return times.toSorted((a, b) => a - b)[Math.round((times.length - 1) * share)] ?? Number.NaN;
}

/**
 * @param {Installed} installed
 * @param {Map<number, string>} stores by their years
 */
function starts(installed, stores) {
  const { node, four } = installed;
  /** @param {number} years */
  const using = (years) => environment(installed, stores.get(years) ?? '');
  /** @type {Case[]} */
  const cases = [{ name: '`node -e 0`', command: [node, '-e', '0'], env: using(1) }];
  for (const words of [['--version'], ['--help']])
    cases.push({ name: `\`four ${words[0]}\``, command: [four, ...words], env: using(1) });
  for (const words of [[], ['done', '2'], ['streak'], ['week']]) {
    for (const years of YEARS) {
      cases.push({
        name: `\`${['four', ...words].join(' ')}\`, ${years} ${years === 1 ? 'year' : 'years'}`,
        command: [four, ...words],
        env: using(years),
        // So that there is something to check off each time.
        ...(words[0] === 'done' && { before: [four, 'undone', '2', '-q'] }),
      });
    }
  }
  if (values.against)
    cases.push({ name: `\`${values.against}\``, command: ['sh', '-c', `exec ${values.against}`], env: process.env });
  return measure(cases);
}

/**
 * The commands that go through a century.
 * @param {Installed} installed
 * @param {string} file
 * @returns {Bulk[]}
 */
function bulk(installed, file) {
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
  const one = (name, ...words) => {
    const ms = time([four, ...words], env);
    return { name, seconds: ms / 1000, megabytes: Number(fs.readFileSync(report, 'utf8')) / 1024 };
  };
  return [
    one('`four import` of 146,100 things', 'import', file),
    one('`four export` of them, as JSON', 'export'),
    one(
      '`four year --html` of a full year',
      'year',
      String(Number(TODAY.slice(0, 4)) - 1),
      '--html',
      path.join(work, 'year.html'),
    ),
    one('`four undo` of the import', 'undo'),
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
  const startRows = rows(
    measured.map(({ starts }) => starts),
    ({ ratio, ms, low, high }) => `**${ratio.toFixed(2)}** (${ms.toFixed(0)} ms, ${low.toFixed(0)}–${high.toFixed(0)})`,
  );
  const bulkRows = rows(
    measured.map(({ bulk }) => bulk),
    ({ seconds, megabytes }) => `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`,
  );
  const versions = measured.map(({ version }) => `Node ${version.slice(1)}`);
  const cpus = os.cpus();
  return [
    `Measured on ${TODAY}: ${os.type()} ${os.arch()}, ${cpus.length} × ${cpus[0]?.model.trim()}. Each ratio is the median of ${runs} runs,`,
    'relative to `node -e 0` on the same Node. In parentheses: the median in milliseconds, and the range of the middle 80%',
    'of runs. The commands take turns.',
    '',
    table(['', ...versions], startRows),
    '',
    table(['a century', ...versions], bulkRows),
  ].join('\n');
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
  const measured = [process.execPath, ...values.node].map((node) => {
    const installed = install(fs.realpathSync(node), tarball);
    const stores = new Map(
      YEARS.map((years) => {
        const store = path.join(work, `${installed.version}-${years}.db`);
        const file = path.join(work, `${years}.json`);
        fs.writeFileSync(file, history(years));
        time([installed.four, 'import', file, '-q'], environment(installed, store));
        return [years, store];
      }),
    );
    return { version: installed.version, starts: starts(installed, stores), bulk: bulk(installed, century) };
  });
  const text = report(measured);
  console.log(text);
  fs.writeFileSync(page, replaceBetweenMarkers(fs.readFileSync(page, 'utf8'), 'bench', text));
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}
