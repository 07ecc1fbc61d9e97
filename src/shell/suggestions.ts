import { truncate, widthOf } from '../core/width.ts';
import type { InitShell } from './shells.ts';

/** A completion and what it means, or `files` where the shell completes file names itself. */
export type Suggestion = Word | 'files';

export interface Word {
  readonly word: string;
  readonly meaning: string;
}

/** Between a word and its meaning: what the shells' scripts split at. */
const SEPARATOR = { bash: '\u001f', zsh: '\u001f', fish: '\t', nu: '\t', powershell: '\t' } as const;

/** The suggestions as the shell's completion function reads them, one a line. `width` is the terminal's, in columns. */
export function encodeSuggestions(shell: InitShell, suggestions: readonly Suggestion[], width: number): string {
  const words = suggestions.filter((one) => one !== 'files');
  if (words.length === 0) return suggestions.length > 0 ? 'files\n' : '';
  const shown = shell === 'bash' || shell === 'zsh' ? alignMeanings(words, width) : words;
  return shown
    .map(({ word, meaning }) => (meaning === '' ? `${word}\n` : `${word}${SEPARATOR[shell]}${meaning}\n`))
    .join('');
}

/** bash and zsh list meanings as they are given, after the words and two blanks, in lines that must not break. */
function alignMeanings(words: readonly Word[], width: number): Word[] {
  const column = Math.max(...words.map(({ word }) => widthOf(word)));
  return words.map(({ word, meaning }) => {
    const room = Math.max(1, width - column - '  '.length - MARGIN);
    return { word, meaning: meaning && ' '.repeat(column - widthOf(word)) + truncate(meaning, room, '…') };
  });
}

/** Columns that shells leave free. */
const MARGIN = 3;
