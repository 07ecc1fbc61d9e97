// A program in a real pseudo-terminal, in front of a real screen: what it writes is parsed by a terminal emulator, so that
// what is looked at here is what a person would see. Nothing polls and nothing sleeps: every wait ends with the output it
// waits for.
import { constants } from 'node:os';
import pty from '@lydell/node-pty';
import headless from '@xterm/headless';
import stringWidth from 'fast-string-width';

const KEYS = {
  enter: '\r',
  space: ' ',
  tab: '\t',
  escape: '\x1b',
  backspace: '\x7f',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  'ctrl-c': '\x03',
  'ctrl-d': '\x04',
};

/** @typedef {keyof typeof KEYS} Key */

/**
 * A colour: `null` is the terminal's own, a number is an entry of its palette (0 to 255), `#rrggbb` is just that.
 * @typedef {null | number | string} Colour
 */

/**
 * @typedef {object} Style
 * @property {Colour} fg
 * @property {Colour} bg
 * @property {boolean} bold
 * @property {boolean} dim
 * @property {boolean} italic
 * @property {boolean} underline
 * @property {boolean} strikethrough
 * @property {boolean} inverse
 */

/**
 * A piece of a row in one style. `column` and `width` count cells; a wide character takes two.
 * @typedef {Style & { column: number, width: number, text: string }} Run
 */

/** @typedef {{ exitCode: number | null, signal: string | null }} Exit as node:child_process has it: one of them is null */

/**
 * @typedef {object} Screen
 * @property {(text: string) => void} type writes keys, as typed
 * @property {(...keys: Key[]) => void} press
 * @property {(wanted: string | RegExp | ((text: string) => unknown), options?: { timeoutMs?: number }) => Promise<string>} until
 *   resolves to the screen's text as soon as what is wanted is there; rejects, and shows the screen, when the time is up or
 *   the program has ended without it. More may still be on its way: who needs all of a picture waits for what is drawn last
 * @property {() => string} written all that was written, with its escape sequences
 * @property {() => string} text the rows from the first one on, also those scrolled away, without trailing blanks
 * @property {() => Run[][]} cells the same rows with their colours
 * @property {(cols: number) => void} resize makes the terminal as wide as this; the program hears of it
 * @property {() => { row: number, column: number, visible: boolean }} cursor its row counts as in `cells`
 * @property {Promise<Exit>} exited resolves after the last output has reached the screen
 * @property {(signal?: NodeJS.Signals) => Promise<Exit>} kill
 */

/**
 * Starts `file` (an absolute path). The program's environment is `env` and nothing else.
 * @param {string} file
 * @param {string[]} [args]
 * @param {{ cols?: number, rows?: number, cwd?: string, env?: Record<string, string | undefined>, reflowCursorLine?: boolean }} [options]
 * @returns {Screen}
 */
export function startScreen(file, args = [], { cols = 80, rows = 40, cwd, env = {}, reflowCursorLine = false } = {}) {
  const terminal = new headless.Terminal({ cols, rows, reflowCursorLine, scrollback: 10_000, allowProposedApi: true });
  terminal.unicode.register(modernWidths);
  terminal.unicode.activeVersion = modernWidths.version;

  let cursorVisible = true;
  for (const final of ['h', 'l']) {
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (params) => {
      if (params.includes(25)) cursorVisible = final === 'h';
      return false; // The terminal does its own part too.
    });
  }

  const child = spawn(file, args, { cols, rows, env, ...(cwd !== undefined && { cwd }) });
  /** @type {Set<() => void>} */
  const watchers = new Set();
  const look = () => {
    for (const watcher of [...watchers]) watcher();
  };

  /** @type {Exit | undefined} */
  let exit;
  /** @type {(exit: Exit) => void} */
  let resolveExited;
  /** @type {Promise<Exit>} */
  const exited = new Promise((resolve) => {
    resolveExited = resolve;
  });
  /** @param {Exit} how */
  const end = (how) => {
    exit ??= how;
    resolveExited(exit);
  };

  terminal.onData((answer) => child.write(answer)); // A program may ask a terminal, say where the cursor is.
  let written = '';
  child.onData((output) => {
    written += output;
  });
  child.onData((output) => terminal.write(output, look)); // Written now, parsed later: only then is there something to see.
  terminal.parser.registerOscHandler(END_MARK, (status) => {
    end(exitOf(Number(status)));
    child.kill('SIGKILL'); // the shell that waits in START
    return true;
  });
  child.onExit(({ exitCode, signal }) => {
    // Without a mark: on Windows, or when the shell was killed too.
    terminal.write('', () => {
      end(signal ? { exitCode: null, signal: signalName(signal) } : { exitCode, signal: null });
      look();
    });
  });

  /** @returns {Run[][]} */
  function cells() {
    const buffer = terminal.buffer.active;
    const all = Array.from({ length: buffer.length }, (_, row) => runsOf(buffer.getLine(row)));
    return all.slice(0, all.findLastIndex((runs) => runs.length > 0) + 1);
  }

  function text() {
    const buffer = terminal.buffer.active;
    const all = Array.from({ length: buffer.length }, (_, row) =>
      buffer.getLine(row)?.translateToString(true).trimEnd(),
    );
    return all.join('\n').trimEnd();
  }

  /** @type {Screen['until']} */
  async function until(wanted, { timeoutMs = 120_000 } = {}) {
    /** @type {() => void} */
    let watch = () => {};
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const problem = await new Promise((resolve, reject) => {
      watch = () => {
        // During a synchronized update a terminal shows the picture before; so half a picture is never seen.
        if (terminal.modes.synchronizedOutputMode && !exit) return;
        try {
          if (matches(wanted, text())) resolve(undefined);
          else if (exit) resolve(`The program ended (${exit.signal ?? exit.exitCode}) and never showed`);
        } catch (error) {
          reject(error); // thrown by a function that was passed in
        }
      };
      timer = setTimeout(() => resolve(`After ${timeoutMs / 1000} seconds there is still no`), timeoutMs);
      watchers.add(watch);
      watch();
    }).finally(() => {
      clearTimeout(timer);
      watchers.delete(watch);
    });
    // Made here, after the wait, so that its stack leads to the one who waited.
    if (problem) throw new Error(`${problem} ${describe(wanted)}. The screen:\n\n${text().replace(/^/gm, '  | ')}\n`);
    return text();
  }

  return {
    type: (keys) => child.write(keys),
    press: (...keys) => child.write(keys.map((key) => KEYS[key]).join('')),
    until,
    written: () => written,
    text,
    cells,
    resize: (columns) => {
      terminal.resize(columns, rows);
      child.resize(columns, rows);
    },
    cursor: () => {
      const { baseY, cursorX, cursorY } = terminal.buffer.active;
      return { row: baseY + cursorY, column: cursorX, visible: cursorVisible };
    },
    exited,
    kill: (signal = 'SIGKILL') => {
      if (!exit) killAll(child, signal);
      return exited;
    },
  };
}

// When the last program in a pseudo-terminal ends, what it wrote last may still be on its way, and on Linux it is lost there
// (https://github.com/microsoft/node-pty/issues/726). So a shell stays: it marks the end of the output and stops, and
// whoever has read the mark has read everything. env(1) sees to the environment, to which node-pty adds TERM and PWD. The
// signals are for the program: with a handler the shell outlives them, and the program starts without one.
const END_MARK = 4444;
const START = `trap : INT QUIT TERM; /usr/bin/env -i "$@"; printf '\\033]${END_MARK};%s\\007' $?; kill -s STOP $$`;

/**
 * @param {string} file
 * @param {string[]} args
 * @param {{ cols: number, rows: number, cwd?: string, env: Record<string, string | undefined> }} options
 */
function spawn(file, args, { env, ...options }) {
  const variables = Object.entries(env).filter(([, value]) => value !== undefined);
  if (process.platform === 'win32') return pty.spawn(file, args, { ...options, env: Object.fromEntries(variables) });
  const assignments = variables.map(([name, value]) => `${name}=${value}`);
  return pty.spawn('/bin/sh', ['-c', START, 'sh', ...assignments, file, ...args], { ...options, env: {} });
}

/**
 * @param {import('@lydell/node-pty').IPty} child
 * @param {NodeJS.Signals} signal
 */
function killAll(child, signal) {
  if (process.platform === 'win32') return child.kill();
  try {
    process.kill(-child.pid, signal); // the shell and the program
  } catch {
    child.kill(signal); // so early that there is no group yet, or all gone by now, which node-pty takes calmly
  }
}

/**
 * A shell adds 128 to the number of the signal that ended a program. 130 stays a number: programs choose it when they are
 * interrupted, and a shell cannot tell that from SIGINT either.
 * @param {number} status
 * @returns {Exit}
 */
function exitOf(status) {
  return status > 128 && status !== 130
    ? { exitCode: null, signal: signalName(status - 128) }
    : { exitCode: status, signal: null };
}

/** @param {number} number */
function signalName(number) {
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? String(number);
}

/**
 * @param {string | RegExp | ((text: string) => unknown)} wanted
 * @param {string} text
 */
function matches(wanted, text) {
  if (typeof wanted === 'string') return text.includes(wanted);
  return typeof wanted === 'function' ? Boolean(wanted(text)) : text.search(wanted) !== -1;
}

/** @param {string | RegExp | Function} wanted */
function describe(wanted) {
  return typeof wanted === 'string' ? JSON.stringify(wanted) : String(wanted);
}

/**
 * @param {import('@xterm/headless').IBufferLine | undefined} line
 * @returns {Run[]}
 */
function runsOf(line) {
  /** @type {Run[]} */
  const runs = [];
  let last = '';
  let end = 0;
  for (let column = 0; line && column < line.length; column++) {
    const cell = line.getCell(column);
    const width = cell?.getWidth();
    if (!cell || !width) continue; // the second half of a wide character
    const style = styleOf(cell);
    const text = cell.isInvisible() ? ' '.repeat(width) : cell.getChars() || ' ';
    const key = JSON.stringify(style);
    const run = runs.at(-1);
    if (run && key === last) {
      run.text += text;
      run.width += width;
    } else {
      runs.push({ column, width, text, ...style });
      last = key;
    }
    if (text.trim() || style.bg !== null || style.inverse || style.underline || style.strikethrough)
      end = column + width;
  }
  return runs.flatMap((run) => {
    const blanks = Math.max(0, run.column + run.width - end);
    return blanks >= run.width
      ? []
      : [{ ...run, width: run.width - blanks, text: run.text.slice(0, run.text.length - blanks) }];
  });
}

/**
 * @param {number} value
 * @param {boolean} isRgb
 */
function colourOf(value, isRgb) {
  return isRgb ? hex(value) : value;
}

/**
 * @param {import('@xterm/headless').IBufferCell} cell
 * @returns {Style}
 */
function styleOf(cell) {
  return {
    fg: cell.isFgDefault() ? null : colourOf(cell.getFgColor(), cell.isFgRGB()),
    bg: cell.isBgDefault() ? null : colourOf(cell.getBgColor(), cell.isBgRGB()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    strikethrough: cell.isStrikethrough() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}

/** @param {number} rgb */
function hex(rgb) {
  return `#${rgb.toString(16).padStart(6, '0')}`;
}

// Out of the box the emulator knows the widths of Unicode 6, with emoji one cell wide. Terminals of today take two cells for
// them, and one place for all that belongs to one character on the screen.
const [JOINER, FLAG] = [1, 2];

/** @type {import('@xterm/headless').IUnicodeVersionProvider} */
const modernWidths = {
  version: 'modern',
  wcwidth(code) {
    const char = String.fromCodePoint(code);
    if (/[\p{M}\p{Cf}]/u.test(char) && char !== '\u00ad') return 0;
    return stringWidth(char) > 1 ? 2 : 1;
  },
  charProperties(code, before) {
    // The emulator packs what it hands around here: bit 0 "joins the cell before", bits 1 and 2 the width, then our own state.
    const char = String.fromCodePoint(code);
    const [stateBefore, widthBefore] = [before >> 3, (before >> 1) & 3];
    const own = this.wcwidth(code);
    const flag = /\p{Regional_Indicator}/u.test(char);
    const joins =
      widthBefore > 0 &&
      (own === 0 || stateBefore === JOINER || (flag && stateBefore === FLAG) || /\p{Emoji_Modifier}/u.test(char));
    const joined = char === '\ufe0f' ? 2 : Math.max(own, widthBefore);
    const width = joins ? joined : own;
    const alone = flag && !joins ? FLAG : 0;
    const state = char === '\u200d' ? JOINER : alone;
    return (state << 3) | (width << 1) | (joins ? 1 : 0);
  },
};
