import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { launch } from '../support/four.ts';
import { needs } from '../support/needs.ts';
import { placeOf } from '../support/programs.mjs';
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

/** Runs a line as cron, launchd and Starship do. Notifications go into a file. */
const run = (line: string) => launch(placeOf('sh'), ['-c', line], home.env);

function notified(): string | undefined {
  const file = path.join(home.folder, NOTES);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

beforeEach(() => {
  for (const notifier of ['notify-send', 'terminal-notifier'])
    fs.writeFileSync(
      path.join(home.folder, 'bin', notifier),
      `#!/bin/sh\nfor word; do printf '<%s>' "$word"; done >>'${path.join(home.folder, NOTES)}'\n`,
      { mode: 0o755 },
    );
});

/** What each recipe runs, as words of a shell. */
const COMMANDS = (() => {
  const [mail = '', notify = ''] = blocks('crontab').map((text) => text.trim().replace(/^(\S+ ){5}/, ''));
  const [, unit = ''] = /^ExecStart=\/bin\/sh -c '(.*)'$/m.exec(block('ini four-nudge.service')) ?? [];
  const [, plist = ''] =
    /<string>-c<\/string>\s*<string>(.*)<\/string>/.exec(block('xml fourthings.nudge.plist')) ?? [];
  const [, starship = ''] = /^command = "(.*)"$/m.exec(block('toml')) ?? [];
  return {
    mail: [mail, undefined],
    notify: [notify, `<four><${LINE}>`],
    systemd: [unit.replaceAll('$$', '$'), `<four><${LINE}>`],
    launchd: [plist, `<-title><four><-message><${LINE}>`],
    starship: [starship, undefined],
  } as const;
})();

describe('each recipe reports what is due, and is silent otherwise', () => {
  needs('sh').test.each(Object.entries(COMMANDS))('%s', async (_, [command, notification]) => {
    expect(command).toContain('four nudge');
    const printed = notification === undefined ? `${LINE}\n` : '';
    expect(await run(command)).toEqual({ stdout: printed, stderr: '', status: 0 });
    expect(notified()).toBe(notification);
    await home.four('rest');
    expect(await run(command)).toEqual({ stdout: '', stderr: '', status: 0 });
    expect(notified()).toBe(notification);
  });
});

test('the crontab lines are valid', () => {
  for (const text of blocks('crontab')) expect(text).toMatch(/^0 9,19 \* \* \* [^%\n]+\n$/);
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
  fs.writeFileSync(config, block('tmux'));
  const socket = path.join(home.folder, 'tmux');
  const screen = home.start(placeOf('tmux'), ['-S', socket, '-f', config, 'new', 'cat'], { cols: 100 });
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
    const screen = home.start(placeOf('tmux'), ['-S', socket, '-f', config, 'new', 'cat'], { cols: 100 });
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
