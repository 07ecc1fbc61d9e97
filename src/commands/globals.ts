import type { Completion } from './command.ts';

interface GlobalOption {
  readonly flags: string;
  readonly summary: string;
  readonly completion?: Completion;
}

/** The options that go with every command. */
export const GLOBAL_OPTIONS: readonly GlobalOption[] = [
  { flags: '--db <file>', summary: 'Use this store', completion: 'file' },
  { flags: '--json', summary: 'Print one JSON document and nothing else' },
  { flags: '--color', summary: 'Always use colour' },
  { flags: '--no-color', summary: 'Never use colour' },
  { flags: '--ascii', summary: 'Use plain ASCII marks' },
  { flags: '-q, --quiet', summary: 'Print nothing after a change' },
];

export const VERSION_OPTION: GlobalOption = { flags: '-V, --version', summary: 'Print the version' };
export const HELP_OPTION: GlobalOption = { flags: '-h, --help', summary: 'Print help' };
