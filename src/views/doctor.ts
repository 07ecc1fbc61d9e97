import type { Style } from '../core/style.ts';
import { hangingIndent, MARGIN, padEnd, renderScreen } from './layout.ts';

/** The facts about the store, then each finding and how to fix it. */
export function doctorScreen(
  rows: readonly (readonly [name: string, words: string])[],
  findings: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly message: string;
    readonly hint: string | null;
  }[],
  style: Style,
): string {
  const table = rows.map(([name, words]) =>
    hangingIndent(MARGIN + style.dim(padEnd(name, 12)), style.text(words), style),
  );
  const checks = findings.map(({ name, ok, message, hint }) => {
    const mark = ok ? style.done(style.glyphs.done) : style.error('!');
    const line = hangingIndent(
      `${MARGIN}${padEnd(mark, style.glyphs.done.length)} ${padEnd(name, 12)}`,
      style.text(message),
      style,
    );
    return hint === null ? line : `${line}\n${hangingIndent(' '.repeat(MARGIN.length + 2), style.text(hint), style)}`;
  });
  return renderScreen(table.join('\n'), checks.join('\n'));
}
