import { CommandError, KnownError, kindOf } from '../core/errors.ts';
import { maskSecrets, maskSecretsOf } from '../core/remote-address.ts';

/** A git command failed. The message is what git said. */
export class GitError extends KnownError {
  readonly kind = 'git';
}

/** The remote did not answer, or denied access. The message is what git said. */
export class Unreachable extends KnownError {
  readonly kind = 'unreachable';
}

/** Whether git failed, here or on the way to the remote. */
export function isGitFailure(error: unknown): boolean {
  return ['git', 'unreachable'].includes(kindOf(error) ?? '');
}

/** An error of git in words for the user, without the secrets of the address; any other error as it is. */
export function explainError(error: unknown, address: string): Error {
  const { message } = error as Error;
  const remote = maskSecrets(address);
  // The user's own settings may have put another password into the address.
  const reason = maskSecretsOf(address, message).replace(/(:\/\/)[^\s/'"]*@/g, '$1***@');
  switch (kindOf(error)) {
    case 'unreachable':
      return new CommandError(
        `${remote} could not be reached: ${reason}`,
        'Your changes are kept. To send them later: four sync',
      );
    case 'git':
      return new CommandError(`git failed: ${reason}`, 'Your store is intact. To try again: four sync');
    default:
      return error as Error;
  }
}
