import fs from 'node:fs';
import path from 'node:path';
import { CommandError } from '../core/errors.ts';
import type { Git } from './git.ts';

/** The default branch of a remote; if it is empty, the one that its first push should create. `folder` is a work tree of ours. */
export async function findDefaultBranch(git: Git, address: string, folder: string): Promise<string> {
  const listed = await git.reach(['ls-remote', '--symref', '--', address]);
  const [, head] = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(listed) ?? [];
  const branches = [...listed.matchAll(/^[0-9a-f]+\trefs\/heads\/(\S+)$/gm)].map(([, name = '']) => name);
  const branch = [head, 'main', branches[0]].find((name) => name !== undefined && branches.includes(name));
  if (branch !== undefined) return branch;
  if (/\trefs\/tags\//.test(listed))
    throw new CommandError(
      'the repository has tags but no branch: it is not a diary of four',
      'Nothing was changed there. Name an empty repository.',
    );
  return findUnbornBranch(git, address, path.join(folder, '.git', 'empty'));
}

/** The default branch of an empty repository, which only a clone tells. `folder` is used for the clone, and removed. */
async function findUnbornBranch(git: Git, address: string, folder: string): Promise<string> {
  fs.rmSync(folder, { recursive: true, force: true });
  const options = ['--quiet', '--bare', '--template='];
  await git.reach(['-c', 'init.defaultBranch=main', 'clone', ...options, '--', address, folder], {
    GIT_DIR: undefined,
    GIT_WORK_TREE: undefined,
  });
  const branch = await git.run([`--git-dir=${folder}`, 'symbolic-ref', '--short', 'HEAD']);
  fs.rmSync(folder, { recursive: true, force: true });
  return branch;
}
