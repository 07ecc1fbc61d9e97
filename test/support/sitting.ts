import { afterEach } from '@jest/globals';
import { type Home, LAUNCHER, useHome } from './four.ts';
import { placeOf } from './programs.mjs';
import { type Screen, startScreen } from './screen.mjs';

export interface Seat {
  readonly cols?: number;
  /** Whether the terminal also breaks the line with the cursor anew when it is resized; terminals differ. */
  readonly reflowCursorLine?: boolean;
  /** On top of the home's environment. */
  readonly env?: Record<string, string | undefined>;
}

export interface Sitting extends Home {
  /** Starts the built launcher in a real pseudo-terminal. */
  sit(words: readonly string[], seat?: Seat): Screen;
  /** Starts a line of shell there; `four` in it is the built launcher. */
  shell(line: string, seat?: Seat): Screen;
  /** NODE and FOUR, with which a line of shell runs the built launcher: `"$NODE" "$FOUR" plan`. */
  readonly launcher: { readonly NODE: string; readonly FOUR: string };
  /** Starts any program there. */
  start(file: string, args: readonly string[], seat?: Seat): Screen;
}

/** A home for each test, with somebody sitting at the terminal in it. */
export function useSitting(): Sitting {
  const screens: Screen[] = [];
  // Before the home goes: whatever still runs in it shall not find it gone.
  afterEach(async () => {
    await Promise.all(screens.splice(0).map((screen) => screen.kill()));
  });
  const home = useHome();
  const start = (
    file: string,
    args: readonly string[],
    { cols = 80, env = {}, reflowCursorLine = false }: Seat = {},
  ) => {
    const surroundings = { ...home.env, TERM: 'xterm-256color', COLUMNS: undefined, ...env };
    const screen = startScreen(file, [...args], {
      cols,
      rows: 30,
      reflowCursorLine,
      cwd: home.folder,
      env: surroundings,
    });
    screens.push(screen);
    return screen;
  };
  const launcher = { NODE: process.execPath, FOUR: LAUNCHER };
  return Object.assign(home, {
    launcher,
    start,
    sit: (words: readonly string[], seat: Seat = {}) => start(process.execPath, [LAUNCHER, ...words], seat),
    shell: (line: string, seat: Seat = {}) =>
      start(placeOf('sh'), ['-c', `four() { "$NODE" "$FOUR" "$@"; }; ${line}`], {
        ...seat,
        env: { ...seat.env, ...launcher },
      }),
  });
}

/** The question for a slot, down to its last line, under the texts it offers; `label` is the slot's own. */
export function slot(number: number, label = ''): RegExp {
  return new RegExp(`^ *${number} ${label} *[›>][^]*^ +(?:Down|Enter)`, 'm');
}
