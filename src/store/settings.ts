import { type Hint, LOCAL_KEYS, readSettings, type SettingKey, type Settings } from '../core/settings.ts';
import type { Connection } from './connection.ts';

/** The settings of a store. Only values that differ from the default are stored, as `formatSetting` prints them. */
export class StoredSettings {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  load(): Settings {
    return readSettings(this.stored());
  }

  stored(): Map<string, string> {
    return new Map(
      this.#connection.prepare<[], [key: string, value: string]>('SELECT key, value FROM setting').raw().all(),
    );
  }

  /** The stored values, without the settings of this machine alone. */
  shared(): Map<string, string> {
    return new Map([...this.stored()].filter(([key]) => !LOCAL_KEYS.includes(key)));
  }

  /** Saves a value as `formatSetting` prints it; null restores the default. Only call this inside `Store.change`. */
  save(key: SettingKey | Hint, value: string | null): void {
    if (value === null) {
      this.#connection.prepare('DELETE FROM setting WHERE key = ?').run(key);
      return;
    }
    this.#connection
      .prepare(
        `INSERT INTO setting (key, value, updated_at) VALUES (?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
         WHERE value <> excluded.value`,
      )
      .run(key, value, this.#connection.now);
  }
}
