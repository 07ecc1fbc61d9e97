import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, beforeEach } from '@jest/globals';
import type { Shell } from '../../src/shell/shells.ts';
import { LAUNCHER, launch, type Result } from './four.ts';
import { isThere, PATH, placeOf } from './programs.mjs';
import type { Screen } from './screen.mjs';
import { type Sitting, useSitting } from './sitting.ts';

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
  /** A start file that is there already. */
  readonly file?: string;
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
  // zsh looks through all of its functions when it sets completion up for the first time, and keeps what it has found.
  let found: Buffer | undefined;
  beforeAll(async () => {
    if (!isThere('zsh')) return;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'zsh-'));
    await launch(placeOf('zsh'), ['-dfc', `autoload -Uz compinit; compinit -i -d ${folder}/dump`], {});
    found = fs.readFileSync(path.join(folder, 'dump'));
    fs.rmSync(folder, { recursive: true });
  });
  const home = useSitting();
  beforeEach(() => {
    if (found) fs.writeFileSync(path.join(home.folder, '.zcompdump'), found);
    const bin = path.join(home.folder, 'bin');
    fs.mkdirSync(bin);
    fs.writeFileSync(path.join(bin, 'four'), `#!/bin/sh\nexec '${process.execPath}' '${LAUNCHER}' "$@"\n`, {
      mode: 0o755,
    });
    Object.assign(home.env, {
      PATH: `${bin}:${PATH}`,
      XDG_CONFIG_HOME: path.join(home.folder, 'config'),
      // Else fish makes a folder in /tmp.
      XDG_RUNTIME_DIR: home.folder,
    });
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
      const file = start.file ?? (await startFile(shell, start));
      const args = {
        bash: ['--noprofile', '--rcfile', file, '-i'],
        zsh: ['-d', '-i'],
        fish: ['--no-config', '-i', '-C', `. ${file}`],
      };
      return home.start(placeOf(shell), args[shell], { env: { ZDOTDIR: home.folder } });
    },
    script: (shell: Shell, file: string, lines: string) =>
      launch(placeOf(shell), [...(shell === 'fish' ? ['--no-config'] : []), '-c', `. ${file}\n${lines}`], home.env),
  });
}
