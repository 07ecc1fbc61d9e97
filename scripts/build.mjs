// npm run build [-- FOLDER]: bundles src/main.ts into dist/main.cjs, or into FOLDER. CommonJS, because Node's ESM loader adds
// milliseconds to each start. Every `import('./x.ts')` becomes a bundle of its own, dist/x.cjs, loaded when it is needed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @import { Metafile, Plugin, PluginBuild } from 'esbuild' */

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const sources = path.join(root, 'src');

const bundles = new Map([['main', path.join(sources, 'main.ts')]]);

/**
 * @param {string} entry
 * @param {string} outfile
 */
async function bundle(entry, outfile) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__filename', 'import.meta.dirname': '__dirname' },
    external: ['better-sqlite3'],
    legalComments: 'none',
    // Half as much to read. Names stay: a stack can be read without the map too.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    plugins: [separateDynamicImports, loadLate, plainBuiltins, plainUuid, bundledDriver],
  });
  return result.metafile;
}

/** @type {Plugin} */
const separateDynamicImports = {
  name: 'separate-dynamic-imports',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\./ }, async ({ path: specifier, kind, importer, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const found = await resolve(specifier, { kind: 'import-statement', importer, resolveDir });
      if (found.errors.length > 0) return found;
      const name = path.parse(found.path).name;
      if ((bundles.get(name) ?? found.path) !== found.path) throw new Error(`two bundles would be called ${name}.cjs`);
      bundles.set(name, found.path);
      return { path: `./${name}.cjs`, external: true };
    });
  },
};

// These packages and parts of Node take milliseconds to load, and many commands never use them. A package is also in one bundle only.
const LATE =
  /^(?:(?:node:)?(?:child_process|crypto|os|readline|tty|util)|date-fns\/parseISO|fast-string-width|fast-wrap-ansi|fastest-levenshtein|mdast-util-from-markdown)$/;

/**
 * Loads a module when its first export is used, a package from a bundle of its own. No export is listed here, because Node's differ
 * from version to version: esbuild gives an imported module's prototype to its namespace object, so a proxy there sees every name
 * that is asked for.
 * @type {Plugin}
 */
const loadLate = {
  name: 'load-late',
  setup({ onResolve, onLoad, resolve }) {
    onResolve({ filter: LATE }, ({ path: name, kind, namespace }) =>
      namespace === 'late' || kind === 'entry-point' ? undefined : { path: name, namespace: 'late' },
    );
    onResolve({ filter: /^\.\/late-/, namespace: 'late' }, ({ path: file }) => ({ path: file, external: true }));
    onLoad({ filter: /.*/, namespace: 'late' }, async ({ path: name }) => ({
      contents: `
        let loaded;
        const load = () => (loaded ??= require('${isBuiltin(name) ? name : await lateBundle(name, resolve)}'));
        const exported = new Proxy({}, { get: (_, name) => load()[name] });
        module.exports = Object.setPrototypeOf((...args) => load().default(...args), exported);`,
      resolveDir: root,
    }));
  },
};

/**
 * @param {string} name
 * @param {PluginBuild['resolve']} resolve
 */
async function lateBundle(name, resolve) {
  const bundleName = `late-${name.replace('/', '-')}`;
  const { path: entry } = await resolve(name, { kind: 'import-statement', resolveDir: root, namespace: 'late' });
  bundles.set(bundleName, entry);
  return `./${bundleName}.cjs`;
}

// esbuild copies a whole part of Node, getter by getter, for `import fs from 'node:fs'`. Nothing but that default is wanted.
/** @type {Plugin} */
const plainBuiltins = {
  name: 'plain-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(fs|path|process)$/ }, ({ path: builtin, kind, importer, namespace }) => {
      if (kind === 'import-statement' && importer.startsWith(sources)) return { path: builtin, namespace: 'plain' };
      return namespace === 'plain' ? { path: builtin, external: true } : undefined;
    });
    onLoad({ filter: /.*/, namespace: 'plain' }, ({ path: builtin }) => ({
      contents: `export default require('${builtin}');`,
    }));
  },
};

// For Node, the package hashes with `node:crypto`, which takes as long to load as a change takes. Its form for browsers has no imports.
/** @type {Plugin} */
const plainUuid = {
  name: 'plain-uuid',
  setup({ onResolve }) {
    onResolve({ filter: /^uuid$/ }, () => ({ path: path.join(root, 'node_modules/uuid/dist/index.js') }));
  },
};

// The driver's JavaScript without the methods that we never call: they are a tenth of what every command reads.
/** @type {Plugin} */
const bundledDriver = {
  name: 'bundled-driver',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/methods\/(aggregate|explain|inspect|serialize|table)$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'unused',
    }));
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = undefined;' }));
    onResolve({ filter: /^\.\/installed-driver\.ts$/ }, () => ({
      path: path.join(sources, 'store/bundled-driver.cjs'),
    }));
    onResolve({ filter: /^better-sqlite3\/lib\// }, ({ path: name }) => ({
      path: path.join(root, 'node_modules', name),
    }));
  },
};

/** @param {Metafile[]} metafiles */
function bundledPackages(metafiles) {
  const files = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs)));
  const folders = files.flatMap((file) => file.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []);
  return [...new Set(folders)].sort();
}

/** @param {string[]} folders */
function licenses(folders) {
  const parts = folders.map((folder) => {
    const { name, version, license } = readJson(path.join(root, folder, 'package.json'));
    const file = fs.readdirSync(path.join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? fs.readFileSync(path.join(root, folder, file), 'utf8').trim() : '';
    // The Mozilla Public License wants to be told where the source is.
    const source = `https://www.npmjs.com/package/${name}/v/${version}`;
    return `${name} ${version} (${license})\n${source}\n\n${text}\n`;
  });
  return `fourthings contains the following packages.\n\n${parts.join(`\n${'-'.repeat(78)}\n\n`)}`;
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

/**
 * Writes what tells this build from every other: compiled code is kept under it.
 * @param {string} folder
 */
function writeBuildId(folder) {
  const hash = createHash('sha256');
  // Sorted, because esbuild finds bundles in any order.
  for (const name of [...bundles.keys()].sort()) hash.update(fs.readFileSync(path.join(folder, `${name}.cjs`)));
  fs.writeFileSync(path.join(folder, 'build-id'), hash.digest('hex').slice(0, 16));
}

/**
 * Writes four(1) with a bundle that is deleted afterwards.
 * @param {string} folder
 */
async function writeManPage(folder) {
  const file = path.join(folder, 'man.cjs');
  await bundle(path.join(sources, 'man.ts'), file);
  const { version } = readJson(path.join(root, 'package.json'));
  fs.writeFileSync(path.join(folder, 'four.1'), createRequire(import.meta.url)(file).manPage(version));
  for (const name of [file, `${file}.map`]) fs.rmSync(name);
}

/**
 * Writes what `four --help` prints in the two most common widths: 80 columns, and as many as it ever fills.
 * @param {string} folder
 */
function writeHelp(folder) {
  for (const COLUMNS of ['80', '88']) {
    const ask = "require('./main.cjs').main(['--help'])";
    const help = execFileSync(process.execPath, ['-e', ask], { cwd: folder, env: { ...process.env, COLUMNS } });
    fs.writeFileSync(path.join(folder, `help-${COLUMNS}.txt`), help);
  }
}

/** @param {string} folder */
async function buildInto(folder) {
  const metafiles = [];
  // A Map yields entries that are added while it is walked, so bundles found in a bundle are built too.
  for (const [name, entry] of bundles) metafiles.push(await bundle(entry, path.join(folder, `${name}.cjs`)));
  writeBuildId(folder);
  for (const shell of ['bash', 'zsh', 'fish', 'nu', 'ps1'])
    fs.copyFileSync(path.join(sources, `shell/four.${shell}`), path.join(folder, `four.${shell}`));
  fs.mkdirSync(path.join(folder, 'completions'));
  fs.copyFileSync(path.join(sources, 'shell/no-completions.fish'), path.join(folder, 'completions/four.fish'));
  fs.cpSync(path.join(sources, 'store/migrations'), path.join(folder, 'migrations'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'THIRD-PARTY-LICENSES.txt'), licenses(bundledPackages(metafiles)));
  await writeManPage(folder);
  writeHelp(folder);
}

/**
 * Replaces a folder, or leaves it as it is when `fill` fails.
 * @param {string} folder
 * @param {(draft: string) => Promise<void>} fill
 */
async function replaceFolder(folder, fill) {
  // Next to the folder, so that both are on one disk and the relative paths in source maps stay right.
  const [draft, previous] = [`${folder}.${process.pid}`, `${folder}.${process.pid}.old`];
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft);
  try {
    await fill(draft);
    if (fs.existsSync(folder)) fs.renameSync(folder, previous);
    fs.renameSync(draft, folder);
    fs.rmSync(previous, { recursive: true, force: true });
  } finally {
    if (!fs.existsSync(folder) && fs.existsSync(previous)) fs.renameSync(previous, folder);
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

await replaceFolder(path.resolve(process.argv[2] ?? path.join(root, 'dist')), buildInto);
