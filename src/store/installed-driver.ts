import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

const require = createRequire(import.meta.url);

/** SQLite's driver as npm has installed it. In the bundle `bundled-driver.cjs` takes the place of this file. */
export function loadDriver(name: string): LoadedDriver {
  return { Driver: require(name) };
}

export interface LoadedDriver {
  readonly Driver: typeof BetterSqlite3;
  /** The native part to work with; without it the driver looks for its own. (Its types only know the path of one.) */
  readonly nativeBinding?: string;
}
