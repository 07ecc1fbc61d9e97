import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import { counts, expectEqual, slots, sync, syncAll, useHomes } from '../support/homes.ts';
import { deepList } from '../support/markdown.ts';
import { needs } from '../support/needs.ts';

const { describe, test } = needs('git');

const DAY = '2026-11-23';
const PAGE = `days/2026/${DAY}.md`;
const NEXT = 'days/2026/2026-11-24.md';
const RECORDS = `records/2026/${DAY}.jsonl`;
const HEAD = '# Mon 23 Nov 2026\n\n';

// The author of a commit by hand has made it on 18 November 2026: what is taken in is as old as that.
const homes = useHomes(['laptop', 'desktop', 'tower'], async ({ laptop, desktop }) => {
  await laptop.four('plan', 'Write', 'Read');
  await laptop.four('done', '1', '-m', 'Two pages');
  await sync(laptop, homes.remote.folder);
  await sync(desktop, homes.remote.folder);
});
const { laptop, desktop, tower, remote } = homes;

describe('a page that somebody has edited', () => {
  test('is taken in, and it is said what came', async () => {
    await remote.commit({ [PAGE]: `${HEAD}- [x] Write\n  - Two pages\n- [x] Read\n- [ ] Buy bread\n` });
    const { stdout } = await laptop.four('sync');
    expect(stdout).toContain('2 things came from pages edited by hand (23 Nov): ✔ Read, + Buy bread');
    expect(await slots(laptop)).toEqual(['1 Write ✓ Two pages', '2 Read ✓', '3 Buy bread']);
    await syncAll([laptop, desktop]);
    expect(await sync(desktop)).toMatchObject({ came: counts(), went: counts() });
    expect(await sync(laptop)).not.toHaveProperty('byHand');
  });

  test('comes to the same on all machines that take it in at once', async () => {
    await remote.commit({ [PAGE]: `${HEAD}- [ ] Buy bread\n- [x] Write it\n- [x] Read\n  - Dune\n` });
    const edited = (await remote.git('rev-parse', 'main')).trim();
    await sync(laptop);
    await remote.git('update-ref', 'refs/heads/main', edited);
    await sync(desktop);
    await remote.git('update-ref', 'refs/heads/main', edited);
    await sync(tower, remote.folder);
    await expectEqual(homes.all);
    await syncAll(homes.all);
    expect(await slots(tower)).toEqual(['1 Write it ✓', '2 Read ✓ Dune', '3 Buy bread']);
  });

  test('is merged with what was changed here meanwhile', async () => {
    await laptop.four('edit', '2', 'Read Dune');
    await laptop.four('plan', 'Swim');
    await remote.commit({ [PAGE]: `${HEAD}- [x] Write\n  - Two pages\n- [x] Read\n- [ ] Buy bread\n` });
    await syncAll([laptop, desktop]);
    expect(await slots(laptop)).toEqual(['1 Write ✓ Two pages', '2 Read Dune ✓', '3 Buy bread', '4 Swim']);
  });

  test('keeps what is not ours on it, also when it is written again', async () => {
    const text = `---\ntags: [day]\n---\n# Journal\n\nRain.\n\n- [x] Write\n  - Two pages\n- [ ] Read\n\n## Later\n\n- tea\n`;
    await remote.commit({ [PAGE]: text });
    expect(await sync(laptop)).toMatchObject({ came: counts(), went: counts() });
    expect((await remote.read(PAGE)).trimEnd()).toBe(text.trimEnd());
    await laptop.four('done', '2', '-m', 'Dune');
    await syncAll([laptop, desktop]);
    expect(await remote.read(PAGE)).toBe(text.replace('- [ ] Read', '- [x] Read\n  - Dune'));
  });

  test('can be a new page with just a list', async () => {
    await remote.commit({ [NEXT]: '* Swim\n* Call Ana\n' });
    await syncAll([laptop, desktop]);
    expect(await slots(desktop, 'tomorrow')).toEqual(['1 Swim', '2 Call Ana']);
    expect(await remote.read(NEXT)).toBe('# Tue 24 Nov 2026\n\n- [ ] Swim\n- [ ] Call Ana\n');
    await laptop.four('drop', '2', '-d', 'tomorrow');
    await sync(laptop);
    expect(await remote.read(NEXT)).toBe('# Tue 24 Nov 2026\n\n- [ ] Swim\n');
  });

  test('keeps what was done when its line is removed, and says so', async () => {
    await remote.commit({ [PAGE]: `${HEAD}- [ ] Read\n` });
    expect((await laptop.four('sync')).stdout).toContain('Removed from the page of 23 Nov, but kept: Write');
    expect(await remote.read(PAGE)).toContain('- [x] Write');
    await expectEqual([laptop, desktop]);
  });

  test('drops nothing when it is empty', async () => {
    await remote.commit({ [PAGE]: '' });
    expect((await laptop.four('sync')).stdout).toContain('Removed from the page of 23 Nov, but kept: Write, Read');
    expect(await remote.read(PAGE)).toContain('- [ ] Read');
  });

  test('is named by a dry run, which changes nothing', async () => {
    await remote.commit({ [PAGE]: `${HEAD}- [x] Write\n  - Two pages\n` });
    const refs = await remote.refs();
    expect((await laptop.four('sync', '--dry-run')).stdout).toContain('(23 Nov): − Read');
    expect(await remote.refs()).toBe(refs);
    expect(await slots(laptop)).toEqual(['1 Write ✓ Two pages', '2 Read']);
  });

  test('is named by the status from then on', async () => {
    expect(await laptop.json('sync', '--status')).not.toHaveProperty('byHand');
    await remote.commit({ [PAGE]: `${HEAD}- [x] Write\n  - Two pages\n- [x] Read\n` });
    await sync(laptop);
    await sync(laptop);
    const { stdout } = await laptop.four('sync', '--status');
    const words = stdout.replace(/\s+/g, ' ');
    expect(words).toMatch(/by hand Mon 23 Nov, \d\d:\d\d: 1 thing came from pages edited by hand \(23 Nov\): ✔ Read/);
  });

  test('is taken in after a backup', async () => {
    await remote.commit({ [PAGE]: `${HEAD}- [x] Write\n  - Two pages\n` });
    await sync(laptop);
    expect(fs.readdirSync(`${laptop.storeFile()}.backups`).join()).toContain('before-sync');
  });
});

describe('a branch that was edited on a phone', () => {
  const phone = () => path.join(homes.folder, 'phone');
  const git = (...words: string[]) =>
    homes.git(phone(), '-c', 'user.name=Phone', '-c', 'user.email=phone@example.org', ...words);

  /** The phone has edited its page from before what a machine has sent since, and the two are merged, come what may. */
  async function mergeLate(page: string, text: string, change: () => Promise<unknown>): Promise<void> {
    await homes.git(homes.folder, 'clone', '--quiet', remote.folder, phone());
    await change();
    await sync(laptop);
    fs.mkdirSync(path.dirname(path.join(phone(), page)), { recursive: true });
    fs.writeFileSync(path.join(phone(), page), text);
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'On the way');
    await git('fetch', '--quiet');
    await git('merge', '--quiet', 'origin/main').catch(() => git('commit', '--quiet', '--all', '--no-edit'));
    await git('push', '--quiet');
  }

  test('is taken in when it is merged', async () => {
    await mergeLate(NEXT, '- [ ] Swim\n', () => laptop.four('done', '2'));
    await syncAll([laptop, desktop]);
    expect(await slots(desktop)).toEqual(['1 Write ✓ Two pages', '2 Read ✓']);
    expect(await slots(desktop, 'tomorrow')).toEqual(['1 Swim']);
  });

  test('is taken in where both changed one page in other places', async () => {
    await laptop.four('plan', 'Swim', 'Nap');
    await sync(laptop);
    const text = (await remote.read(PAGE)).replace('- [x] Write', '- [x] Write it');
    await mergeLate(PAGE, text, () => laptop.four('done', '4'));
    await syncAll([laptop, desktop]);
    expect(await slots(desktop)).toEqual(['1 Write it ✓ Two pages', '2 Read', '3 Swim', '4 Nap ✓']);
  });

  test('stops no machine where it is merged with conflicts in it', async () => {
    const text = (await remote.read(PAGE)).replace('- [ ] Read', '- [ ] Read Dune');
    await mergeLate(PAGE, text, () => laptop.four('done', '2'));
    expect(await remote.read(PAGE)).toContain('<<<<<<<');
    expect(await sync(laptop)).toMatchObject({ byHand: { putBack: [PAGE] } });
    await syncAll([laptop, desktop]);
    // What was done stays done, so other words for it are a thing of their own.
    expect(await slots(desktop)).toEqual(['1 Write ✓ Two pages', '2 Read ✓', '3 Read Dune']);
  });
});

describe('a page that is no day', () => {
  test('can be edited too: settings', async () => {
    await laptop.four('config', 'minimum', '3');
    await sync(laptop);
    await remote.commit({ 'settings.md': '# Settings\n\n- minimum: 2\n- week-start: Sun\n- labels: nonsense\n' });
    const words = (await laptop.four('sync')).stdout.replaceAll(/\s+/g, ' ');
    expect(words).toContain('by hand (settings.md): ✎ minimum 2, + week-start sunday');
    await syncAll([laptop, desktop]);
    expect((await desktop.four('config', 'minimum')).stdout).toContain('2');
    const settings = '# Settings\n\n- minimum: 2\n- week-start: sunday\n\n> - labels: nonsense\n';
    expect(await remote.read('settings.md')).toBe(settings);
    // What is not ours stays, however often the page is written.
    await laptop.four('config', 'minimum', '1');
    await syncAll([laptop, desktop]);
    expect(await remote.read('settings.md')).toBe(settings.replace('2', '1'));
  });

  test('can be edited too: usual texts and notes', async () => {
    await laptop.four('usual', 'Plan the week', '--on', 'mon');
    await laptop.four('usual', 'Pay the rent', '--on', 'last');
    await laptop.four('week', '--note', 'Sleep');
    await sync(laptop);
    const notes = await remote.read('notes.md');
    await remote.commit({
      'usual.md': '# Usual texts\n\n- Plan my week (mon, thu)\n- Swim\n\nMine.\n',
      'notes.md': `${notes.replace('Sleep', 'Sleep more')}\n## 2026-12-07\n\nRead\n`,
    });
    const words = (await laptop.four('sync')).stdout.replaceAll(/\s+/g, ' ');
    expect(words).toMatch(
      /changes came from pages edited by hand \(notes\.md and usual\.md\): .*Sleep more.*usual: Swim/,
    );
    await syncAll([laptop, desktop]);
    expect((await desktop.four('usual')).stdout).toMatch(
      /Plan my week +Mondays and Thursdays\n +2 Swim +every day\n\n/,
    );
    expect(await remote.read('usual.md')).toBe(
      '# Usual texts\n\n- Plan my week (Mondays and Thursdays)\n- Swim (every day)\n\n> Mine.\n',
    );
    expect(await remote.read('notes.md')).toMatch(/## Mon 7 Dec 2026\n\nRead\n\n## .*\n\nSleep more\n/);
  });

  test('keeps what was removed from it, and says so', async () => {
    await laptop.four('config', 'minimum', '3');
    await laptop.four('lost', 'The sale');
    await laptop.four('usual', 'Swim');
    await sync(laptop);
    const before = await remote.read('setbacks.md');
    await remote.commit({ 'settings.md': '# Settings\n', 'setbacks.md': '# Setbacks\n', 'usual.md': '\n' });
    const words = (await laptop.four('sync')).stdout.replaceAll(/\s+/g, ' ');
    expect(words).toContain('Removed from setbacks.md, but kept: The sale');
    expect(words).toContain('Removed from settings.md, but kept: minimum');
    expect(words).toContain('Removed from usual.md, but kept: Swim');
    expect(await remote.read('setbacks.md')).toBe(before);
    expect(await remote.read('usual.md')).toContain('- Swim (every day)');
  });

  test('can be edited too: setbacks', async () => {
    await laptop.four('lost', 'The sale', '-m', 'Call sooner');
    await laptop.four('lost', 'The keys');
    await sync(laptop);
    const text = await remote.read('setbacks.md');
    const edited = text.replace('Call sooner', 'Call much sooner').replace('The keys', 'The car keys');
    await remote.commit({
      'setbacks.md': `${edited.replace('- Open', '- Let go')}\n## 2026-11-22\n\nLost: A bet\n- Never again\n`,
    });
    await syncAll([laptop, desktop]);
    expect(await desktop.json('lost')).toMatchObject([
      { text: 'The car keys', kind: 'let-go' },
      { text: 'The sale', lesson: 'Call much sooner', kind: null },
      { text: 'A bet', day: '2026-11-22', lesson: 'Never again', kind: null },
    ]);
    expect(await sync(laptop)).toMatchObject({ came: counts(), went: counts() });
  });

  test.each(['settings.md', 'setbacks.md', 'usual.md', 'notes.md'])('may hold anything: %s', async (page) => {
    await remote.commit({ [page]: '# Mine\n\n- a: b\n- [x] c\n\nLost:\n\n## Lost: d\n\nLost: e\n' });
    await syncAll([laptop, desktop]);
    await laptop.four('config', 'minimum', '3');
    await laptop.four('lost', 'f');
    await syncAll([laptop, desktop]);
  });
});

describe('a page that is missing', () => {
  test.each([
    ['itself', { [PAGE]: null }],
    ['with its records', { [PAGE]: null, [RECORDS]: null }],
    ['without its page: only the records', { [RECORDS]: null }],
    ['and named otherwise', { [PAGE]: null, 'days/2026/Monday.md': `${HEAD}- [ ] Read\n` }],
  ])('%s is put back, and it is said', async (_, files) => {
    const before = [await remote.read(PAGE), await remote.read(RECORDS)];
    await remote.commit(files);
    const { stdout } = await laptop.four('sync');
    expect(stdout).toContain('Put back what was missing or damaged: the page of 23 Nov');
    expect([await remote.read(PAGE), await remote.read(RECORDS)]).toEqual(before);
    expect(await sync(laptop)).toMatchObject({ came: counts(), went: counts() });
    await syncAll([laptop, desktop]);
  });

  test('in a part of its records is put back as well', async () => {
    const good = await remote.read(RECORDS);
    await remote.commit({ [RECORDS]: good.slice(good.indexOf('\n') + 1) });
    expect(await sync(laptop)).toMatchObject({ came: counts(), byHand: { putBack: [PAGE] } });
    expect(await remote.read(RECORDS)).toBe(good);
  });

  test('is put back after an interruption too', async () => {
    remote.hook('pre-receive', 'exit 1');
    await remote.commit({ [PAGE]: null });
    await laptop.four('sync');
    fs.rmSync(path.join(remote.folder, 'hooks', 'pre-receive'));
    await sync(laptop);
    expect(await remote.read(PAGE)).toContain('Write');
  });
});

test("a page with git's conflict markers is put back with the words of both sides", async () => {
  const sides =
    '<<<<<<< ours\n- [x] Read\n- [ ] Swim\n||||||| base\n- [ ] Read\n=======\n- [ ] Read it\n>>>>>>> theirs\n';
  await remote.commit({ [PAGE]: `${HEAD}- [ ] Write\n${sides}` });
  expect(await sync(laptop)).toMatchObject({ byHand: { putBack: [PAGE] } });
  expect(await remote.read(PAGE)).toBe(`${HEAD}- [x] Write\n  - Two pages\n- [x] Read it\n- [ ] Swim\n`);
  await syncAll([laptop, desktop]);
});

test.each([
  ['bytes that are no text', '\0\0'],
  ['lists that are too deep', HEAD + deepList()],
  ['more than anybody writes', `${HEAD}${'- [ ] Read\n'.repeat(20_000)}`],
])('a page with %s is put back', async (_, text) => {
  const before = await remote.read(PAGE);
  await remote.commit({ [PAGE]: text });
  expect(await sync(laptop)).toMatchObject({ byHand: { putBack: [PAGE] } });
  expect(await remote.read(PAGE)).toBe(before);
});
