import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type DayJson, type StreakJson, useHome } from './support/four.ts';
import { scaled, tell } from './support/scale.ts';
import { QUICK, Script } from './support/stores.ts';

const home = useHome();
let quick: string;

beforeEach(() => {
  quick = fs.mkdtempSync(path.join(QUICK, 'four-'));
  home.env.FOURTHINGS_DB = path.join(quick, 'fourthings.db');
});

afterEach(() => fs.rmSync(quick, { recursive: true }));

const SAMPLE = [
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'America/Sao_Paulo',
  'America/New_York',
  'Asia/Kathmandu',
  'Africa/Cairo',
  'Antarctica/Troll',
  'UTC',
];

/** Does `work` in a process of its own, in which setting TZ moves it to another zone. */
async function inProcess<Answer>(work: string, ...words: unknown[]): Promise<Answer[]> {
  const script = `
    const at = (zone, now) => Object.assign(process.env, { TZ: zone, FOURTHINGS_NOW: new Date(now).toISOString() });
    const input = words.map((word) => JSON.parse(word));
    ${work}`;
  return (await new Script(
    script,
    home.env,
    words.map((word) => JSON.stringify(word)),
  ).finish()) as Answer[];
}

/** A change of the clocks, or a plain day of a zone without any, and what was done around it. */
interface Around {
  readonly zone: string;
  readonly change: string;
  readonly dayStart: string;
  /** What was done when, the day \`four\` said at once, and the day on the calendar on the wall. */
  readonly deeds: readonly { readonly text: string; readonly said: string; readonly wall: string }[];
  /** The log afterwards, seen from there and from elsewhere: the day of each text. */
  readonly here: Record<string, string>;
  readonly elsewhere: Record<string, string>;
  readonly streak: StreakJson;
}

const AROUND = `
  const HOUR = 3_600_000;
  const [zones, file] = input;
  for (const zone of zones) {
    process.env.TZ = zone;
    const changes = changesOf();
    for (const change of changes.length > 0 ? changes : [Date.UTC(2026, 5, 1)])
      for (const dayStart of ['00:00', '04:00']) await around(zone, change, dayStart);
  }

  /** The first instants of another offset, from 2024 to 2028. */
  function changesOf() {
    const offset = (instant) => new Date(instant).getTimezoneOffset();
    const changes = [];
    for (let day = Date.UTC(2024, 0, 1); day < Date.UTC(2029, 0, 1); day += 24 * HOUR) {
      let [from, to] = [day, day + 24 * HOUR];
      if (offset(from) === offset(to)) continue;
      while (to - from > 1) {
        const middle = Math.floor((from + to) / 2);
        if (offset(middle) === offset(from)) from = middle;
        else to = middle;
      }
      changes.push(to);
    }
    return changes;
  }

  async function around(zone, change, dayStart) {
    process.env.FOURTHINGS_DB = file;
    at(zone, change - 100 * HOUR);
    await json('config', 'minimum', '1');
    await json('config', 'day-start', dayStart);
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
    const deeds = [];
    for (const instant of [-73, -49, -25, -4, -1.5, -1 / 3600, 0, 1 / 3600, 0.5, 1.5, 4, 25, 49, 73].map((hours) => change + hours * HOUR)) {
      at(zone, instant);
      const text = new Date(instant).toISOString();
      const { day } = await json('did', text);
      deeds.push({ text, said: day, wall: onTheWall(clock, instant, dayStart) });
    }
    const streak = await json('streak');
    const days = async () => Object.fromEntries((await json('log', '--to', '+3')).flatMap(({ day, things }) => things.map(({ text }) => [text, day])));
    const here = await days();
    at(zone.startsWith('Pacific') ? 'America/Los_Angeles' : 'Pacific/Kiritimati', change + 74 * HOUR);
    const elsewhere = await days();
    report({ zone, change: new Date(change).toISOString(), dayStart, deeds, here, elsewhere, streak });
    fs.rmSync(file);
    fs.rmSync(file + '.backups', { recursive: true, force: true });
  }

  /** The day a person there would say it is, by the calendar and the clock on the wall. */
  function onTheWall(clock, instant, dayStart) {
    const [date, time] = clock.format(instant).split(' ');
    if (time >= dayStart) return date;
    const [year, month, day] = date.split('-').map(Number);
    return new Date(Date.UTC(year, month - 1, day - 1)).toISOString().slice(0, 10);
  }`;

describe('a change of the clocks', () => {
  const zones = scaled(SAMPLE, ['UTC', ...Intl.supportedValuesOf('timeZone')]);

  test(`what is done around it stays on its day, and the streak goes on: ${zones.length} zones, 2024 to 2028`, async () => {
    const halves = [0, 1].map((half) => zones.filter((_, index) => index % 2 === half));
    const results = (
      await Promise.all(halves.map((half, index) => inProcess<Around>(AROUND, half, path.join(quick, `${index}.db`))))
    ).flat();
    tell(`${results.length} changes of the clocks, each with two starts of the day`);
    expect(new Set(results.map(({ zone }) => zone))).toEqual(new Set(zones));
    expect(results.filter(({ zone }) => zone === 'America/New_York')).toHaveLength(2 * 10);
    for (const { zone, change, dayStart, deeds, here, elsewhere, streak } of results) {
      const where = { zone, change, dayStart };
      const said = Object.fromEntries(deeds.map((deed) => [deed.text, deed.said]));
      expect({ ...where, said }).toEqual({
        ...where,
        said: Object.fromEntries(deeds.map((deed) => [deed.text, deed.wall])),
      });
      expect({ ...where, here, elsewhere }).toEqual({ ...where, here: said, elsewhere: said });
      const days = [...new Set(Object.values(said))].sort();
      const current = { days: days.length, from: days[0], to: days.at(-1) };
      expect({ ...where, streak }).toMatchObject({
        ...where,
        streak: { current, longest: current, gap: 0, days: { missed: 0 } },
      });
    }
  });
});

test('a day that has begun stays when the clocks are set back into the day before', async () => {
  const FALLBACK = `
    process.env.FOURTHINGS_DB = input[1];
    for (const [zone, dayStart, before, after] of input[0]) {
      at(zone, before);
      await json('config', 'day-start', dayStart);
      const begun = await json('did', 'Before');
      at(zone, after);
      const { day, things } = await json('did', 'After');
      report([begun.day, day, things.length]);
      fs.rmSync(process.env.FOURTHINGS_DB);
    }`;
  const changes = [
    // 02:45, then 02:15 again; 01:50 and 01:10; 00:20, then 23:40 of the day before.
    ['Europe/Berlin', '02:30', '2026-10-25T00:45Z', '2026-10-25T01:15Z'],
    ['America/New_York', '01:30', '2026-11-01T05:50Z', '2026-11-01T06:10Z'],
    ['America/St_Johns', '00:00', '2006-10-29T02:30:30Z', '2006-10-29T02:45Z'],
  ];
  expect(await inProcess(FALLBACK, changes, path.join(quick, 'fallback.db'))).toEqual([
    ['2026-10-25', '2026-10-25', 2],
    ['2026-11-01', '2026-11-01', 2],
    ['2006-10-29', '2006-10-29', 2],
  ]);
});

describe('a journey', () => {
  interface Step {
    readonly day: DayJson;
    readonly streak: StreakJson;
  }

  /** Checks off one thing at each stop (or only looks, where there is no text), and tells what `four` and `four streak` say there. */
  const JOURNEY = `
    process.env.FOURTHINGS_DB = input[1];
    at('UTC', '2026-11-01T00:00Z');
    await json('config', 'minimum', '1');
    for (const [zone, now, text] of input[0]) {
      at(zone, now);
      if (text) await json('did', text);
      report({ day: await json('today'), streak: await json('streak') });
    }`;

  async function travel(
    ...stops: [zone: string, now: string, text?: string][]
  ): Promise<{ today: string; done: string[]; current: unknown; gap: number }[]> {
    const steps = await inProcess<Step>(JOURNEY, stops, path.join(quick, 'journey.db'));
    return steps.map(({ day, streak }) => ({
      today: day.day,
      done: day.things.map(({ text }) => text),
      current: streak.current && `${streak.current.from} to ${streak.current.to}, ${streak.current.days}`,
      gap: streak.gap,
    }));
  }

  test('east across the date line, where a day comes twice: what is done there is not lost, and counts when its day comes again', async () => {
    const steps = await travel(
      ['Pacific/Auckland', '2026-11-22T09:00+13:00', 'Sunday'],
      ['Pacific/Auckland', '2026-11-23T09:00+13:00', 'Monday'],
      ['Pacific/Auckland', '2026-11-24T09:00+13:00', 'Tuesday'],
      // Landed before the start.
      ['Pacific/Honolulu', '2026-11-23T09:00-10:00'],
      ['Pacific/Honolulu', '2026-11-23T12:00-10:00', 'Monday again'],
      ['Pacific/Honolulu', '2026-11-24T09:00-10:00'],
      ['Pacific/Honolulu', '2026-11-25T09:00-10:00', 'Wednesday'],
    );
    expect(steps.slice(2)).toEqual([
      { today: '2026-11-24', done: ['Tuesday'], current: '2026-11-22 to 2026-11-24, 3', gap: 0 },
      { today: '2026-11-23', done: ['Monday'], current: '2026-11-22 to 2026-11-23, 2', gap: 0 },
      { today: '2026-11-23', done: ['Monday', 'Monday again'], current: '2026-11-22 to 2026-11-23, 2', gap: 0 },
      { today: '2026-11-24', done: ['Tuesday'], current: '2026-11-22 to 2026-11-24, 3', gap: 0 },
      { today: '2026-11-25', done: ['Wednesday'], current: '2026-11-22 to 2026-11-25, 4', gap: 0 },
    ]);
  });

  test('west across it, where a day is left out: a day of rest bridges it, and without one it is a miss', async () => {
    const steps = await travel(
      ['Pacific/Honolulu', '2026-11-21T20:00-10:00', 'Saturday'],
      ['Pacific/Honolulu', '2026-11-22T20:00-10:00', 'Sunday'],
      // An evening later by the wall, and Monday was never there.
      ['Pacific/Kiritimati', '2026-11-24T06:00+14:00'],
      ['Pacific/Kiritimati', '2026-11-24T07:00+14:00', 'Tuesday'],
    );
    expect(steps.slice(1)).toEqual([
      { today: '2026-11-22', done: ['Sunday'], current: '2026-11-21 to 2026-11-22, 2', gap: 0 },
      { today: '2026-11-24', done: [], current: null, gap: 1 },
      { today: '2026-11-24', done: ['Tuesday'], current: '2026-11-24 to 2026-11-24, 1', gap: 0 },
    ]);
    home.env.FOURTHINGS_DB = path.join(quick, 'journey.db');
    home.at('2026-11-24T12:00');
    await home.four('rest', '2026-11-23', '-m', 'In the air');
    expect((await home.json<StreakJson>('streak')).current).toEqual({ days: 3, from: '2026-11-21', to: '2026-11-24' });
  });

  test('round the world in one day, with a thing at each stop: all of them stay on the day of their place', async () => {
    const zones = [
      'Pacific/Kiritimati',
      'Asia/Tokyo',
      'Asia/Kathmandu',
      'Europe/Berlin',
      'America/New_York',
      'Pacific/Pago_Pago',
    ];
    const steps = await travel(...zones.map((zone): [string, string, string] => [zone, '2026-11-23T11:30Z', zone]));
    expect(steps.map(({ today }) => today)).toEqual(['2026-11-24', ...Array(4).fill('2026-11-23'), '2026-11-23']);
    home.env.FOURTHINGS_DB = path.join(quick, 'journey.db');
    home.at('2026-11-30T12:00');
    const log = await home.json<DayJson[]>('log');
    expect(log.map(({ day, things }) => [day, things.map(({ text }) => text)])).toEqual([
      ['2026-11-24', ['Pacific/Kiritimati']],
      ['2026-11-23', zones.slice(1)],
    ]);
  });

  test('into yesterday, by a clock set back a day: nothing is lost, and nothing has to be done again', async () => {
    const steps = await travel(
      ['Europe/Berlin', '2026-11-21T09:00+01:00', 'Saturday'],
      ['Europe/Berlin', '2026-11-22T09:00+01:00', 'Sunday'],
      ['Europe/Berlin', '2026-11-23T09:00+01:00', 'Monday'],
      ['Europe/Berlin', '2026-11-22T09:30+01:00'],
      ['Europe/Berlin', '2026-11-22T10:00+01:00', 'Sunday, once more'],
      ['Europe/Berlin', '2026-11-23T09:30+01:00'],
      ['Europe/Berlin', '2026-11-24T09:00+01:00', 'Tuesday'],
    );
    expect(steps.slice(2)).toEqual([
      { today: '2026-11-23', done: ['Monday'], current: '2026-11-21 to 2026-11-23, 3', gap: 0 },
      { today: '2026-11-22', done: ['Sunday'], current: '2026-11-21 to 2026-11-22, 2', gap: 0 },
      { today: '2026-11-22', done: ['Sunday', 'Sunday, once more'], current: '2026-11-21 to 2026-11-22, 2', gap: 0 },
      { today: '2026-11-23', done: ['Monday'], current: '2026-11-21 to 2026-11-23, 3', gap: 0 },
      { today: '2026-11-24', done: ['Tuesday'], current: '2026-11-21 to 2026-11-24, 4', gap: 0 },
    ]);
    home.env.FOURTHINGS_DB = path.join(quick, 'journey.db');
    const { undone } = await home.json<{ undone: { command: string }[] }>('undo', '-n', '2');
    expect(undone.map(({ command }) => command)).toEqual([
      'four --json did Tuesday',
      "four --json did 'Sunday, once more'",
    ]);
    expect((await home.four('doctor')).status).toBe(0);
  });
});
