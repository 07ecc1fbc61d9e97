// Writes the reference in docs/commands.md from the definitions of the commands.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(import.meta.dirname);
const page = path.join(root, 'docs/commands.md');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'four-'));
try {
  const bundle = path.join(folder, 'man.cjs');
  await build({
    entryPoints: [path.join(root, 'src/man.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.url': '__filename', 'import.meta.dirname': '__dirname' },
    external: ['better-sqlite3*'],
  });
  const { commandReference } = (await import(pathToFileURL(bundle).href)).default;
  const text = fs.readFileSync(page, 'utf8');
  fs.writeFileSync(page, text.slice(0, text.indexOf('## ')) + commandReference());
} finally {
  fs.rmSync(folder, { recursive: true });
}
