import { UsageError } from './errors.ts';
import { sanitize } from './text.ts';

/** The file system, as far as the address of a folder needs it. */
export interface Folders {
  isFolder(name: string): boolean;
  /** The absolute path of a folder. */
  resolve(name: string): string;
}

/** The prefixes of remote helpers (https://git-scm.com/docs/gitremote-helpers), as in `gcrypt::https://…`, and the rest. */
const HELPERS_AND_REST = /^((?:[a-z0-9][a-z0-9+.-]*::)*)(.*)$/is;

/** `https://example.org/four.git` */
const SCHEME = /^([a-z0-9][a-z0-9+.-]*):\/\//i;

/** `git@example.org:you/four.git`, `https://example.org/four.git` */
const HAS_HOST = /^[^/]+:/;

const ABSOLUTE_PATH = /^(\/|[a-z]:[\\/]|\\\\)/i;

/** What git itself speaks. `git+ssh` and `ssh+git` are old names of ssh. */
const OWN_SCHEMES = ['file', 'git', 'http', 'https', 'ssh', 'git+ssh', 'ssh+git'];

/** Helpers that run a command or use an open file: https://git-scm.com/docs/git-remote-ext, git-remote-fd. */
const FORBIDDEN_HELPERS = ['ext', 'fd'];

function splitHelpers(address: string): { helpers: string; rest: string } {
  const [, helpers = '', rest = ''] = HELPERS_AND_REST.exec(address) ?? [];
  return { helpers, rest };
}

/** The remote helpers that git starts for an address: programs named `git-remote-…`. None for what git itself speaks. */
export function remoteHelpers(address: string): string[] {
  const { helpers, rest } = splitHelpers(address);
  const scheme = SCHEME.exec(rest)?.[1] ?? 'ssh';
  const named = helpers.split('::').filter((name) => name !== '');
  return OWN_SCHEMES.includes(scheme) ? named : [...named, scheme];
}

/**
 * Whether git may be given a text as the address of a repository, typed or stored. Refused are options, addresses that are
 * commands, relative folders, which would lead elsewhere from every folder, and text that a terminal would obey.
 */
export function isRemoteAddress(text: string): boolean {
  const { helpers, rest } = splitHelpers(text);
  // What follows the name of a helper is the helper's own affair.
  const isPlace =
    (helpers !== '' && rest !== '') || SCHEME.test(rest) || HAS_HOST.test(rest) || ABSOLUTE_PATH.test(rest);
  if (!isPlace || /^[\s-]/.test(text) || rest.startsWith('-') || sanitize(text) !== text) return false;
  return !remoteHelpers(text).some((helper) => FORBIDDEN_HELPERS.includes(helper.toLowerCase()));
}

/** The address that the user typed; of a folder its absolute path, so that it is found from every folder. */
export function parseRemoteAddress(words: string, { isFolder, resolve }: Folders): string {
  const typed = words.trim();
  const isPath = isFolder(typed) || !HAS_HOST.test(typed);
  const address = isPath && typed !== '' && !typed.startsWith('-') ? resolve(typed) : typed;
  if (sanitize(typed) !== typed || !isRemoteAddress(address))
    throw new UsageError(
      `${JSON.stringify(maskSecrets(words))} is not the address of a repository`,
      'Like this: four sync git@example.org:you/four.git',
    );
  return address;
}

/** The folder that an address names on this machine; undefined for an address of another machine. */
export function folderOf(address: string): string | undefined {
  const path = address.replace(/^file:\/\/(?=\/)/i, '');
  return ABSOLUTE_PATH.test(path) ? path : undefined;
}

const MASK = '***';

/** An address in three parts: what may be shown, the user, password or token, and what may be shown. */
type Masked = readonly [before: string, secret: string, after: string];

/**
 * An address without the user, password or token in it. If a part of it could be either, it is masked: a password may contain
 * any character. The user name of ssh is shown, because it is none of these.
 */
export function maskSecrets(address: string): string {
  const [before, secret, after] = findSecret(address);
  const query = /^([^?#]*)[?#]./s.exec(after)?.[1];
  const shown = query === undefined || !SCHEME.test(splitHelpers(address).rest) ? after : `${query}?${MASK}`;
  return secret === '' ? before + shown : before + MASK + shown;
}

function findSecret(address: string): Masked {
  const { helpers, rest } = splitHelpers(address);
  const scheme = SCHEME.exec(rest)?.[0] ?? '';
  const place = rest.slice(scheme.length);
  const at = place.lastIndexOf('@');
  const isPath = scheme === '' ? ABSOLUTE_PATH.test(rest) : place.startsWith('/');
  if (at < 0 || isPath) return [helpers + scheme, '', place];
  // The password may hold a question mark, or the query an @.
  const query = place.search(/[?#]/);
  if (query >= 0 && query < at) return [helpers + scheme, place, ''];
  const shown = scheme === '' || /ssh/i.test(scheme) ? (/^[^/:@]*[:@]/.exec(place)?.[0] ?? '') : '';
  // `git@example.org:you/four.git`
  if (shown.endsWith('@')) return [helpers + scheme, '', place];
  return [helpers + scheme + shown, place.slice(shown.length, at), place.slice(at)];
}

/** What `maskSecrets` leaves out of an address, whole and in its parts, as typed and as meant: none of it may be printed. */
export function secretsIn(address: string): string[] {
  const [, secret, after] = findSecret(address);
  const query = SCHEME.test(splitHelpers(address).rest) ? (/[?#](.+)$/s.exec(after)?.[1] ?? '') : '';
  const [user = '', password = user] = secret.split(/:(.*)/s);
  const parts = [secret, password, query, ...query.split(/[&=#]/)].filter((part) => part.length >= SHORTEST_SECRET);
  const all = new Set([...parts, ...parts.map(decode)]);
  return [...all].sort((one, other) => other.length - one.length);
}

/** Shorter ones would be found in every other word. */
const SHORTEST_SECRET = 3;

/** A text that may contain the address, such as an error of git, without its secrets. */
export function maskSecretsOf(address: string, text: string): string {
  const masked = text.replaceAll(address, () => maskSecrets(address));
  return secretsIn(address).reduce((words, secret) => words.replaceAll(secret, MASK), masked);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The user and password in an address, and the address without them. */
export interface Credentials {
  /** `https://example.org`, as git's settings name it. */
  readonly site: string;
  readonly address: string;
  readonly user: string;
  readonly password: string | undefined;
}

/** The user and password for http; undefined where the address has none, or is of another kind. */
export function httpCredentials(address: string): Credentials | undefined {
  const { helpers, rest } = splitHelpers(address);
  const [, scheme, login, host, path = ''] = /^(https?:\/\/)([^/?#]*)@([^/?#@]+)(.*)$/s.exec(rest) ?? [];
  if (scheme === undefined || login === undefined || host === undefined) return undefined;
  const [user = '', password] = login.split(/:(.*)/s);
  return {
    site: scheme + host,
    address: helpers + scheme + host + path,
    user: decode(user),
    password: password === undefined ? undefined : decode(password),
  };
}
