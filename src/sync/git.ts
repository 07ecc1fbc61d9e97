import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { CommandError, codeOf } from '../core/errors.ts';
import { GitError, Unreachable } from './errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface GitOptions {
  readonly env: Environment;
  /** Whether ssh and credential helpers may prompt. */
  readonly canAsk: boolean;
  /** How long the remote may be silent, in milliseconds. */
  readonly timeoutMs: number;
}

/** What one sync adds to the options. */
export interface GitRun extends GitOptions {
  /** The remote helpers that git may start: those in the address that the user has typed. */
  readonly helpers: readonly string[];
  /** Ends every command when it is aborted. */
  readonly stopped: AbortSignal;
}

interface StartOptions {
  readonly input: string | Buffer;
  readonly env: Environment;
  readonly timeoutMs?: number;
}

export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Variables that point git to another repository, as inside a hook (`git rev-parse --local-env-vars`), trace what it does, or allow
 * more protocols.
 */
const FOREIGN =
  /^GIT_(ALLOW_PROTOCOL|DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|GRAFT_FILE|SHALLOW_FILE|NO_REPLACE_OBJECTS|REPLACE_REF_BASE|IMPLICIT_WORK_TREE|CONFIG|TRACE.*|(AUTHOR|COMMITTER)_DATE|QUARANTINE_PATH|INTERNAL_SUPER_PREFIX|LITERAL_PATHSPECS|EXEC_PATH_SUB)$/;

/** Overrides of settings that would change what our commands do. Credentials, ssh and proxies stay as the user set them. */
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
  'fastimport.unpackLimit=100',
  'gc.autoDetach=false',
  'maintenance.autoDetach=false',
];

/** What git speaks itself. All else is a program that an address could start. */
const PROTOCOLS: readonly string[] = ['file', 'git', 'http', 'https', 'ssh'];

function protocolSettings(helpers: readonly string[]): string[] {
  const allowed = [...PROTOCOLS, ...helpers].map((name) => `protocol.${name}.allow=always`);
  return ['protocol.allow=never', ...allowed, 'protocol.ext.allow=never', 'protocol.fd.allow=never'];
}

/** How much git may print: far more than the names of all pages. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** How long git has to end when it is told to, in milliseconds. */
const GRACE_MS = 3000;

/** Runs the user's git in one folder, without a shell. It only prompts if the options allow it. */
export class Git {
  readonly #folder: string;
  readonly #options: GitRun;

  /** `folder` is the work tree of a repository, which may not exist yet. */
  constructor(folder: string, options: GitRun) {
    this.#folder = folder;
    this.#options = options;
  }

  /** What a command prints, without white space at the end; a `GitError` if it fails. */
  async run(args: readonly string[], input: string | Buffer = '', env: Environment = {}): Promise<string> {
    const { status, stdout, stderr } = await this.try(args, input, env);
    if (status !== 0) throw new GitError(reasonIn(stderr) || `git ${args[0]} ended with ${status}`);
    return stdout.toString('utf8').trimEnd();
  }

  /** What a command that needs the remote prints; an `Unreachable` if it fails. */
  async reach(args: readonly string[], env: Environment = {}): Promise<string> {
    const { status, stdout, stderr } = await this.tryToReach(args, env);
    if (status !== 0) throw new Unreachable(reasonIn(stderr));
    return stdout.toString('utf8');
  }

  /** The result of a command that needs the remote. It fails if the remote is silent for too long: it has to report its progress. */
  tryToReach(args: readonly string[], env: Environment = {}): Promise<GitResult> {
    return this.#start(args, { input: '', env, timeoutMs: this.#options.timeoutMs });
  }

  /** The result of a command, whether it succeeds or fails. */
  try(args: readonly string[], input: string | Buffer = '', env: Environment = {}): Promise<GitResult> {
    return this.#start(args, { input, env });
  }

  #start(args: readonly string[], { input, env, timeoutMs }: StartOptions): Promise<GitResult> {
    const { canAsk, helpers, stopped } = this.#options;
    const settings = [...SETTINGS, ...protocolSettings(helpers)].flatMap((setting) => ['-c', setting]);
    return new Promise((resolve, reject) => {
      if (stopped.aborted) return reject(stopped.reason);
      const child = spawn('git', [...settings, ...args], {
        cwd: this.#folder,
        env: { ...this.#environment(), ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
        // In a session of its own, ssh finds no terminal to prompt on.
        detached: !canAsk,
      });
      const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
      let ended: string | undefined;
      const end = (reason: string) => {
        ended ??= reason;
        stop(child, !canAsk);
      };
      const abort = () => end('stopped');
      stopped.addEventListener('abort', abort);
      const timer = timeoutMs
        ? setTimeout(() => end(`no answer in ${timeoutMs / 1000} seconds`), timeoutMs)
        : undefined;
      const settle = () => {
        stopped.removeEventListener('abort', abort);
        clearTimeout(timer);
      };
      let bytes = 0;
      const collect = (chunks: Buffer[]) => (chunk: Buffer) => {
        bytes += chunk.length;
        timer?.refresh();
        if (bytes > MAX_OUTPUT_BYTES) end('git printed too much');
        else chunks.push(chunk);
      };
      child.stdout.on('data', collect(stdout));
      child.stderr.on('data', collect(stderr));
      child.on('error', (error) => {
        settle();
        reject(codeOf(error) === 'ENOENT' ? gitMissing() : error);
      });
      child.on('close', (code, signal) => {
        settle();
        if (stopped.aborted) return reject(stopped.reason);
        const why = ended ?? (signal ? `stopped by ${signal}` : undefined);
        const errors = why === undefined ? Buffer.concat(stderr).toString('utf8') : why;
        resolve({ status: code ?? 1, stdout: Buffer.concat(stdout), stderr: errors });
      });
      // Git may end before it has read all of its input.
      child.stdin.on('error', () => {});
      child.stdin.end(input);
    });
  }

  #environment(): Environment {
    const inherited = Object.entries(this.#options.env).filter(([name]) => !FOREIGN.test(name));
    const quiet = this.#options.canAsk
      ? {}
      : { GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '', SSH_ASKPASS_REQUIRE: 'never', GCM_INTERACTIVE: 'never' };
    return {
      ...Object.fromEntries(inherited),
      // Without these, git would use an enclosing repository if ours is missing or corrupted.
      GIT_DIR: path.join(this.#folder, '.git'),
      GIT_WORK_TREE: this.#folder,
      GIT_DEFAULT_HASH: 'sha1',
      LC_ALL: 'C',
      LANGUAGE: '',
      ...quiet,
    };
  }
}

/** Ends a git with what it has started, at first so that it can remove its locks. */
function stop(child: ChildProcess, isGroup: boolean): void {
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(isGroup ? -child.pid : child.pid, signal);
    } catch {
      // It has just ended.
    }
  };
  kill('SIGTERM');
  const timer = setTimeout(() => kill('SIGKILL'), GRACE_MS);
  child.once('exit', () => {
    clearTimeout(timer);
    // A process that left the group would hold the other ends open.
    child.stdout?.destroy();
    child.stderr?.destroy();
  });
}

function gitMissing(): CommandError {
  return new CommandError('git is not installed, and sync needs it', 'To install it: https://git-scm.com/downloads');
}

const OLDEST = [2, 20] as const;

/** Refuses a git that lacks options we use. */
export async function checkVersion(git: Git): Promise<void> {
  const version = await git.run(['--version']);
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new CommandError(
    `git ${major}.${minor} is too old for sync`,
    `Update git to ${OLDEST.join('.')} or newer: https://git-scm.com/downloads`,
  );
}

/** The line of git's output that names the reason: the first error, else the last line. */
export function reasonIn(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.replace(/^remote:/, '').trim())
    .filter((line) => line !== '' && !/^(hint|warning):/.test(line));
  const reason = lines.find((line) => /^((fatal|error|ssh): |Host key verification)|: Permission denied/.test(line));
  return (reason ?? lines.at(-1) ?? '').replace(/^(fatal|error): /, '');
}

/** What the remote itself said in git's output, such as its hook: its first line that is no progress; empty if it said nothing. */
export function remoteWords(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).filter((line) => line.startsWith('remote:'));
  const words = lines.map((line) => line.slice('remote:'.length).trim());
  return words.find((line) => line !== '' && !/^(Enumerating|Counting|Compressing|Resolving|Total)\b/.test(line)) ?? '';
}
