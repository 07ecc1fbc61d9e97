import os from 'node:os';
import path from 'node:path';

// What @swc/core unpacks when it is first used; its default is a folder in the user's home.
process.env.SWC_NATIVE_BINDING_CACHE ??= path.join(import.meta.dirname, 'node_modules/.cache/swc');

// In UTC a test does not notice when one is taken for local time.
process.env.TZ ??= 'America/St_Johns';

// Tests write paths of temporary files into lines of shell.
if (/[^\w./-]/.test(os.tmpdir())) process.env.TMPDIR = '/tmp';

// ESM: the test script starts Node with --experimental-vm-modules, which jest 30 still needs.
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Its default is a folder in /tmp that stays.
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  reporters: ['default', '<rootDir>/test/support/programs.mjs'],
  // For a test that hangs. On a busy machine all others may take fifty times as long as usual, and must not meet it.
  testTimeout: 300_000,
  maxWorkers: 2,
};
