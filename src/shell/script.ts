import fs from 'node:fs';
import { createRequire } from 'node:module';
import { bash, fish, zsh } from '@optique/core/completion';
import { text } from '@optique/core/message';
import { COMPLETE, type Shell } from './shells.ts';

export interface Parts {
  readonly prompt: boolean;
  readonly nudge: boolean;
}

/** A word that fits, with what it means; or the files there are, which the shell knows best. */
export type Suggestion = { readonly word: string; readonly meaning: string } | 'files';

const COMPLETIONS = { bash, zsh, fish };

/** What a shell reads when it starts; `file` is the store, unless FOURTHINGS_DB names another one by then. */
export function initScript(shell: Shell, file: string, { prompt, nudge }: Parts): string {
  const [begin, end] = INTERACTIVE[shell];
  return [
    begin,
    assign(shell, '_four_store', file),
    assign(shell, '_four_with_prompt', prompt ? '1' : '0'),
    assign(shell, '_four_with_nudge', nudge ? '1' : '0'),
    completionScript(shell),
    ourPart(shell),
    end,
    '',
  ].join('\n');
}

/** What fits, a line each, as the shell's part of completion reads it. */
export function encode(shell: Shell, suggestions: readonly Suggestion[]): string {
  const width = Math.max(...suggestions.map((one) => (one === 'files' ? 0 : one.word.length)));
  const { encodeSuggestions } = COMPLETIONS[shell];
  return suggestions.map((one) => `${[...encodeSuggestions([inItsTerms(shell, one, width)])].join('')}\n`).join('');
}

function inItsTerms(shell: Shell, suggestion: Suggestion, width: number) {
  if (suggestion === 'files') return { kind: 'file', type: 'file' } as const;
  const { word, meaning } = suggestion;
  if (shell === 'bash') return { kind: 'literal', text: described(word, meaning, width) } as const;
  // What zsh shows of it is unquoted once.
  const shown = shell === 'zsh' ? meaning.replaceAll('\\', '\\\\') : meaning;
  return { kind: 'literal', text: word, description: [text(shown)] } as const;
}

// Our part of the script takes it apart again.
function described(word: string, meaning: string, width: number): string {
  return meaning === '' ? word : `${word}\u001f${' '.repeat(width - word.length)}${meaning}`;
}

/** A shell that runs a script reads its start files too at times. */
const INTERACTIVE: { readonly [shell in Shell]: readonly [begin: string, end: string] } = {
  bash: ['if [[ $- == *i* ]]; then', 'fi'],
  zsh: ['if [[ -o interactive ]]; then', 'fi'],
  fish: ['if status is-interactive', 'end'],
};

function completionScript(shell: Shell): string {
  const script = COMPLETIONS[shell].generateScript('four', [COMPLETE, shell, '--']);
  // The one line of it that stands in no function, and would mean something else to a zsh with KSH_ARRAYS.
  return script.replace('(( $+functions[compdef] ))', 'whence compdef >/dev/null');
}

function assign(shell: Shell, name: string, value: string): string {
  if (shell === 'fish') return `set -g ${name} '${value.replace(/[\\']/g, '\\$&')}'`;
  return `${name}='${value.replaceAll("'", "'\\''")}'`;
}

// Beside this file, and in the bundle's folder beside the bundle.
function ourPart(shell: Shell): string {
  return fs.readFileSync(createRequire(import.meta.url).resolve(`./four.${shell}`), 'utf8');
}
