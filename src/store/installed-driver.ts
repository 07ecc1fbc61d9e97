import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

const require = createRequire(import.meta.url);

/** The SQLite driver as npm installed it. In the bundle, `bundled-driver.cjs` replaces this file. */
export function loadDriver(name: string): LoadedDriver {
  return { Driver: require(name) };
}

export interface LoadedDriver {
  readonly Driver: typeof BetterSqlite3;
  /** The native addon; without it the driver looks for its own. (Its types only know the path of an addon.) */
  readonly nativeBinding?: string;
}
