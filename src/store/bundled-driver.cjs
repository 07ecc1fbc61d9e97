// The driver's JavaScript is in the bundle: finding and compiling a dozen installed files takes longer than SQLite needs to
// answer. Only its native addon stays outside, where npm puts it.
'use strict';

const { existsSync } = require('node:fs');
const path = require('node:path');

const { arch, platform, versions } = process;

exports.hasNodeApi10 = Number(versions.napi) >= 10;

exports.loadDriver = () => (exports.hasNodeApi10 ? loadCurrent() : loadForNode20());

function loadCurrent() {
  try {
    // The binaries of these names are for glibc; the driver has others for musl.
    const isMusl = existsSync(`/lib/ld-musl-${arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`);
    if (!isMusl) return bundled(loadAddon(`better-sqlite3/prebuilds/${platform}-${arch}.node`));
  } catch {
    // The installed driver knows more places to look in, and reports best what is wrong.
  }
  return { Driver: require('better-sqlite3') };
}

function loadForNode20() {
  // The second is its place in a clone, whose lockfile gives every Node better-sqlite3 13.
  const addon = loadAddon(
    'better-sqlite3/build/Release/better_sqlite3.node',
    'better-sqlite3-node20/build/Release/better_sqlite3.node',
  );
  // The JavaScript of 13.2.0 needs no more than this to work with the native part of 12.9.0.
  addon.initialize ??= addon.setErrorConstructor;
  return bundled(addon);
}

/** @param {object} nativeBinding */
function bundled(nativeBinding) {
  return { Driver: require('better-sqlite3/lib/index.js'), nativeBinding };
}

/** @param {string[]} files */
function loadAddon(...files) {
  const folders = [path.join(__dirname, '../node_modules'), path.join(__dirname, '../..')];
  const errors = [];
  for (const file of folders.flatMap((folder) => files.map((name) => path.join(folder, name)))) {
    try {
      // What require() does in the end, without looking for the file again.
      const addon = { exports: {} };
      process.dlopen(addon, file);
      return addon.exports;
    } catch (error) {
      errors.push(error);
    }
  }
  throw errors[0];
}
