import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { SHELLS, type Shell } from '../../src/shell/shells.ts';
import { LAUNCHER, launch, type Result } from './four.ts';
import type { Screen } from './screen.mjs';
import { type Sitting, useSitting } from './sitting.ts';

export const PLACES: { readonly [shell in Shell]: string } = {
  bash: '/bin/bash',
  zsh: '/usr/bin/zsh',
  fish: '/usr/bin/fish',
};

/** How a shell shows that it waits, with the status of the last command: the segment stands before it. */
const PROMPTS: { readonly [shell in Shell]: string } = {
  bash: "PS1='[$?]> '",
  zsh: "PROMPT='[%?]> '",
  fish: "function fish_prompt; printf '[%s]> ' $status; end",
};

export interface Start {
  /** Before and after what `four init` has printed. */
  readonly before?: string;
  readonly after?: string;
  readonly flags?: readonly string[];
}

export interface Shells extends Sitting {
  /** Starts a shell, with what `four init` prints in its start file; `four` in it is the built launcher. */
  sitAt(shell: Shell, start?: Start): Promise<Screen>;
  /** The start file alone. */
  startFile(shell: Shell, start?: Start): Promise<string>;
  /** Runs a script in a shell that reads that file first. */
  script(shell: Shell, file: string, lines: string): Promise<Result>;
}

/** A home for each test, with real shells in it. */
export function useShells(): Shells {
  beforeAll(() => {
    for (const shell of SHELLS) if (!fs.existsSync(PLACES[shell])) throw missing(shell);
  });
  // zsh looks through all of its functions when it sets completion up for the first time, and keeps what it has found.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zsh-'));
  beforeAll(() => launch(PLACES.zsh, ['-dfc', `autoload -Uz compinit; compinit -i -d ${folder}/dump`], {}));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const home = useSitting();
  beforeEach(() => {
    fs.copyFileSync(path.join(folder, 'dump'), path.join(home.folder, '.zcompdump'));
    const bin = path.join(home.folder, 'bin');
    fs.mkdirSync(bin);
    fs.writeFileSync(path.join(bin, 'four'), `#!/bin/sh\nexec '${process.execPath}' '${LAUNCHER}' "$@"\n`, {
      mode: 0o755,
    });
    Object.assign(home.env, { PATH: `${bin}:/usr/bin:/bin`, XDG_CONFIG_HOME: path.join(home.folder, 'config') });
  });
  const startFile = async (shell: Shell, { before = '', after = '', flags = [] }: Start = {}) => {
    const { stdout } = await home.four('init', shell, ...flags);
    const init = path.join(home.folder, `init.${shell}`);
    fs.writeFileSync(init, stdout);
    const file = path.join(home.folder, shell === 'zsh' ? '.zshrc' : `start.${shell}`);
    fs.writeFileSync(file, [PROMPTS[shell], before, `. ${init}`, after, ''].join('\n'));
    return file;
  };
  return Object.assign(home, {
    startFile,
    sitAt: async (shell: Shell, start: Start = {}) => {
      const file = await startFile(shell, start);
      const args = {
        bash: ['--noprofile', '--rcfile', file, '-i'],
        zsh: ['-d', '-i'],
        fish: ['--no-config', '-i', '-C', `. ${file}`],
      };
      return home.start(PLACES[shell], args[shell], { env: { ZDOTDIR: home.folder } });
    },
    script: (shell: Shell, file: string, lines: string) =>
      launch(PLACES[shell], [...(shell === 'fish' ? ['--no-config'] : []), '-c', `. ${file}\n${lines}`], home.env),
  });
}

/** One line, without the stack of a test that could not do anything about it. */
function missing(shell: Shell): Error {
  const error = new Error(`${shell} is missing at ${PLACES[shell]}: apt-get install ${shell}`);
  error.stack = error.message;
  return error;
}
