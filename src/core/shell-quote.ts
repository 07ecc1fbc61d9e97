/** Quotes a word for a POSIX shell or fish where it needs quotes, so that it can be pasted. */
export function shellQuote(word: string): string {
  // In zsh an equals sign at the start is an expansion.
  return /^[\w.:/@+,%-][\w.:/=@+,%-]*$/.test(word) ? word : singleQuote(word);
}

/** A word in single quotes for a POSIX shell. */
export function singleQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A word in double quotes for Nushell, where they expand nothing. */
export function quoteForNu(word: string): string {
  return JSON.stringify(word).replace(/\\u([\da-f]{4})/g, '\\u{$1}');
}

/** A word in single quotes for PowerShell, which takes typographic quotes for the same. */
export function quoteForPowerShell(word: string): string {
  return `'${word.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** A word in single quotes for fish, where a backslash can escape a quote or a backslash inside them. */
export function singleQuoteForFish(word: string): string {
  return `'${word.replace(/[\\']/g, '\\$&')}'`;
}
