import { CommandError, KnownError, kindOf } from '../core/errors.ts';
import { folderOf, maskSecrets, maskSecretsOf } from '../core/remote-address.ts';
import { shellQuote } from '../core/shell-quote.ts';

/** A git command failed. The message is what git said. */
export class GitError extends KnownError {
  readonly kind = 'git';
}

/** The remote did not answer, or denied access. The message is what git said. */
export class Unreachable extends KnownError {
  readonly kind = 'unreachable';
}

/** The remote answered, but did not take what was pushed. The message is what it said. */
export class Rejected extends KnownError {
  readonly kind = 'rejected';
}

/** Whether git failed, here or on the way to the remote. */
export function isGitFailure(error: unknown): boolean {
  return ['git', 'unreachable'].includes(kindOf(error) ?? '');
}

/** What git and ssh say of a network or a remote that is not there, and of one that does not answer. */
const OFFLINE =
  /could not resolve|could not read from remote|not known|unreachable|no route to host|refused|timed out|unable to (access|connect|look up)|does not appear to be a git repository|^no answer in|^not finished after/i;

/** Whether it is the network or the remote that failed, and surely not the working copy. */
export function isOffline(error: unknown): boolean {
  return kindOf(error) === 'unreachable' && OFFLINE.test((error as Error).message);
}

/** An error of git in words for the user, without the secrets of the address; any other error as it is. */
export function explainError(error: unknown, address: string): Error {
  const { message } = error as Error;
  const remote = maskSecrets(address);
  // The user's own settings may have put another password into the address.
  const reason = maskSecretsOf(address, message).replace(/(:\/\/)[^\s/'"]*@/g, '$1***@');
  switch (kindOf(error)) {
    case 'unreachable':
      return new CommandError(`${remote} could not be reached: ${reason}`, unreachableHint(address, message));
    case 'rejected':
      return new CommandError(
        `${remote} rejected what was sent: ${reason}`,
        'Your changes are kept. Once you may push there: four sync',
      );
    case 'git':
      return new CommandError(`git failed: ${reason}`, 'Your store is intact. To try again: four sync');
    default:
      return error as Error;
  }
}

/** How to go on. In a folder, a missing repository can be made. */
function unreachableHint(address: string, message: string): string {
  const folder = folderOf(address);
  return folder !== undefined && /not appear to be a git repository|not a git repository/.test(message)
    ? `Your changes are kept. To create one: git init --bare ${shellQuote(folder)}; then: four sync ${shellQuote(folder)}`
    : 'Your changes are kept. To send them later: four sync';
}
