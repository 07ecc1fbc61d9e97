import fs from 'node:fs';
import { createRequire } from 'node:module';
import { bash, fish, zsh } from '@optique/core/completion';
import { text } from '@optique/core/message';
import { singleQuote, singleQuoteForFish } from '../core/shell-quote.ts';
import { COMPLETE, type Shell } from './shells.ts';

export interface ScriptOptions {
  readonly prompt: boolean;
  readonly nudge: boolean;
}

/** A completion and what it means, or `files` where the shell completes file names itself. */
export type Suggestion = { readonly word: string; readonly meaning: string } | 'files';

const COMPLETIONS = { bash, zsh, fish };

/** The script for a shell's start file. `file` is the store unless FOURTHINGS_DB names another when the prompt is shown. */
export function initScript(shell: Shell, file: string, { prompt, nudge }: ScriptOptions): string {
  const [begin, end] = INTERACTIVE[shell];
  return [
    begin,
    assignment(shell, '_four_store', file),
    assignment(shell, '_four_with_prompt', prompt ? '1' : '0'),
    assignment(shell, '_four_with_nudge', nudge ? '1' : '0'),
    completionScript(shell),
    ownScript(shell),
    end,
    '',
  ].join('\n');
}

/** The suggestions as the shell's completion function reads them, one a line. */
export function encodeSuggestions(shell: Shell, suggestions: readonly Suggestion[]): string {
  const width = Math.max(...suggestions.map((one) => (one === 'files' ? 0 : one.word.length)));
  const encode = COMPLETIONS[shell].encodeSuggestions;
  return suggestions.map((one) => `${[...encode([toOptique(shell, one, width)])].join('')}\n`).join('');
}

/** A suggestion as a value of the completion library. */
function toOptique(shell: Shell, suggestion: Suggestion, width: number) {
  if (suggestion === 'files') return { kind: 'file', type: 'file' } as const;
  const { word, meaning } = suggestion;
  if (shell === 'bash') return { kind: 'literal', text: withMeaning(word, meaning, width) } as const;
  // zsh removes one level of backslashes before it shows a description.
  const shown = shell === 'zsh' ? meaning.replaceAll('\\', '\\\\') : meaning;
  return { kind: 'literal', text: word, description: [text(shown)] } as const;
}

/** A word and its meaning, separated by a character that `_four_described` in four.bash splits at. */
function withMeaning(word: string, meaning: string, width: number): string {
  return meaning === '' ? word : `${word}\u001f${' '.repeat(width - word.length)}${meaning}`;
}

/** Shells read start files for some scripts too, so the script does nothing unless the shell is interactive. */
const INTERACTIVE: { readonly [shell in Shell]: readonly [begin: string, end: string] } = {
  bash: ['if [[ $- == *i* ]]; then', 'fi'],
  zsh: ['if [[ -o interactive ]]; then', 'fi'],
  fish: ['if status is-interactive', 'end'],
};

function completionScript(shell: Shell): string {
  const script = COMPLETIONS[shell].generateScript('four', [COMPLETE, shell, '--']);
  // The only line outside a function; with KSH_ARRAYS set, zsh would read it differently.
  return script.replace('(( $+functions[compdef] ))', 'whence compdef >/dev/null');
}

function assignment(shell: Shell, name: string, value: string): string {
  return shell === 'fish' ? `set -g ${name} ${singleQuoteForFish(value)}` : `${name}=${singleQuote(value)}`;
}

// The build copies the scripts beside the bundle.
function ownScript(shell: Shell): string {
  return fs.readFileSync(createRequire(import.meta.url).resolve(`./four.${shell}`), 'utf8');
}
