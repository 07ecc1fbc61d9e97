// The driver's JavaScript is in the bundle: finding and compiling a dozen installed files takes longer than SQLite needs to
// answer. Only its native addon stays outside, where npm puts it.
'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');

const { arch, platform } = process;

const DRIVERS = {
  'better-sqlite3': {
    binding: `prebuilds/${platform}-${arch}.node`,
    bundled: () => require('better-sqlite3-js/lib/index.js'),
    installed: () => require('better-sqlite3'),
  },
  'better-sqlite3-node20': {
    binding: 'build/Release/better_sqlite3.node',
    bundled: () => require('better-sqlite3-node20/lib/index.js'),
    installed: () => require('better-sqlite3-node20'),
  },
};

/** @param {keyof typeof DRIVERS} name */
exports.loadDriver = (name) => {
  const { binding, bundled, installed } = DRIVERS[name];
  try {
    const nativeBinding = loadBinding(path.join(name, binding));
    if (nativeBinding !== undefined) return { Driver: bundled(), nativeBinding };
  } catch {
    // The installed driver knows more places to look in, and reports best what is wrong.
  }
  return { Driver: installed() };
};

/** @param {string} file */
function loadBinding(file) {
  // The binaries with these names are for glibc. The driver finds the ones for musl.
  if (existsSync(`/lib/ld-musl-${arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`)) return undefined;
  const folders = [path.join(__dirname, '../node_modules'), path.join(__dirname, '../..')];
  const found = folders.map((folder) => path.join(folder, file)).find((candidate) => existsSync(candidate));
  if (found === undefined) return undefined;
  // What require() does in the end, without looking for the file again.
  const addon = { exports: {} };
  process.dlopen(addon, found);
  return addon.exports;
}
