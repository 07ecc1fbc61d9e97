import path from 'node:path';
import { CommandError } from '../core/errors.ts';
import { removeFolder, replacePrivately } from '../store/files.ts';
import type { Git } from './git.ts';
import { aliasConfig, REMOTE, type RemoteConfig } from './repository-config.ts';

/** The default branch of a remote; if it is empty, the one that its first push should create. `folder` is ours to write into. */
export async function findDefaultBranch(git: Git, remote: RemoteConfig, folder: string): Promise<string> {
  const listed = await git.reach(['ls-remote', '--symref', '--', REMOTE]);
  const [, head] = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(listed) ?? [];
  const branches = [...listed.matchAll(/^[0-9a-f]+\trefs\/heads\/(\S+)$/gm)].map(([, name = '']) => name);
  const branch = [head, 'main', branches[0]].find((name) => name !== undefined && branches.includes(name));
  if (branch !== undefined) return branch;
  if (/\trefs\/tags\//.test(listed))
    throw new CommandError(
      'the repository has tags but no branch: it is not a diary of four',
      'Nothing was changed there. Name an empty repository.',
    );
  return findUnbornBranch(git, remote, folder);
}

/** The default branch of an empty repository, which only a clone tells. */
async function findUnbornBranch(git: Git, remote: RemoteConfig, folder: string): Promise<string> {
  const [clone, config] = [path.join(folder, 'clone'), path.join(folder, 'clone.config')];
  const alias = 'four-remote:';
  try {
    replacePrivately(config, aliasConfig(remote, alias));
    const settings = ['-c', 'init.defaultBranch=main', '-c', `include.path=${config}`];
    await git.reach([...settings, 'clone', '--quiet', '--bare', '--template=', '--', alias, clone], {
      GIT_DIR: undefined,
      GIT_WORK_TREE: undefined,
    });
    return await git.run([`--git-dir=${clone}`, 'symbolic-ref', '--short', 'HEAD']);
  } finally {
    removeFolder(clone);
    removeFolder(config);
  }
}
