// Bundles src/main.ts into dist/main.cjs. CommonJS, because starting Node's ESM loader costs milliseconds on each call.
// Whatever is reached by `import('./x.ts')` becomes a bundle of its own, dist/x.cjs, read only when it is needed.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, 'dist');
const sources = path.join(root, 'src');

const bundles = new Map([['main', path.join(root, 'src/main.ts')]]);

async function bundle(name, entry) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: path.join(dist, `${name}.cjs`),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__filename', 'import.meta.dirname': '__dirname' },
    external: ['better-sqlite3', 'better-sqlite3-node20'],
    legalComments: 'none',
    // Half as much to read. Names stay: a stack can be read without the map too.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    plugins: [separateDynamicImports, loadLate, plainBuiltins, chosenColor, bundledDriver],
  });
  return result.metafile;
}

const separateDynamicImports = {
  name: 'separate-dynamic-imports',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\./ }, async ({ path: specifier, kind, importer, resolveDir }) => {
      if (kind !== 'dynamic-import') return;
      const found = await resolve(specifier, { kind: 'import-statement', importer, resolveDir });
      if (found.errors.length > 0) return found;
      const name = path.parse(found.path).name;
      if ((bundles.get(name) ?? found.path) !== found.path) throw new Error(`two bundles would be called ${name}.cjs`);
      bundles.set(name, found.path);
      return { path: `./${name}.cjs`, external: true };
    });
  },
};

// Parts of Node that are not in its start-up snapshot, and packages many commands do without, take milliseconds to load.
// Whoever imports one of them here gets its names at once, and the thing itself when one of them is used.
const LATE =
  /^(?:(?:node:)?(?:child_process|crypto|os|readline|tty)|chalk|fast-string-width|fast-wrap-ansi|fastest-levenshtein|uuid)$/;

const loadLate = {
  name: 'load-late',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: LATE }, ({ path: name, namespace }) => {
      if (namespace !== 'late') return { path: name.replace(/^node:/, ''), namespace: 'late' };
    });
    onLoad({ filter: /.*/, namespace: 'late' }, async ({ path: name }) => {
      const target = builtinModules.includes(name) ? `node:${name}` : name;
      const { default: main, ...named } = await import(target);
      const getters = Object.keys(named).map((one) => `get ${one}() { return load().${one}; }`);
      const load = `let loaded; const load = () => (loaded ??= require('${target}'));`;
      // `import x from` a package of one function gets the function; of anything else, all its names.
      const isFunction = typeof main === 'function' && Object.keys(named).length === 0;
      const names = isFunction ? '(...args) => load().default(...args)' : `{ ${getters.join(', ')} }`;
      return { contents: `${load} module.exports = ${names};`, resolveDir: root };
    });
  },
};

// esbuild copies a whole part of Node, getter by getter, for `import fs from 'node:fs'`. Nothing but that default is wanted.
const plainBuiltins = {
  name: 'plain-builtins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(fs|path|process)$/ }, ({ path: builtin, kind, importer, namespace }) => {
      if (kind === 'import-statement' && importer.startsWith(sources)) return { path: builtin, namespace: 'plain' };
      if (namespace === 'plain') return { path: builtin, external: true };
    });
    onLoad({ filter: /.*/, namespace: 'plain' }, ({ path: builtin }) => ({
      contents: `export default require('${builtin}');`,
    }));
  },
};

// What chalk would find out of the terminal is always given by us.
const chosenColor = {
  name: 'chosen-color',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#supports-color$/ }, ({ path: name }) => ({ path: name, namespace: 'chosen-color' }));
    onLoad({ filter: /.*/, namespace: 'chosen-color' }, () => ({
      contents: 'export default { stdout: false, stderr: false };',
    }));
  },
};

const bundledDriver = {
  name: 'bundled-driver',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/installed-driver\.ts$/ }, () => ({
      path: path.join(sources, 'store/bundled-driver.cjs'),
    }));
    onResolve({ filter: /^better-sqlite3-[^/]+\/lib\// }, ({ path: name }) => {
      const file = path.join(root, 'node_modules', name);
      // npm leaves out what is not made for the Node the build runs on; then the installed one is used whole.
      return fs.existsSync(file) ? { path: file } : { path: name, external: true };
    });
  },
};

function bundledPackages(metafiles) {
  const files = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs)));
  const folders = files.map((file) => file.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0]);
  return [...new Set(folders.filter(Boolean))].sort();
}

function licenses(folders) {
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
    const file = fs.readdirSync(path.join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? fs.readFileSync(path.join(root, folder, file), 'utf8').trim() : '';
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `fourthings contains the following packages.\n\n${parts.join(`\n${'-'.repeat(78)}\n\n`)}`;
}

/** Puts a first line into a bundle that tells it from every other: compiled code is kept under it. */
function stamp(file) {
  const code = fs.readFileSync(file);
  // The launcher reads it a byte a character, which is quickest.
  if (code.some((byte) => byte > 127))
    throw new Error(`${file} is not plain ASCII: write \\u escapes in regular expressions`);
  const build = createHash('sha256').update(code).digest('hex').slice(0, 16);
  fs.writeFileSync(file, `// ${build}\n${code}`);
}

/** four(1), written by a bundle that is there for as long as it takes. */
async function manPage() {
  const file = path.join(dist, 'man.cjs');
  await bundle('man', path.join(root, 'src/man.ts'));
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const text = createRequire(import.meta.url)(file).manPage(version);
  for (const name of [file, `${file}.map`]) fs.rmSync(name);
  return text;
}

const metafiles = [];
fs.rmSync(dist, { recursive: true, force: true });
// A Map yields entries that are added while it is walked, so bundles found in a bundle are built too.
for (const [name, entry] of bundles) metafiles.push(await bundle(name, entry));
stamp(path.join(dist, 'main.cjs'));
for (const shell of ['bash', 'zsh', 'fish'])
  fs.copyFileSync(path.join(root, `src/shell/four.${shell}`), path.join(dist, `four.${shell}`));
fs.cpSync(path.join(root, 'src/store/migrations'), path.join(dist, 'migrations'), { recursive: true });
fs.writeFileSync(path.join(dist, 'THIRD-PARTY-LICENSES.txt'), licenses(bundledPackages(metafiles)));
fs.writeFileSync(path.join(dist, 'four.1'), await manPage());
