import { UsageError } from '../core/errors.ts';
import type { Session } from '../session/session.ts';
import { type NamedText, writeFiles } from '../store/files.ts';
import { hangingIndent, MARGIN, renderScreen } from '../views/layout.ts';
import { enumerate } from '../views/words.ts';
import type { Option } from './command.ts';
import { flag, option, parseFile } from './options.ts';

/** `--svg FILE`, of a command that can draw its result. */
export function svgOption(summary: string): Option<string | undefined> {
  return option({ flags: '--svg <file>', summary, completion: 'file', parse: parseFile });
}

/** What a picture shows is for everybody: the user's words are in it only if they say so. */
export const wordsOption = flag({ flags: '--words', summary: 'Put your words into the picture too' });

export function checkWordsOption(words: boolean, svg: string | undefined): void {
  if (words && svg === undefined) throw new UsageError('--words is for a picture', 'Add --svg FILE.');
}

/** Writes files, and says so. */
export function printWritten({ output, terminal }: Session, files: readonly NamedText[], json: () => unknown): void {
  writeFiles(files);
  const lines = files.map(({ file }) => hangingIndent(MARGIN, `Written: ${terminal.style.text(file)}`, terminal.style));
  output.printChange(json, () => renderScreen(lines.join('\n')), {
    words: `${enumerate(files.map(({ file }) => file))} ${files.length === 1 ? 'is' : 'are'} written`,
  });
}
