/** A command line of bash up to the cursor. */
export interface TypedLine {
  /** The words after the command, without quotes; the last is the one at the cursor, and may be empty. */
  readonly words: readonly string[];
  /** That last word as it was typed. */
  readonly raw: string;
}

// An operator or the number before one, white space, or a piece of a word: '…', "…", \x or plain letters. A quote may still be open.
const PIECE = /([<>|&;]+|(?<!\S)\d+(?=[<>]))|(\s+)|'[^']*'?|"(?:\\[\s\S]|[^"\\])*"?|\\[\s\S]?|[^<>|&;\s'"\\]+/g;
const CLOSED = /^(?:'[^']*'|"(?:\\[\s\S]|[^"\\])*")$/;

/** Reads a line as a shell does, but expands nothing. Redirections are left out. */
export function readTypedLine(line: string): TypedLine {
  const words: string[] = [];
  let raw = '';
  let isRedirection = false;
  for (const [piece, operator, space] of line.matchAll(PIECE)) {
    if (operator === undefined && space === undefined) {
      raw += piece;
      continue;
    }
    if (raw !== '' && !isRedirection) words.push(raw);
    if (raw !== '' || operator !== undefined) isRedirection = operator !== undefined;
    raw = '';
  }
  const command = words.findIndex((word) => !/^\w+=/.test(word));
  return { words: [...words.slice(command + 1).map(decode), decode(raw)], raw };
}

/**
 * What takes the place of `replaced`, the end of the word `raw`, so that it becomes `word`. It is quoted for the place where it
 * begins, which may be inside an open quote.
 */
export function replacement(
  word: string,
  { raw, replaced }: { readonly raw: string; readonly replaced: string },
): string {
  const kept = raw.endsWith(replaced) ? raw.slice(0, raw.length - replaced.length) : '';
  const before = decode(kept);
  const rest = word.startsWith(before) ? word.slice(before.length) : word;
  const quote = openQuote(kept);
  // Closed here, because bash takes an escaped quote at the end for the closing one.
  if (quote === "'") return `${rest.replaceAll("'", "'\\''")}'`;
  if (quote === '"') return `${rest.replace(/[$`"\\]/g, '\\$&')}"`;
  return rest.replace(/[\s"'\\$`&|;<>()*?[\]{}~#!^]/g, '\\$&');
}

function openQuote(raw: string): string | undefined {
  const last = raw.match(PIECE)?.at(-1) ?? '';
  return /^['"]/.test(last) && !CLOSED.test(last) ? last[0] : undefined;
}

/** What a shell makes of a word with quotes and backslashes. */
function decode(raw: string): string {
  return (raw.match(PIECE) ?? []).map(decodePiece).join('');
}

function decodePiece(piece: string): string {
  if (piece.startsWith('\\')) return piece.slice(1);
  if (!/^['"]/.test(piece)) return piece;
  const content = piece.slice(1, CLOSED.test(piece) ? -1 : undefined);
  return piece.startsWith('"') ? content.replace(/\\([$`"\\])/g, '$1') : content;
}
