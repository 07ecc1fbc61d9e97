import fs from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../src/commands/index.ts';
import { TOPIC_NAMES } from '../../src/commands/topics.ts';
import { SETTING_KEYS, SETTINGS } from '../../src/core/settings.ts';
import { useHome } from '../support/four.ts';
import { bytes } from '../support/stores.ts';

const home = useHome();
const { four, json } = home;

interface WordJson {
  readonly word: string;
  readonly meaning: string;
}

/** The words that fit in the place of the last one of a line. */
async function words(line: string): Promise<string[]> {
  const suggestions = await json<(WordJson | 'files')[]>('__complete', 'bash', '--', ...line.split(' '));
  return suggestions.map((one) => (one === 'files' ? 'FILES' : one.word));
}

const commands = COMMANDS.filter(({ group }) => group !== undefined);

/** `--message` of `-m, --message <text>` */
function longFlag(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? '';
}

describe('what fits', () => {
  test('every command there is, but those for shells alone', async () => {
    expect(await words('')).toEqual(commands.map(({ name }) => name));
    expect(await words('help ')).toEqual([...commands.map(({ name }) => name), ...TOPIC_NAMES]);
    expect(await words('stre')).toEqual(['streak']);
    expect(await words('--json stre')).toEqual(['streak']);
    expect(await words('--db x.db stre')).toEqual(['streak']);
  });

  test.each(commands.map((command) => [command.name, command] as const))(
    'the options of %s',
    async (name, { options }) => {
      const found = await words(`${name} --`);
      for (const { flags } of Object.values(options)) expect(found).toContain(longFlag(flags));
      expect(found).toEqual(expect.arrayContaining(['--db', '--json', '--help']));
      expect(new Set(found).size).toBe(found.length);
    },
  );

  const withValues = commands.flatMap(({ name, options }) =>
    Object.values(options)
      .filter(({ flags }) => flags.includes('<'))
      .map(({ flags, completion }) => [name, flags, completion] as const),
  );
  test.each(withValues)('the value of %s %s', async (name, flags, completion) => {
    const found = await words(`${name} ${longFlag(flags)} `);
    if (/<file>/.test(flags)) expect(found).toEqual(['FILES']);
    else if (/<day>/.test(flags)) expect(found[0]).toBe('today');
    else expect(found).toEqual(completion ?? []);
    expect(await words(`${name} ${longFlag(flags)}=`)).toEqual(
      found.map((word) => (word === 'FILES' ? word : `${longFlag(flags)}=${word}`)),
    );
  });

  test('open things, and done ones where that is taken back, each once', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    await four('done', '2', '4');
    await four('did', 'Extra');
    await four('plan', 'E', '-d', 'yesterday');
    for (const command of ['edit', 'drop', 'move']) expect(await words(`${command} `)).toEqual(['1', '3']);
    for (const command of ['done', 'check']) expect(await words(`${command} `)).toEqual(['1', '3', 'all']);
    expect(await words('done 1 ')).toEqual(['3']);
    expect(await words('done 1,')).toEqual(['1,3']);
    expect(await words('done 1,3,')).toEqual([]);
    expect(await words('done a')).toEqual(['all', 'a']);
    expect(await words('done all ')).toEqual([]);
    expect(await words('undone ')).toEqual(['2', '4', 'all']);
    expect(await words('done -d yesterday ')).toEqual(['1']);
    expect(await words('done --date=-1 ')).toEqual(['1']);
    expect(await words('done -m 1 ')).toEqual(['1', '3', 'all']);
    expect(await words('done -- ')).toEqual(['1', '3', 'all']);
    expect(await words('edit 1 ')).toEqual([]);
    expect(await json('__complete', 'fish', '--', 'done', '3')).toEqual([{ word: '3', meaning: 'C' }]);
  });

  test('pieces of texts in any case, as long as it takes to match one thing', async () => {
    await four('plan', 'Write the post', 'Write the letter', 'Überweise die Miete', '日本語を読む');
    expect(await words('done wri')).toEqual(['write the post', 'write the letter']);
    expect(await words('done POS')).toEqual(['POSt']);
    expect(await words('done uber')).toEqual(['uberweise']);
    expect(await json('__complete', 'bash', '--', 'done', 'the l')).toEqual([
      { word: 'the letter', meaning: 'Write the letter' },
    ]);
    for (const piece of ['write the post', 'POSt', 'uberweise', 'the letter']) {
      expect(await four('done', piece, '-q')).toMatchObject({ status: 0 });
      await four('undo', '-q');
    }
    expect(await words('done r')).toEqual([]);
    expect(await words('done "')).toEqual([]);
  });

  test('what was left open and what is usual, where it can be planned', async () => {
    await four('plan', 'Left', 'Taken', 'Usual', '-d', 'yesterday');
    await four('plan', 'Older', '-d', '-2');
    await four('usual', 'Usual');
    await four('usual', 'Tidy up', '--on', 'mon');
    await four('usual', 'Elsewhere', '--on', 'tue');
    await four('plan', 'Taken');
    expect(await words('plan ')).toEqual(['Left', 'Usual', 'Older', 'Tidy up']);
    expect(await words('plan t')).toEqual(['Tidy up']);
    expect(await words('plan left ')).toEqual(['Usual', 'Older', 'Tidy up']);
    expect(await words('plan -d tomorrow t')).toEqual(['Taken']);
    expect(await json('__complete', 'fish', '--', 'plan', 'l')).toEqual([
      { word: 'Left', meaning: 'left on Sun 22 Nov' },
    ]);
  });

  test('backups, the newest first, and files where none fits', async () => {
    expect(await words('restore ')).toEqual(['FILES']);
    await four('plan', 'A');
    await four('done', '1');
    await four('backup');
    const folder = `${home.storeFile()}.backups`;
    expect(await json('__complete', 'fish', '--', 'restore', '')).toEqual([
      { word: `${folder}/2026-11-23-asked-for-1.db`, meaning: 'Mon 23 Nov, asked for' },
      { word: `${folder}/2026-11-23.db`, meaning: 'Mon 23 Nov' },
    ]);
    expect(await words(`restore ${folder}/2026-11-23-`)).toEqual([`${folder}/2026-11-23-asked-for-1.db`]);
    expect(await words('restore x')).toEqual(['FILES']);
  });

  test('years with something in them, the newest first', async () => {
    for (const day of ['2024-12-31', '2026-01-01', '2025-06-01']) await four('did', 'A', '-d', day);
    expect(await words('year ')).toEqual(['2026', '2025', '2024']);
    expect(await words('year 202')).toEqual(['2026', '2025', '2024']);
    expect(await words('year 2025 ')).toEqual([]);
    expect(await words('stats --year ')).toEqual(['2026', '2025', '2024']);
    expect(await words('stats --year --js')).toEqual(['--json']);
    expect(await words('stats --year --json --as')).toEqual(['--ascii']);
  });

  test('days after four itself', async () => {
    expect((await words('-d ')).slice(0, 3)).toEqual(['today', 'yesterday', 'sunday']);
    expect(await words('--date=yes')).toEqual(['--date=yesterday']);
    expect(await words('yes')).toEqual(['yesterday']);
    expect(await words('satur')).toEqual(['saturday']);
    expect(await words('-d yesterday ')).toEqual([]);
    expect(await words('--da')).toEqual(['--date']);
  });

  test('days, with their dates', async () => {
    const NEAREST_FIRST = ['sunday', 'saturday', 'friday', 'thursday', 'wednesday', 'tuesday', 'monday'];
    expect(await words('week ')).toEqual(['today', 'yesterday', ...NEAREST_FIRST]);
    expect(await words('done -d ')).toEqual(['today', 'yesterday', ...NEAREST_FIRST]);
    expect(await words('week last ')).toEqual(NEAREST_FIRST);
    expect(await words('week monday ')).toEqual([]);
    expect(await words('week -1')).toEqual(['-1']);
    expect(await words('log --from -')).toEqual(['-1', '-2', '-3', '-4', '-5', '-6', '-7']);
    expect(await words('log --from=-')).toEqual([1, 2, 3, 4, 5, 6, 7].map((days) => `--from=-${days}`));
    expect(await words('plan -d +')).toEqual(['+1', '+2', '+3', '+4', '+5', '+6', '+7']);
    // Each word means what stands beside it.
    for (const { word, meaning } of await json<WordJson[]>('__complete', 'fish', '--', 'week', '')) {
      const { day } = await json('-d', word);
      expect([word, meaning]).toEqual([word, `${new Date(day).toUTCString().slice(0, 3)} ${Number(day.slice(8))} Nov`]);
    }
  });

  test('settings, and values they take', async () => {
    expect(await words('config ')).toEqual(SETTING_KEYS);
    for (const { word, meaning } of await json<WordJson[]>('__complete', 'fish', '--', 'config', ''))
      expect(meaning.startsWith(`now ${(await four('config', word)).stdout.trim()}: `)).toBe(true);
    for (const key of SETTING_KEYS) {
      expect(await words(`config ${key} `)).toEqual(SETTINGS[key].likely);
      for (const value of SETTINGS[key].likely) {
        await four('config', key, value);
        expect(await four('config', key)).toEqual({ stdout: `${value}\n`, stderr: '', status: 0 });
      }
    }
    expect(await words('config week-start monday ')).toEqual([]);
    await four('config', 'minimum', '2');
    expect(await json('__complete', 'fish', '--', 'config', 'minimum', '2')).toEqual([
      { word: '2', meaning: 'as it is now' },
    ]);
    await four('config', 'day-start', '03:30');
    expect(await words('config day-start 03')).toEqual(['03:30', '03:00']);
    expect(await words('config nonsense ')).toEqual([]);
  });

  test('formats, to write and to read', async () => {
    expect(await words('export --format m')).toEqual(['md']);
    expect(await words('import x.csv --from ')).toContain('harsh');
    expect(await words('import x.csv --from x')).toEqual([]);
    expect(await words('import ')).toEqual(['FILES']);
  });

  test('shells and files', async () => {
    expect(await words('init ')).toEqual(['bash', 'zsh', 'fish', 'nu', 'powershell']);
    expect(await words('--db ')).toEqual(['FILES']);
    expect(await words('--db=')).toEqual(['FILES']);
  });

  test('nothing after options that there are not', async () => {
    await four('plan', 'A', 'B');
    for (const line of [
      'done --nonsense ',
      'done --nonsense=',
      'done --nonsense=1',
      '--nonsense ',
      'done --nonsense --js',
    ])
      expect({ line, words: await words(line) }).toEqual({ line, words: [] });
    expect(await words('done -qm x ')).toEqual(['1', '2']);
  });

  test('nothing, where nothing can be told', async () => {
    for (const line of ['nonsense ', 'streak ', 'did ', 'plan A ', 'done -m ', 'done -d nonsense ', '-- x', 'done --x'])
      expect({ line, words: await words(line) }).toEqual({ line, words: [] });
  });
});

describe('it only looks', () => {
  test('nothing is written, also where there is no store', async () => {
    await words('done ');
    expect(fs.readdirSync(home.folder)).toEqual([]);
    await four('plan', 'A');
    const before = bytes(home.folder);
    await words('done ');
    expect(bytes(home.folder)).toEqual(before);
  });

  test('in the store that is named on the line', async () => {
    await four('--db', `${home.folder}/other.db`, 'plan', 'A', 'B');
    expect(await words('done ')).toEqual([]);
    expect(await words(`--db ${home.folder}/other.db done `)).toEqual(['1', '2', 'all']);
    expect(await words(`done --db=${home.folder}/other.db `)).toEqual(['1', '2', 'all']);
  });

  test('a store that is not whole is passed over in silence', async () => {
    await four('plan', 'A');
    fs.writeFileSync(home.storeFile(), 'no store');
    expect(await four('__complete', 'bash', '--', 'done', '')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(await words('stre')).toEqual(['streak']);
  });

  test('no words do any harm', async () => {
    for (const line of [
      [],
      [''],
      ['--'],
      ['-', ''],
      ['--db', ''],
      ['\0'],
      ['done', '-d', ''],
      ['__complete', 'bash', ''],
    ])
      expect(await four('__complete', 'zsh', '--', ...line)).toMatchObject({ stderr: '', status: 0 });
  });

  test('a text is one line, and nothing a terminal would obey', async () => {
    await four('plan', 'A');
    const evil = 'A\tB\u001b[31m\u0007\u202eC';
    home.sql('UPDATE thing SET text = ?', evil);
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { stdout } = await four('__complete', shell, '--', 'done', '');
      expect(stdout.split('\n')).toHaveLength(2);
      expect([...stdout].filter((letter) => letter === '\u001b' || letter === '\u0007' || letter === '\u202e')).toEqual(
        [],
      );
    }
  });
});

test('a piece of a text finds the word that begins with it, in the letters that were typed', async () => {
  await four('plan', 'Write the post', 'Call the (Acme) buyer', 'Café');
  expect(await json('__complete', 'bash', '--', 'done', 'w')).toEqual([{ word: 'write', meaning: 'Write the post' }]);
  expect(await words('done po')).toEqual(['post']);
  expect(await words('done AC')).toEqual(['ACme']);
  expect(await words('drop cafe')).toEqual(['cafe']);
  expect(await words('done rite')).toEqual([]);
  expect(await words('undone w')).toEqual([]);
  await four('done', 'write');
  expect(await words('done w')).toEqual([]);
  expect(await words('undone w')).toEqual(['write']);
});
