import fs from 'node:fs';
import { expect, test } from '@jest/globals';
import { EXPORT_FORMATS, IMPORT_FORMATS, loadExporter, loadImporter } from '../../src/transfer/formats.ts';

const FORMATS = new URL('../../src/transfer/formats/', import.meta.url);
const PAGE = new URL('../../docs/import.md', import.meta.url);

test('every file of a format is in the list', async () => {
  const listed = new Set<unknown>();
  for (const format of IMPORT_FORMATS) listed.add(await loadImporter(format));
  for (const format of EXPORT_FORMATS) listed.add(await loadExporter(format));
  for (const file of fs.readdirSync(FORMATS)) {
    const values = Object.values((await import(new URL(file, FORMATS).href)) as object);
    expect([file, values.length > 0 && values.every((value) => listed.has(value))]).toEqual([file, true]);
  }
});

test('the page about importing has a row for each format, in the order of the list', () => {
  const rows = [...fs.readFileSync(PAGE, 'utf8').matchAll(/^\| `(\w+)` \|/gm)].map(([, format]) => format);
  expect(rows).toEqual([...IMPORT_FORMATS]);
});
