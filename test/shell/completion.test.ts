import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect } from '@jest/globals';
import { SHELLS } from '../../src/shell/shells.ts';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
import type { Screen } from '../support/screen.mjs';
import { useShells } from '../support/shells.ts';

const home = useShells();
const { four, sitAt } = home;

const KILL_LINE = '\u0015';

/** The line under the cursor, without the prompt. */
function line(text: string): string {
  return text.split('\n').findLast((row) => row.includes(']>')) ?? '';
}

/** Types words up to a TAB, and waits until the line is what they should have become; then it is thrown away. */
async function complete(screen: Screen, typed: string, wanted: string): Promise<void> {
  screen.type(`${typed}\t`);
  await screen.until((text) => line(text).endsWith(`> ${wanted}`));
  screen.type(KILL_LINE);
  await screen.until((text) => line(text).endsWith('>'));
}

/** Bash lists at the second TAB. */
const LIST = { bash: '\t\t', zsh: '\t', fish: '\t' } as const;

describe.each(SHELLS)('%s completes', (shell) => {
  const { test } = needs(shell);
  beforeEach(async () => {
    await four('plan', 'Write the post', 'Call: "Acme"', 'Run', 'Swim');
    await four('done', '3');
    await four('plan', 'Mend the $HOME "now"', '-d', 'yesterday');
    fs.writeFileSync(path.join(home.folder, 'a backup.db'), '');
  });

  test('words of each kind, even with set -u', async () => {
    const screen = await sitAt(shell, { before: { bash: 'set -u', zsh: 'setopt nounset', fish: '' }[shell] });
    await screen.until(/1\/4 \[0\]>$/);
    for (const [typed, wanted] of [
      ['four str', 'four streak'],
      ['four help str', 'four help streak'],
      ['four log --gr', 'four log --grep'],
      ['four --no-c', 'four --no-color'],
      ['four log --from yest', 'four log --from yesterday'],
      ['four --json done -d tod', 'four --json done -d today'],
      ['four week satu', 'four week saturday'],
      ['four week -7', 'four week -7'],
      ['four undone ', 'four undone 3'],
      ['four done 1 2 ', 'four done 1 2 4'],
      ['four move 1 tom', 'four move 1 tomorrow'],
      ['four config nudge-e', 'four config nudge-evening'],
      ['four config week-start thu', 'four config week-start thursday'],
      ['four init f', 'four init fish'],
      ['four log --from=yest', 'four log --from=yesterday'],
      ['four restore a', 'four restore a\\ backup.db'],
      ['four --db a', 'four --db a\\ backup.db'],
      ['four --db=a', 'four --db=a\\ backup.db'],
      ['four done 1,2,', 'four done 1,2,4'],
      ['four done SW', 'four done SWim'],
      ['four -d yest', 'four -d yesterday'],
      ['four --date=yest', 'four --date=yesterday'],
      ['four plan m', 'four plan Mend\\ the\\ \\$HOME\\ \\"now\\"'],
      ['four plan "Mend', 'four plan "Mend the \\$HOME \\"now\\""'],
    ] as const)
      await complete(screen, typed, wanted);
  });

  test('open things with their texts', async () => {
    const screen = await sitAt(shell);
    await screen.until(/1\/4 \[0\]>$/);
    screen.type(`four done ${LIST[shell]}`);
    const things = [/\b1\b.*Write the post/, /\b2\b.*Call: "Acme"/, /\b4\b.*Swim/];
    // A shell writes the list piece by piece.
    const shown = await screen.until((text) => things.every((thing) => thing.test(text)));
    expect(shown).not.toContain('Run');
  });

  test('from the store that the line names', async () => {
    await four('--db', path.join(home.folder, 'other.db'), 'plan', 'Only');
    const screen = await sitAt(shell);
    await screen.until(/1\/4 \[0\]>$/);
    for (const db of ['--db ~/other.db', '--db=$HOME/other.db', '--db ./other.db'])
      await complete(screen, `four ${db} done `, `four ${db} done 1`);
  });

  test('without running anything that is stored or typed', async () => {
    const evil = '$(touch ran) `touch ran` "; touch ran; \' && touch ran %F{red} \\033 {a,b} * ~';
    await four('edit', '1', evil);
    fs.writeFileSync(path.join(home.folder, 'keep.txt'), 'precious');
    const screen = await sitAt(shell);
    await screen.until(/1\/4 \[0\]>$/);
    screen.type(`four edit ${LIST[shell]}`);
    await screen.until(/1\b.*\$\(touch ran\) `touch ran` ".*\n(.*\n)*.*4\b.*Swim/);
    screen.type(`${KILL_LINE}four log > keep.txt --gr\t`);
    await screen.until('--grep');
    for (const words of ['four did $(touch ran) --js', 'four did `touch ran` --js', 'four did "$(touch ran)" --js']) {
      screen.type(`${KILL_LINE}${words}\t`);
      await screen.until((text) => line(text).includes(`${words}`));
    }
    await complete(screen, `${KILL_LINE}four str`, 'four streak');
    expect(fs.existsSync(path.join(home.folder, 'ran'))).toBe(false);
    expect(fs.readFileSync(path.join(home.folder, 'keep.txt'), 'utf8')).toBe('precious');
  });

  test('nothing, silently, if the store is corrupted', async () => {
    const screen = await sitAt(shell);
    await screen.until(/1\/4 \[0\]>$/);
    fs.writeFileSync(home.storeFile(), 'no store');
    screen.type(`four done ${LIST[shell]}${KILL_LINE}`);
    await complete(screen, 'four str', 'four streak');
    expect(screen.text()).toMatch(/^(Three.*\n)?1\/4 \[0\]> four streak$|1\/4 \[0\]>$/);
  });
});

needs('bash', 'bash-completion').test('bash completes with its package of completions', async () => {
  const screen = await sitAt('bash', { before: `. ${placeOf('bash-completion')}` });
  await screen.until(/\[0\]>$/);
  await complete(screen, 'four log --from yest', 'four log --from yesterday');
});

describe.each(SHELLS)('%s completes an alias with the words it stands for:', (shell) => {
  const aliases = [
    { alias: "f='four'", typed: 'f done ' },
    { alias: "today='four done'", typed: 'today ' },
    // fish knows no variables in an alias.
    ...(shell === 'fish' ? [] : [{ alias: "mine='LC_ALL=C four --ascii'", typed: 'mine done ' }]),
  ];
  needs(shell).test.each(aliases)('$alias', async ({ alias, typed }) => {
    await four('plan', 'Write', 'Swim');
    const screen = await sitAt(shell, { before: `alias ${alias}` });
    await screen.until(/\[0\]>$/);
    await complete(screen, `${typed}1 `, `${typed}1 2`);
  });
});

needs('fish').test('fish adds nothing that it has read in the man page', async () => {
  const folder = path.join(home.folder, 'generated');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'four.fish'), "complete -c four -l garbled -d 'From the man page'\n");
  const screen = await sitAt('fish', { before: `set -g fish_complete_path $fish_complete_path ${folder}` });
  await screen.until(/\[0\]>$/);
  screen.type("complete -C 'four streak --' | string replace -r '\\t.*' ''; echo end\r");
  const shown = await screen.until(/^end$/m);
  expect(shown).toContain('\n--why\n');
  expect(shown).not.toContain('garbled');
});

describe.each(['bash', 'zsh'] as const)('%s lists', (shell) => {
  needs(shell).test('what fits in our order, each with its meaning', async () => {
    const before = { bash: "bind 'set completion-display-width 0'", zsh: '' }[shell];
    const screen = await sitAt(shell, { before, flags: ['--no-nudge'] });
    await screen.until(/\[0\]>$/);
    screen.type(`four rest ${LIST[shell]}`);
    const shown = await screen.until(/^sunday +.*\d+ [A-Z][a-z]{2}$/m);
    const words = [...shown.matchAll(/^([a-z]+) +.*\d+ [A-Z][a-z]{2}$/gm)].map(([, word]) => word);
    const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
    expect(words).toEqual(['today', 'tomorrow', ...week]);
  });
});
