import { expect, test } from '@jest/globals';
import { onLinux } from './support/needs.ts';
import { allPackages, lineAbout, missing } from './support/programs.mjs';

test('a run in which nothing was skipped says nothing', () => {
  expect(lineAbout([])).toBeUndefined();
});

onLinux('a run in which something was skipped ends with what was, and the one command that installs it', () => {
  expect(lineAbout(['needs zsh', 'needs fish', 'needs ssh, sshd, zsh'])).toMatch(
    /^Skipped 3 tests that need zsh, fish, ssh and sshd\. To run them: (sudo )?apt-get install zsh fish openssh-client openssh-server$/,
  );
  expect(lineAbout(['needs chromium'])).toMatch(
    /^Skipped 1 test that needs chromium\. To run it: (sudo )?apt-get install chromium$/,
  );
  expect(missing(['zsh', 'git'])).toMatch(/^Missing: zsh and git\. To install: (sudo )?apt-get install zsh git$/);
});

onLinux('all packages are those of Debian', () => {
  expect(allPackages()).toEqual(expect.arrayContaining(['zsh', 'openssh-server', 'util-linux']));
  expect(new Set(allPackages()).size).toBe(allPackages().length);
});
