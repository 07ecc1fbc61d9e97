import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../src/session/environment.ts';
import { LAUNCHER, launch } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { PATH, placeOf } from '../support/programs.mjs';
import { useShells } from '../support/shells.ts';

const home = useShells();

const PAGE = fs.readFileSync(fileURLToPath(new URL('../../docs/reminders.md', import.meta.url)), 'utf8');
const LINE = 'Nothing is planned yet. To name four things: four';

/** The blocks of the page that begin like this: ```ini four-nudge.timer */
function blocks(info: string): string[] {
  return [...PAGE.matchAll(/^```(\S.*)\n([\s\S]*?)^```$/gm)].flatMap(([, words = '', text = '']) =>
    words === info ? [text] : [],
  );
}

function block(info: string): string {
  const [text = '', ...more] = blocks(info);
  expect({ info, isThere: text !== '', more }).toEqual({ info, isThere: true, more: [] });
  return text;
}

const NOTES = 'notes';

/** Runs a line of shell. */
const run = (line: string, env: Environment = home.env) => launch(placeOf('sh'), ['-c', line], env);

/** tmux runs everything by the shell of the user, which may be any program. */
const startTmux = (socket: string, config: string) =>
  home.start(placeOf('tmux'), ['-S', socket, '-f', config, 'new', 'cat'], {
    cols: 100,
    env: { SHELL: placeOf('sh') },
  });

function notified(): string | undefined {
  const file = path.join(home.folder, NOTES);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

function writeProgram(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(home.folder, file)), { recursive: true });
  fs.writeFileSync(path.join(home.folder, file), text, { mode: 0o755 });
}

/** Notifications go into a file. */
function writeNotifiers(folder: string): void {
  for (const notifier of ['notify-send', 'terminal-notifier'])
    writeProgram(
      `${folder}/${notifier}`,
      `#!/bin/sh\nfor word in "$DBUS_SESSION_BUS_ADDRESS" "$@"; do printf '<%s>' "$word"; done >>'${path.join(home.folder, NOTES)}'\n`,
    );
}

/** How Node and `four` are installed: the folders on the PATH of a shell, and what stays when that shell has ended. */
const INSTALLATIONS: { readonly [name: string]: () => readonly string[] } = {
  'nvm, in the folder of a version': () => install('.nvm/versions/node/v24/bin', '.nvm/versions/node/v24/bin'),
  'fnm, in a folder of the shell': () => {
    install('fnm/node-versions/v24/installation/bin', 'fnm/node-versions/v24/installation/bin');
    fs.symlinkSync('fnm/node-versions/v24/installation', path.join(home.folder, 'multishell'));
    return ['multishell/bin'];
  },
  'Volta, behind a shim': () => {
    const folders = install('.volta/bin', '.volta/bin');
    const node = path.join(home.folder, '.volta/bin/node');
    fs.renameSync(node, path.join(home.folder, '.volta/bin/volta-shim'));
    fs.symlinkSync('volta-shim', node);
    return folders;
  },
  'Homebrew, each in another folder': () => {
    install('Cellar/node/24/bin', 'brew/bin');
    fs.symlinkSync('../../Cellar/node/24/bin/node', path.join(home.folder, 'brew/bin/node'));
    return ['brew/bin'];
  },
};

function install(forNode: string, forFour: string): string[] {
  writeProgram(`${forNode}/node`, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
  writeProgram(`${forFour}/four`, `#!/usr/bin/env node\nrequire(${JSON.stringify(LAUNCHER)});\n`);
  writeNotifiers(forFour);
  return [...new Set([forNode, forFour])];
}

/** What cron gives to a command, with the PATH that the page says how to find. */
async function emptyEnvironment(installation: () => readonly string[]): Promise<Environment> {
  const folders = installation().map((folder) => path.join(home.folder, folder));
  const { stdout } = await run(block('sh path'), { HOME: home.folder, PATH: [...folders, PATH].join(':') });
  fs.rmSync(path.join(home.folder, 'multishell'), { force: true });
  expect(stdout).toMatch(/^PATH=[^\n]*:\/usr\/bin:\/bin\n$/);
  const env = { HOME: home.folder, PATH: stdout.trim().slice('PATH='.length) };
  for (const setting of ['nudge-morning 00:00', 'nudge-evening off'])
    expect(await run(`four config ${setting}`, env)).toMatchObject({ stderr: '', status: 0 });
  return env;
}

/** What each recipe runs, as words of a shell. */
const COMMANDS = (() => {
  const [mail = '', notify = ''] = blocks('crontab').map((text) => text.trim().replace(/^.*\n(\S+ ){5}/, ''));
  const [, unit = ''] = /^ExecStart=\/bin\/sh -c '(.*)'$/m.exec(block('ini four-nudge.service')) ?? [];
  const [, plist = ''] =
    /<string>-c<\/string>\s*<string>(.*)<\/string>/.exec(block('xml fourthings.nudge.plist')) ?? [];
  const bus = `<unix:path=/run/user/${process.getuid?.()}/bus>`;
  return {
    mail: [mail, undefined],
    notify: [notify, `${bus}<four><${LINE}>`],
    systemd: [unit.replaceAll('$$', '$'), `<><four><${LINE}>`],
    launchd: [plist, `<><-title><four><-message><${LINE}>`],
  } as const;
})();

describe('in an empty environment', () => {
  const { test } = needs('sh');
  const [nvm = () => []] = Object.values(INSTALLATIONS);

  test.each(Object.entries(COMMANDS))(
    '%s reports what is due, and is silent otherwise',
    async (_, [command, notification]) => {
      expect(command).toContain('four nudge');
      const env = await emptyEnvironment(nvm);
      const printed = notification === undefined ? `${LINE}\n` : '';
      expect(await run(command, env)).toEqual({ stdout: printed, stderr: '', status: 0 });
      expect(notified()).toBe(notification);
      // By the real clock, which may just strike midnight.
      await run('four rest --to tomorrow', env);
      expect(await run(command, env)).toEqual({ stdout: '', stderr: '', status: 0 });
      expect(notified()).toBe(notification);
    },
  );

  test.each(Object.entries(INSTALLATIONS))('four is found as installed by %s', async (_, installation) => {
    const env = await emptyEnvironment(installation);
    expect(await run('four nudge', env)).toEqual({ stdout: `${LINE}\n`, stderr: '', status: 0 });
  });
});

needs('bash').test(
  'Starship finds the segment in the environment, right at the first prompt and after each change',
  async () => {
    // What `starship init bash` does: https://github.com/starship/starship/blob/master/src/init/starship.bash
    writeProgram(
      'bin/starship',
      `#!/bin/sh
if [ "$1" = init ]; then
  echo 'starship_precmd() { PS1="$(starship prompt)"; }'
  echo 'PROMPT_COMMAND="\${PROMPT_COMMAND%;};starship_precmd;"'
else printf '[%s]> ' "$FOUR_SEGMENT"; fi
`,
    );
    await home.four('plan', 'A');
    const start = path.join(home.folder, 'starship.rc');
    fs.writeFileSync(start, block('bash starship').replace('four init bash', 'four init bash --no-nudge'));
    const screen = home.start(placeOf('bash'), ['--noprofile', '--rcfile', start, '-i']);
    await screen.until(/^\[0\/4 \]>$/m);
    await home.four('done', '1');
    screen.press('enter');
    await screen.until(/^\[1\/4 \]>$/m);
  },
);

for (const shell of ['zsh', 'fish'] as const)
  needs(shell).test(`${shell} exports the segment`, async () => {
    const lines = block(shell === 'fish' ? 'fish starship' : 'bash starship').replaceAll('bash', shell);
    writeProgram('bin/starship', '#!/bin/sh\n');
    await home.four('plan', 'A');
    const screen = await home.sitAt(shell, {
      flags: ['--no-prompt', '--no-nudge'],
      after: lines.replace('--no-prompt', '--no-prompt --no-nudge'),
    });
    await screen.until(/^\[0\]>$/m);
    screen.type('env | grep FOUR_SEGMENT\r');
    await screen.until(/^FOUR_SEGMENT=0\/4$/m);
  });

test('the crontab lines are valid', () => {
  for (const text of blocks('crontab')) expect(text).toMatch(/^PATH=[^$~\n]+\n0 9,19 \* \* \* [^%\n]+\n$/);
  expect(blocks('crontab')).toHaveLength(2);
});

needs('systemd-analyze').test('systemd finds nothing wrong with the units', async () => {
  const files = ['four-nudge.service', 'four-nudge.timer'].map((name) => {
    const file = path.join(home.folder, name);
    fs.writeFileSync(file, block(`ini ${name}`));
    return file;
  });
  const env = { ...home.env, XDG_RUNTIME_DIR: home.folder };
  const result = await launch(placeOf('systemd-analyze'), ['--user', 'verify', ...files], env);
  expect(result).toEqual({ stdout: '', stderr: '', status: 0 });
});

test('the systemd units are valid', () => {
  for (const name of ['four-nudge.service', 'four-nudge.timer'])
    expect(block(`ini ${name}`)).toMatch(/^(\[[A-Z]\w+\]\n([A-Z]\w+=.+\n)+\n?)+$/);
});

test('the plist is valid', () => {
  const open: string[] = [];
  for (const [, end, name = ''] of block('xml fourthings.nudge.plist').matchAll(/<(\/?)([a-z]+)\b[^>]*>/g)) {
    if (end) expect(open.pop()).toBe(name);
    else open.push(name);
  }
  expect(open).toEqual([]);
});

needs('tmux').test('tmux shows the line in its status bar', async () => {
  const config = path.join(home.folder, '.tmux.conf');
  const folders = `${path.join(home.folder, 'bin')}:/usr/bin:/bin`;
  fs.writeFileSync(config, block('tmux').replace(/"\/home\/you\/.*"/, JSON.stringify(folders)));
  const socket = path.join(home.folder, 'tmux');
  const screen = startTmux(socket, config);
  try {
    await screen.until(LINE);
  } finally {
    await launch(placeOf('tmux'), ['-S', socket, 'kill-server'], home.env);
  }
});

needs('sh').test.each([
  ['2026-11-23T17:59', '1/4'],
  ['2026-11-23T23:59', '1/4'],
  ['2026-12-07T23:59', '0/4'],
  ['2026-12-08T00:00', '-'],
])('the segment is read from the status file at %s', async (now, shown) => {
  await home.four('plan', 'A', 'B');
  await home.four('done', '1');
  fs.writeFileSync(path.join(home.folder, 'bin', 'date'), `#!/bin/sh\necho ${now}\n`, { mode: 0o755 });
  const documented = '~/.local/share/fourthings/fourthings.db.status';
  const line = block('sh segment').replace(documented, `'${home.storeFile()}.status'`);
  expect(line).not.toBe(block('sh segment'));
  expect(await run(line)).toEqual({ stdout: `${shown}\n`, stderr: '', status: 0 });
});

describe('status bars', () => {
  const script = () => path.join(home.folder, '.local/bin/four-segment');

  beforeEach(async () => {
    fs.mkdirSync(path.dirname(script()), { recursive: true });
    fs.writeFileSync(script(), block('sh four-segment'), { mode: 0o755 });
    await home.four('plan', 'A', 'B');
    await home.four('done', '1');
    clock('2026-11-23T17:59');
  });

  /** What `date` says from now on. */
  const clock = (now: string) =>
    fs.writeFileSync(path.join(home.folder, 'bin', 'date'), `#!/bin/sh\necho ${now}\n`, { mode: 0o755 });

  needs('sh').test('the script prints the segment that holds, and nothing when none does', async () => {
    expect(await launch(script(), [], home.env)).toEqual({ stdout: '1/4\n', stderr: '', status: 0 });
    clock('2026-12-08T00:00');
    expect(await launch(script(), [], home.env)).toEqual({ stdout: '', stderr: '', status: 0 });
    fs.rmSync(`${home.storeFile()}.status`);
    expect(await launch(script(), [], home.env)).toEqual({ stdout: '', stderr: '', status: 0 });
  });

  needs('sh').test('the script finds the store of macOS too', async () => {
    const folder = path.join(home.folder, 'Library/Application Support/fourthings');
    fs.mkdirSync(folder, { recursive: true });
    fs.renameSync(`${home.storeFile()}.status`, path.join(folder, 'fourthings.db.status'));
    expect((await launch(script(), [], home.env)).stdout).toBe('1/4\n');
  });

  needs('tmux').test('tmux shows the segment', async () => {
    const config = path.join(home.folder, '.tmux.conf');
    fs.writeFileSync(config, block('tmux segment'));
    const socket = path.join(home.folder, 'tmux');
    const screen = startTmux(socket, config);
    try {
      await screen.until(/1\/4 \d\d:\d\d/);
    } finally {
      await launch(placeOf('tmux'), ['-S', socket, 'kill-server'], home.env);
    }
  });

  test('the settings of the bars run the script', () => {
    expect(JSON.parse(`{${block('json waybar')}}`)).toEqual({
      'custom/four': { exec: '~/.local/bin/four-segment', interval: 30 },
    });
    expect(block('ini polybar')).toMatch(/^\[module\/four\]\n(\w+ = \S+\n)+$/);
    for (const name of ['i3status-rust', 'starship'])
      expect(block(`toml ${name}`)).toMatch(/^\[+[\w.]+\]+\n(\w+ = (".*"|\["sh"\]|\d+|true)\n)+$/);
    for (const info of ['ini polybar', 'toml i3status-rust', 'sh xbar', 'toml starship'])
      expect(block(info)).toContain('~/.local/bin/four-segment');
  });
});
