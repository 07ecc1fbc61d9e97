// keep-binding.cjs CACHE: puts the binding which `npm ci` made for Node 20 into an npm cache, under the name of the
// download, so that it need not be compiled again for each installation that is tried.
const { execFileSync } = require('node:child_process');
const { mkdirSync } = require('node:fs');
const path = require('node:path');

process.env.npm_config_cache = process.argv[2];
const { cachedPrebuild, getDownloadUrl } = require('prebuild-install/util');

const manifest = require.resolve('better-sqlite3-node20/package.json');
const { platform, arch } = process;
const file = cachedPrebuild(getDownloadUrl({ pkg: require(manifest), platform, arch, 'tag-prefix': 'v' }));

mkdirSync(path.dirname(file), { recursive: true });
execFileSync('tar', ['-czf', file, '-C', path.dirname(manifest), 'build/Release/better_sqlite3.node']);
