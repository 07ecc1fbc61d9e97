import { addDays, type Day, localDay, localInstant } from '../core/day.ts';
import { parsePlainDay } from '../core/plain-day.ts';
import { maskSecrets } from '../core/remote-address.ts';
import type { Anchor, Calendar } from '../core/resolve-day.ts';
import type { Settings } from '../core/settings.ts';
import { shellQuote } from '../core/shell-quote.ts';
import { type Streak, streakOf } from '../core/streak.ts';
import type { ChangeContext, DayRecord, Leftover } from '../core/thing.ts';
import { Store } from '../store/store.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Context, GlobalOptions } from './context.ts';
import { Output } from './output.ts';

/** One command at work: the clock as it was read, the store, the terminal and the output. */
export class Session {
  readonly terminal: Terminal;
  readonly output: Output;
  readonly store: Store;
  readonly now: Date;
  readonly changeContext: ChangeContext;
  readonly version: string;
  /** For the programs that are started. */
  readonly env: Context['env'];
  readonly startInBackground: Context['startInBackground'];
  /** The days of this command that its words left to be resolved, like `monday`. */
  readonly resolvedDays: Day[] = [];
  readonly #argv: readonly string[];
  #settings: Settings | undefined;
  #today: Day | undefined;
  #changeTimes: readonly string[] | undefined;

  constructor(context: Context, options: GlobalOptions, argv: readonly string[]) {
    this.terminal = context.terminal(options);
    this.output = new Output(this.terminal, options, () => this.store.hasChanged);
    this.now = context.clock();
    this.changeContext = { timestamp: this.now.toISOString(), hasThing: (id) => this.store.days.hasThing(id) };
    this.version = context.version;
    this.#argv = argv;
    this.env = context.env;
    this.startInBackground = context.startInBackground;
    this.store = new Store(context.storeFile(options.db), this.changeContext.timestamp, commandLine(argv));
  }

  get settings(): Settings {
    this.#settings ??= this.store.settings.load();
    return this.#settings;
  }

  get today(): Day {
    this.#today ??= this.dayUnder(this.settings);
    return this.#today;
  }

  /**
   * The day that it is under some settings. A day that has begun stays: when clocks are set back after something was changed on a
   * new day, it is still that day.
   */
  dayUnder({ dayStart }: Settings): Day {
    this.#changeTimes ??= this.store.changeTimes(
      hoursFrom(this.now, -LONGEST_REPEAT),
      hoursFrom(this.now, LONGEST_SETBACK),
    );
    const days = this.#changeTimes.map((time) => localDay(new Date(time), dayStart));
    return days.reduce((latest, day) => (day > latest ? day : latest), localDay(this.now, dayStart));
  }

  get calendar(): Calendar {
    return { today: this.today, weekStart: this.settings.weekStart };
  }

  /** The day in the user's words. The answer of the command names it where it was resolved: see `resolvedDays`. */
  async parseDay(words: string, anchor: Anchor, takesWeek = false): Promise<Day> {
    const plain = parsePlainDay(words, this.today);
    if (plain !== undefined) return plain;
    const { parseDay } = await import('../core/resolve-day.ts');
    const { day, isResolved } = parseDay(words, { ...this.calendar, anchor, takesWeek });
    if (isResolved) this.resolvedDays.push(day);
    return day;
  }

  /** This command as it can be typed again, with more options. */
  commandWith(...options: readonly string[]): string {
    const end = this.#argv.indexOf('--');
    const words = end < 0 ? [...this.#argv, ...options] : this.#argv.toSpliced(end, 0, ...options);
    return commandLine(words);
  }

  streak({ minimum } = this.settings, today = this.today): Streak {
    return streakOf(this.store.totals.years(), minimum, today);
  }

  /** The leftovers for a day; what is planned ahead is not left yet. */
  leftovers(day: Day): Leftover[] {
    const tomorrow = addDays(this.today, 1);
    return this.store.days.leftovers(day < tomorrow ? day : tomorrow);
  }

  /** The names of the commands that this machine's journal has, or those of today. */
  commandsUsed(when: 'ever' | 'today'): Set<string> {
    const begin = when === 'ever' ? '' : localInstant(this.today, this.settings.dayStart).toISOString();
    return new Set(this.store.commandsSince(begin).map(commandName));
  }

  changeDay(day: Day, change: (record: DayRecord) => DayRecord): DayRecord {
    return this.store.change(() => {
      const before = this.store.days.load(day);
      const after = change(before);
      this.store.days.save(before, after);
      return after;
    });
  }
}

/** How many hours come twice on the wall, at the most, when clocks are set back. */
const LONGEST_REPEAT = 3;

/** A clock that was wrong by more hours than this has not begun any day. */
const LONGEST_SETBACK = 12;

function hoursFrom(instant: Date, hours: number): string {
  return new Date(instant.getTime() + hours * 3_600_000).toISOString();
}

/** `done`, from a command as `commandLine` gives it, like `four --db 'my diary.db' done 1`. */
function commandName(line: string): string {
  return /^four (?:--db (?:'[^']*'|\\.|[^\s'\\])+ |'-[^']*' |-\S+ )*(\S+)/.exec(line)?.[1] ?? '';
}

/** The words of a command as they can be typed again, without passwords. */
function commandLine(argv: readonly string[]): string {
  const key = argv.indexOf('sync-remote');
  const words = key < 0 ? argv : [...argv.slice(0, key + 1), ...maskAddress(argv.slice(key + 1))];
  return ['four', ...words.map(shellQuote)].join(' ');
}

/** An address may have come as several words, as `four config` joins them. */
function maskAddress(words: readonly string[]): string[] {
  const start = words.findIndex((word) => !word.startsWith('-'));
  return start < 0 ? [...words] : [...words.slice(0, start), maskSecrets(words.slice(start).join(' '))];
}
