import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

const require = createRequire(import.meta.url);

/** better-sqlite3 13 needs Node-API 10, which Node has from 22.14 on, and crashes without it. npm gives Node 20 version 12.9. */
export const hasNodeApi10 = Number(process.versions.napi) >= 10;

/** The SQLite driver as a clone has it. In the bundle, `bundled-driver.cjs` replaces this file. */
export function loadDriver(): LoadedDriver {
  return { Driver: require(hasNodeApi10 ? 'better-sqlite3' : 'better-sqlite3-node20') };
}

export interface LoadedDriver {
  readonly Driver: typeof BetterSqlite3;
  /** The native addon; without it the driver looks for its own. (Its types only know the path of an addon.) */
  readonly nativeBinding?: string;
}
