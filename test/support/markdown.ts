/** A list within a list and so on, deeper than anyone writes. */
export function deepList(): string {
  return Array.from({ length: 1000 }, (_, depth) => `${'  '.repeat(depth)}- [x] ${depth}\n`).join('');
}
