// Runs after every `npm install` here (npm's own "dependencies" script) and says in the lockfile what npm leaves out.
import fs from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const before = fs.readFileSync(file, 'utf8');
const lock = JSON.parse(before);

// better-sqlite3 13 brings its binaries along and opts out of compiling, but npm forgets that when it reads a lockfile:
// without a compiler `npm ci` then leaves it out. https://github.com/npm/cli/issues/9837
for (const name of ['better-sqlite3', 'better-sqlite3-js']) lock.packages[`node_modules/${name}`].gypfile = false;

// Which registry or mirror a package came from is a matter of the machine; `integrity` says what it must be.
for (const entry of Object.values(lock.packages)) delete entry.resolved;

const after = `${JSON.stringify(lock, null, 2)}\n`;
if (after !== before) fs.writeFileSync(file, after);
