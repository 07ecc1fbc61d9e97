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
    expect(await words('st')).toEqual(['streak']);
    expect(await words('--json st')).toEqual(['streak']);
    expect(await words('--db x.db st')).toEqual(['streak']);
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
      .map(({ flags }) => [name, flags] as const),
  );
  test.each(withValues)('the value of %s %s', async (name, flags) => {
    const found = await words(`${name} ${longFlag(flags)} `);
    if (/<file>/.test(flags)) expect(found).toEqual(['FILES']);
    else if (/<day>/.test(flags)) expect(found[0]).toBe('today');
    else if (/<format>/.test(flags)) expect(found).toEqual(expect.arrayContaining(['json', 'csv', 'todotxt']));
    else expect(found).toEqual([]);
  });

  test('open things, and done ones where that is taken back, each once', async () => {
    await four('plan', 'A', 'B', 'C', 'D');
    await four('done', '2', '4');
    await four('did', 'Extra');
    await four('plan', 'E', '-d', 'yesterday');
    for (const command of ['done', 'edit', 'drop', 'move']) expect(await words(`${command} `)).toEqual(['1', '3']);
    expect(await words('done 1 ')).toEqual(['3']);
    expect(await words('undone ')).toEqual(['2', '4']);
    expect(await words('done -d yesterday ')).toEqual(['1']);
    expect(await words('done --date=-1 ')).toEqual(['1']);
    expect(await words('done -m 1 ')).toEqual(['1', '3']);
    expect(await words('done -- ')).toEqual(['1', '3']);
    expect(await words('edit 1 ')).toEqual([]);
    expect(await json('__complete', 'fish', '--', 'done', '3')).toEqual([{ word: '3', meaning: 'C' }]);
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
    for (const key of SETTING_KEYS) {
      expect(await words(`config ${key} `)).toEqual(SETTINGS[key].likely);
      for (const value of SETTINGS[key].likely) {
        await four('config', key, value);
        expect(await four('config', key)).toEqual({ stdout: `${value}\n`, stderr: '', status: 0 });
      }
    }
    expect(await words('config week-start monday ')).toEqual([]);
    expect(await words('config nonsense ')).toEqual([]);
  });

  test('formats, to write and to read', async () => {
    expect(await words('export --format m')).toEqual(['md']);
    expect(await words('import x.csv --from ')).toContain('harsh');
    expect(await words('import x.csv --from m')).toEqual([]);
    expect(await words('import ')).toEqual(['FILES']);
  });

  test('shells and files', async () => {
    expect(await words('init ')).toEqual(['bash', 'zsh', 'fish']);
    expect(await words('restore ')).toEqual(['FILES']);
    expect(await words('--db ')).toEqual(['FILES']);
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
    expect(await words(`--db ${home.folder}/other.db done `)).toEqual(['1', '2']);
    expect(await words(`done --db=${home.folder}/other.db `)).toEqual(['1', '2']);
  });

  test('a store that is not whole is passed over in silence', async () => {
    await four('plan', 'A');
    fs.writeFileSync(home.storeFile(), 'no store');
    expect(await four('__complete', 'bash', '--', 'done', '')).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(await words('st')).toEqual(['streak']);
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
