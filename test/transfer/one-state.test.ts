import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, jest, test } from '@jest/globals';
import type { Day } from '../../src/core/day.ts';
import { Days } from '../../src/store/days.ts';
import { Store } from '../../src/store/store.ts';
import { exportHistory } from '../../src/transfer/export.ts';
import { thing } from '../support/records.ts';
import { withDatabase } from '../support/stores.ts';

test('an export is of one state, whatever another program writes while it reads', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'four-'));
  const file = path.join(folder, 'four.db');
  const store = new Store(file, '2026-11-23T08:00:00.000Z', 'four test');
  const { list } = Days.prototype;
  let attempts = 0;
  try {
    for (const day of ['2024-01-01', '2025-01-01', '2026-01-01'] as Day[])
      store.change(() => store.days.save({ day, things: [], rest: null }, { day, things: [thing({})], rest: null }));
    // One year is read at a time: between two of them, somebody writes.
    const spy = jest.spyOn(Days.prototype, 'list').mockImplementation(function (this: Days, query) {
      const days = list.call(this, query);
      withDatabase(file, (database) => {
        database.pragma('busy_timeout = 0');
        attempts += 1;
        expect(() => database.exec("UPDATE thing SET text = 'Changed'")).toThrow('locked');
      });
      return days;
    });
    const format = 'csv';
    const options = {
      store,
      settings: store.settings.load(),
      today: '2026-11-23' as Day,
      from: undefined,
      to: undefined,
    };
    const blocks = await exportHistory({ ...options, format }).finally(() => spy.mockRestore());
    expect(attempts).toBe(3);
    expect(Buffer.concat(blocks).toString('utf8')).not.toContain('Changed');
  } finally {
    store.close();
    fs.rmSync(folder, { recursive: true });
  }
});
