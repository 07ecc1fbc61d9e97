// Runs after every `npm install` here (npm's own "dependencies" script) and says in the lockfile what npm leaves out.
import fs from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const before = fs.readFileSync(file, 'utf8');
const lock = JSON.parse(before);

// better-sqlite3 13 brings its binaries along and opts out of compiling, but npm forgets that when it reads a lockfile:
// without a compiler `npm ci` then fails. https://github.com/npm/cli/issues/9837
const driver = lock.packages['node_modules/better-sqlite3'];
if (driver.version.startsWith('12.'))
  throw new Error('Make the lockfile anew on Node 22 or newer: here npm chose better-sqlite3 12');
driver.gypfile = false;
// The build needs its JavaScript on Node 20 too, where its binaries are never loaded.
delete driver.engines;

// A lockfile has one version for every Node, so Node 20 gets its driver under another name, and no other Node gets it.
lock.packages['node_modules/better-sqlite3-node20'].engines = { node: '<22' };

// Which registry or mirror a package came from is a matter of the machine; `integrity` says what it must be.
for (const entry of Object.values(lock.packages)) if (!entry.link) delete entry.resolved;

const after = `${JSON.stringify(lock, null, 2)}\n`;
if (after !== before) fs.writeFileSync(file, after);
