import { type Day, localDay } from '../core/day.ts';
import { parseDay } from '../core/parse-day.ts';
import { shownAddress } from '../core/remote-address.ts';
import type { Settings } from '../core/settings.ts';
import { type Streak, streakOf } from '../core/streak.ts';
import type { ChangeContext, DayRecord } from '../core/thing.ts';
import { Store } from '../store/store.ts';
import { syncNotice } from '../sync/view.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { dayScreen, daySummary, streakNote } from '../views/day.ts';
import { dayJson, toJson } from '../views/json.ts';
import { MARGIN, renderScreen } from '../views/layout.ts';
import { morningAfter } from '../views/morning.ts';
import type { Context, GlobalOptions } from './context.ts';

/** One command at work: the clock as it was read, the store, the terminal, and how results are wanted. */
export class Session {
  readonly terminal: Terminal;
  readonly store: Store;
  readonly now: Date;
  readonly changeContext: ChangeContext;
  readonly version: string;
  /** The store's file. */
  readonly file: string;
  /** For the programs that are started. */
  readonly env: Context['env'];
  readonly #json: boolean;
  readonly #quiet: boolean;
  #settings: Settings | undefined;

  constructor(context: Context, options: GlobalOptions, argv: readonly string[]) {
    this.terminal = context.terminal(options);
    this.now = context.clock();
    this.changeContext = { timestamp: this.now.toISOString(), newId: () => context.newId() };
    this.version = context.version;
    this.env = context.env;
    this.file = context.storeFile(options.db);
    this.store = new Store(this.file, this.changeContext.timestamp, commandLine(argv));
    this.#json = options.json ?? false;
    this.#quiet = options.quiet ?? false;
  }

  get settings(): Settings {
    this.#settings ??= this.store.settings();
    return this.#settings;
  }

  get today(): Day {
    return localDay(this.now, this.settings.dayStart);
  }

  /** The day in the user's words; today where there are none. */
  async day(words: string | undefined): Promise<Day> {
    return words === undefined ? this.today : parseDay(words, this.today);
  }

  /** What a command needs to be about that day: nothing when it is today. */
  dayOption(day: Day): string {
    return day === this.today ? '' : ` -d ${day}`;
  }

  streak({ minimum } = this.settings, today = this.today): Streak {
    return streakOf(this.store.tallies(), minimum, today);
  }

  /** Whether a question nobody asked for would be welcome: somebody sits there and wants to read the answer. */
  get mayPrompt(): boolean {
    return this.terminal.interactive && !this.#json && !this.#quiet;
  }

  /** Whether the result is to be one JSON document. */
  get wantsJson(): boolean {
    return this.#json;
  }

  changeDay(day: Day, change: (record: DayRecord) => DayRecord): DayRecord {
    return this.store.change(() => {
      const before = this.store.day(day);
      const after = change(before);
      this.store.saveDay(before, after);
      return after;
    });
  }

  /** The result of a command that reads. */
  show(json: () => unknown, text: () => string): void {
    this.terminal.out(this.#json ? toJson(json()) : text());
  }

  /** Like `show`, for what may be longer than the screen: through the user's pager on a terminal. */
  async showLong(json: () => unknown, text: () => string): Promise<void> {
    if (this.#json || !(await this.terminal.showInPager(text))) this.show(json, text);
  }

  /** The result of a command that changed something. */
  confirm(json: () => unknown, text: () => string): void {
    if (this.#json || !this.#quiet) this.show(json, text);
  }

  /** A day after it was changed, or to be looked at; `sentence` follows it for people. */
  confirmDay(record: DayRecord, sentence = ''): void {
    this.confirm(
      () => this.dayJson(record),
      () => this.dayScreen(record, sentence),
    );
  }

  /** A day after questions that have shown its things already. */
  confirmAsked(record: DayRecord): void {
    const streak = record.day === this.today ? streakNote(this.streak()) : '';
    const summary = [daySummary(record, this.settings), streak].filter(Boolean).join(' ');
    if (this.mayPrompt) this.terminal.out(renderScreen(MARGIN + summary));
    else this.confirmDay(record);
  }

  /** What there is to say on the morning after a miss. */
  morningAfter(streak: Streak, record: DayRecord): string {
    if (streak.gap === 0) return '';
    const sinceGap = this.store.setbacks(streak.last?.to, streak.today);
    return morningAfter(streak, record, sinceGap, this.terminal.style);
  }

  /** What there is to say of the last sync, where it is old or was not through. */
  syncNote(): string {
    return this.settings.syncRemote === null ? '' : syncNotice(this.store.lastSync(), this.today);
  }

  dayJson(record: DayRecord) {
    return dayJson(record, this.settings, this.today);
  }

  /** `note` is said quietly, below all else. */
  dayScreen(record: DayRecord, sentence = '', note = ''): string {
    const { settings, today, terminal } = this;
    if (record.day !== today) return dayScreen(record, settings, today, null, sentence, terminal.style, note);
    const streak = this.streak();
    const last = sentence || this.morningAfter(streak, record);
    return dayScreen(record, settings, today, streak, last, terminal.style, note);
  }
}

/** The words of a command as one could type them again, but for passwords. */
function commandLine(argv: readonly string[]): string {
  const words = argv.includes('sync-remote') ? argv.map(shownAddress) : argv;
  return [
    'four',
    ...words.map((word) => (/[^\w.:/=@+-]/.test(word) || word === '' ? JSON.stringify(word) : word)),
  ].join(' ');
}

/** Begins the work of a command, with the global options as they were given. */
export type Begin = () => Session;
