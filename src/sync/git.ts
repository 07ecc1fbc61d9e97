import { spawn } from 'node:child_process';
import path from 'node:path';
import { CommandError, KnownError } from '../core/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface GitOptions {
  readonly env: Environment;
  /** Whether somebody is there to answer, when ssh or a credential helper has a question. */
  readonly canAsk: boolean;
  /** How long one git command may take, in milliseconds; undefined for as long as it needs. */
  readonly timeoutMs?: number | undefined;
}

export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A git command did not do what it is there for. */
export class GitFailure extends KnownError {
  readonly kind = 'git';
}

/** Where another repository is meant than the one we name (git rev-parse --local-env-vars): set inside a hook, for example. */
const FOREIGN =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|GRAFT_FILE|SHALLOW_FILE|NO_REPLACE_OBJECTS|REPLACE_REF_BASE|IMPLICIT_WORK_TREE|CONFIG|TRACE.*|(AUTHOR|COMMITTER)_DATE|QUARANTINE_PATH|INTERNAL_SUPER_PREFIX|LITERAL_PATHSPECS|EXEC_PATH_SUB)$/;

/** What of the user's settings would change what our own commands do; credentials, ssh and proxies stay as they are. */
const SETTINGS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.autocrlf=false',
  'core.eol=lf',
  'core.safecrlf=false',
  'core.fsmonitor=false',
  'core.sparseCheckout=false',
  'core.bare=false',
  'core.quotePath=true',
  'color.ui=false',
  'commit.gpgSign=false',
  'push.gpgSign=false',
  'push.pushOption=',
  'i18n.commitEncoding=UTF-8',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'fetch.prune=false',
  'fetch.pruneTags=false',
  'gc.autoDetach=false',
  'maintenance.autoDetach=false',
];

/** Runs the user's git in one folder: never by a shell, never asking where nobody is there. */
export class Git {
  readonly #folder: string;
  readonly #options: GitOptions;

  /** `folder` is a repository with a work tree, or will be one. */
  constructor(folder: string, options: GitOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /** What a command prints; a `GitFailure` when it fails. */
  async run(words: readonly string[], input: string | Buffer = '', env: Environment = {}): Promise<string> {
    const { status, stdout, stderr } = await this.try(words, input, env);
    if (status !== 0) throw new GitFailure(lastWords(stderr) || `git ${words[0]} ended with ${status}`);
    return stdout.toString('utf8').trimEnd();
  }

  /** The result of a command, also where it fails. */
  try(words: readonly string[], input: string | Buffer = '', env: Environment = {}): Promise<GitResult> {
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    return new Promise((resolve, reject) => {
      const child = spawn('git', [...settings, ...words], {
        cwd: this.#folder,
        env: { ...this.#environment(), ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
        // In a session of its own there is no terminal that ssh could ask on.
        detached: !this.#options.canAsk,
      });
      const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
      const interrupted = this.#options.canAsk ? () => {} : passOn(child.pid);
      const timer = this.#options.timeoutMs ? setTimeout(() => stop(child.pid), this.#options.timeoutMs) : undefined;
      child.stdout.on('data', (chunk) => stdout.push(chunk));
      child.stderr.on('data', (chunk) => stderr.push(chunk));
      child.on('error', (error) => {
        interrupted();
        clearTimeout(timer);
        reject((error as NodeJS.ErrnoException).code === 'ENOENT' ? missing() : error);
      });
      child.on('close', (code, signal) => {
        interrupted();
        clearTimeout(timer);
        const said = Buffer.concat(stderr).toString('utf8') + (signal ? `\nstopped by ${signal}` : '');
        resolve({ status: code ?? 1, stdout: Buffer.concat(stdout), stderr: said });
      });
      // It may end before it has read all of it.
      child.stdin.on('error', () => {});
      child.stdin.end(input);
    });
  }

  #environment(): Environment {
    const kept = Object.entries(this.#options.env).filter(([name]) => !FOREIGN.test(name));
    const quiet = this.#options.canAsk
      ? {}
      : { GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', SSH_ASKPASS_REQUIRE: 'never', GCM_INTERACTIVE: 'never' };
    return {
      ...Object.fromEntries(kept),
      // Named, so that no repository around it is taken for it, whatever its state.
      GIT_DIR: path.join(this.#folder, '.git'),
      GIT_WORK_TREE: this.#folder,
      GIT_DEFAULT_HASH: 'sha1',
      LC_ALL: 'C',
      LANGUAGE: '',
      ...quiet,
    };
  }
}

function stop(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    // With what it has started, like ssh.
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has just ended.
  }
}

/** A git in a session of its own does not hear of Ctrl-C: it is told before we end by it. The result ends that. */
function passOn(pid: number | undefined): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const end = (signal: NodeJS.Signals) => {
    leave();
    stop(pid);
    process.kill(process.pid, signal);
  };
  const leave = () => {
    for (const signal of signals) process.removeListener(signal, end);
  };
  for (const signal of signals) process.on(signal, end);
  return leave;
}

function missing(): CommandError {
  return new CommandError('git is not installed, and sync needs it', 'Install it: https://git-scm.com/downloads');
}

const OLDEST = [2, 20] as const;

/** Refuses a git that is older than what we use. */
export async function checkVersion(git: Git): Promise<void> {
  const words = await git.run(['--version']);
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(words) ?? []).map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new CommandError(`git ${major}.${minor} is too old for sync`, `It takes git ${OLDEST.join('.')} or newer.`);
}

/** The line of what git said that tells the reason: the first that is an error, else the last of all. */
export function lastWords(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.replace(/^remote:/, '').trim())
    .filter((line) => line !== '' && !/^(hint|warning):/.test(line));
  const reason = lines.find((line) => /^((fatal|error|ssh): |Host key verification)|: Permission denied/.test(line));
  return (reason ?? lines.at(-1) ?? '').replace(/^(fatal|error): /, '');
}
