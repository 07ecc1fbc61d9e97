import type { Credentials } from '../core/remote-address.ts';
import { singleQuote } from '../core/shell-quote.ts';

/** The remote of the working copy, as its settings name it: addresses would show their passwords on git's command line. */
export const REMOTE = 'origin';

/** Fetches all branches of the remote, as in a clone. */
export const ALL_BRANCHES = `+refs/heads/*:refs/remotes/${REMOTE}/*`;

export interface RemoteConfig {
  readonly url: string;
  /** The user and password, which are not in the URL. */
  readonly credentials?: Credentials | undefined;
  /** The file that git reads the password from: https://git-scm.com/docs/git-credential-store */
  readonly passwordFile: string;
}

/** All settings of the repository of a working copy. It is written for each sync, so that nobody else's are in force. */
export function repositoryConfig(remote: RemoteConfig, hasGitCrypt: boolean): string {
  return [
    section('core', [
      ['repositoryformatversion', '0'],
      ['bare', 'false'],
    ]),
    section(`remote ${quote(REMOTE)}`, [
      ['url', remote.url],
      ['fetch', ALL_BRANCHES],
    ]),
    credentialConfig(remote),
    // What `git-crypt unlock` would have written, whose keys are kept beside it.
    hasGitCrypt ? GIT_CRYPT : '',
  ].join('');
}

const GIT_CRYPT = section('filter "git-crypt"', [
  ['smudge', 'git-crypt smudge'],
  ['clean', 'git-crypt clean'],
  ['required', 'true'],
]);

/** Settings for a clone, which has no repository yet: `alias` stands for the remote's URL. */
export function aliasConfig(remote: RemoteConfig, alias: string): string {
  return section(`url ${quote(remote.url)}`, [['insteadOf', alias]]) + credentialConfig(remote);
}

/** Tells git the user and the password, so that they are on no command line. */
function credentialConfig({ credentials, passwordFile }: RemoteConfig): string {
  if (credentials === undefined) return '';
  const { site, user, password } = credentials;
  // The empty one puts aside the user's own helpers.
  const helpers = password === undefined ? [] : ['', `store --file ${singleQuote(passwordFile)}`];
  return section(`credential ${quote(site)}`, [
    ['username', user],
    ...helpers.map((helper) => ['helper', helper] as const),
  ]);
}

/** The text of the password file. */
export function passwordText({ site, user, password }: Credentials): string {
  const login = [user, password ?? ''].map(encodeURIComponent).join(':');
  return `${site.replace('://', `://${login}@`)}\n`;
}

function section(name: string, settings: readonly (readonly [key: string, value: string])[]): string {
  return `[${name}]\n${settings.map(([key, value]) => `\t${key} = ${quote(value)}\n`).join('')}`;
}

function quote(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
