import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { unzip } from '../../src/transfer/zip.ts';
import fc from '../support/property.ts';
import { runs } from '../support/scale.ts';

const all = () => true;

interface Part {
  readonly name: string;
  readonly packed: Buffer;
  readonly method?: number;
  /** What the directory declares. */
  readonly size?: number;
}

/** An archive with one file, which the directory names several times. */
function overlapping({ name, packed, method = 8, size = 0 }: Part, times: number): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(size, 24);
  const directory = Array.from({ length: times }, (_, index) => {
    const numbered = Buffer.from(`${index}${name}`);
    const copy = Buffer.from(entry);
    copy.writeUInt16LE(numbered.length, 28);
    return Buffer.concat([copy, numbered]);
  });
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(times, 10);
  end.writeUInt32LE(header.length + packed.length, 16);
  return Buffer.concat([header, packed, ...directory, end]);
}

describe('an archive', () => {
  test('gives the files that are wanted, whatever is in them', () => {
    const names = fc.constantFrom('a', 'b/c.csv', 'Läsen/x', '日本.csv', '__proto__', 'constructor');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(names, fc.uint8Array({ maxLength: 2000 })), { selector: ([name]) => name }),
        fc.constantFrom(0 as const, 6 as const),
        (files, level) => {
          // fflate cannot pack a file of the name __proto__ either.
          const packed = files.filter(([name]) => name !== '__proto__');
          const archive = Buffer.from(zipSync(Object.fromEntries(packed), { level }));
          const found = unzip(archive, 'a.zip', (name) => name !== 'a');
          const wanted = packed.filter(([name]) => name !== 'a').map(([name, data]) => [name, Buffer.from(data)]);
          expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
        },
      ),
      runs(100, 10_000),
    );
  });

  test('names a file like a property of every object', () => {
    const archive = overlapping({ name: '__proto__', packed: deflateRawSync('x') }, 1);
    expect([...unzip(archive, 'a.zip', all).keys()]).toEqual(['0__proto__']);
  });

  test('damaged anywhere, gives an error or what is still there', () => {
    const archive = Buffer.from(zipSync({ a: strToU8('one'.repeat(50)), 'b/c': strToU8('two') }));
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.nat(255), fc.boolean(), (at, byte, isCut) => {
        const damaged = Buffer.from(isCut ? archive.subarray(0, at) : archive);
        if (!isCut) damaged[at] = byte;
        try {
          for (const file of unzip(damaged, 'a.zip', all).values()) expect(file.length).toBeLessThan(1000);
        } catch (error) {
          expect(error).toEqual(expect.objectContaining({ message: expect.any(String) }));
        }
      }),
      runs(300, 30_000),
    );
  });
});

describe('a bomb is refused by what comes out, and not by what it declares:', () => {
  const zeros = deflateRawSync(Buffer.alloc(60_000_000), { level: 9 });

  test.each([
    [
      'one file that declares a byte',
      overlapping({ name: 'a', packed: deflateRawSync(Buffer.alloc(101_000_000)), size: 1 }, 1),
    ],
    ['one file that declares 4 GB', overlapping({ name: 'a', packed: deflateRawSync('x'), size: 0xffff_fff0 }, 1)],
    ['files that are too large together', overlapping({ name: 'a', packed: zeros, size: 60_000_000 }, 2)],
    ['files that are too large together, and declare nothing', overlapping({ name: 'a', packed: zeros }, 2)],
    ['the same bytes 60,000 times', overlapping({ name: 'a', packed: Buffer.alloc(10_000), method: 0 }, 60_000)],
    // Empty blocks: much to read, and nothing comes out.
    [
      'the same empty file 60,000 times',
      overlapping({ name: 'a', packed: Buffer.from(`${'000000ffff'.repeat(2000)}010000ffff`, 'hex') }, 60_000),
    ],
  ])('%s', (_, archive) => {
    expect(archive.length).toBeLessThan(4_000_000);
    expect(() => unzip(archive, 'a.zip', all)).toThrow('a.zip is too large when unpacked; the limit is 100 MB');
  });

  test('but a file that is not wanted counts for nothing', () => {
    expect(unzip(overlapping({ name: 'a', packed: zeros }, 2), 'a.zip', (name) => name === 'b').size).toBe(0);
  });
});
