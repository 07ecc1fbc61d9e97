/** A word as a POSIX shell and fish read it back: in single quotes, in which nothing but a backslash of fish means anything. */
export function shellQuote(word: string): string {
  // An equals sign at the start means something to zsh.
  if (/^[\w.:/@+,%-][\w.:/=@+,%-]*$/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
