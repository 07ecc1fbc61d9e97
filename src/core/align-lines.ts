import { fold } from './text.ts';

/** A line of a list, as far as it matters for finding it again. */
export interface Line {
  readonly text: string;
  readonly isDone: boolean | undefined;
}

/** How much of the shorter text the longer one has to contain to be taken for a rewording of it. */
const SIMILAR = 0.5;

/**
 * Finds the lines of a list again after somebody has edited it. Returns for each line after the edit the index of that line before it;
 * undefined for a new line. Equal texts belong together. A line that was reworded is found by the lines around it: between two that
 * stayed, by its words, or by its place if as many lines are left as there were.
 */
export function alignLines(before: readonly Line[], after: readonly Line[]): (number | undefined)[] {
  const found = equalLines(before, after);
  for (const gap of gapsBetween(found, before.length)) {
    pairSimilar(gap, before, after, found);
    pairInOrder(gap, before, after, found);
  }
  return found;
}

/** Pairs equal texts: those in the same order first, then those that were moved. */
function equalLines(before: readonly Line[], after: readonly Line[]): (number | undefined)[] {
  const [old, now] = [before, after].map((lines) => lines.map(({ text }) => fold(text))) as [string[], string[]];
  const found = commonSubsequence(old, now);
  const left = new Set(old.keys());
  for (const index of found) if (index !== undefined) left.delete(index);
  for (const [index, text] of now.entries()) {
    if (found[index] !== undefined) continue;
    const moved = [...left].find((candidate) => old[candidate] === text);
    if (moved === undefined) continue;
    found[index] = moved;
    left.delete(moved);
  }
  return found;
}

/** For each text of `now`, its index in `old` in a longest common subsequence. */
function commonSubsequence(old: readonly string[], now: readonly string[]): (number | undefined)[] {
  // lengths[i][j] is that of old[i...] and now[j...].
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  const lengthAt = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      (lengths[i] as Uint16Array)[j] =
        old[i] === now[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
  const found: (number | undefined)[] = now.map(() => undefined);
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    if (old[i] === now[j]) {
      found[j] = i;
      i += 1;
      j += 1;
    } else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i += 1;
    else j += 1;
  }
  return found;
}

/** Lines without a partner that stood, and stand, behind the same line. */
interface Gap {
  readonly before: Set<number>;
  readonly after: Set<number>;
}

function gapsBetween(found: readonly (number | undefined)[], count: number): Gap[] {
  const gaps = new Map<number, Gap>();
  const gapAfter = (index: number) => {
    const gap = gaps.get(index) ?? { before: new Set(), after: new Set() };
    gaps.set(index, gap);
    return gap;
  };
  let last = -1;
  for (let index = 0; index < count; index += 1) {
    if (found.includes(index)) last = index;
    else gapAfter(last).before.add(index);
  }
  last = -1;
  for (const [index, partner] of found.entries()) {
    if (partner === undefined) gapAfter(last).after.add(index);
    else last = partner;
  }
  return [...gaps.values()];
}

function pairSimilar(gap: Gap, before: readonly Line[], after: readonly Line[], found: (number | undefined)[]): void {
  const pairs = [...gap.before].flatMap((old) =>
    [...gap.after].map((now) => ({ old, now, similarity: similarityOf(before[old] as Line, after[now] as Line) })),
  );
  for (const { old, now, similarity } of pairs.sort((one, other) => other.similarity - one.similarity))
    if (similarity >= SIMILAR && gap.before.has(old) && gap.after.has(now)) pair(gap, old, now, found);
}

/** Pairs what is left of a gap by its place. */
function pairInOrder(gap: Gap, before: readonly Line[], after: readonly Line[], found: (number | undefined)[]): void {
  if (gap.before.size !== gap.after.size) return;
  const places = [...gap.after];
  for (const [index, old] of [...gap.before].entries()) {
    const now = places[index] as number;
    if (mayBeSame(before[old] as Line, after[now] as Line)) pair(gap, old, now, found);
  }
}

function pair(gap: Gap, old: number, now: number, found: (number | undefined)[]): void {
  found[now] = old;
  gap.before.delete(old);
  gap.after.delete(now);
}

/** An open line with other words in the place of a done one is a new line: what was done stays done. */
function mayBeSame(old: Line, now: Line): boolean {
  return !(old.isDone === true && now.isDone === false);
}

/** From 0 to 1: how many pairs of letters of the shorter text the other one has too. */
function similarityOf(old: Line, now: Line): number {
  if (!mayBeSame(old, now)) return 0;
  const [one, other] = [old, now].map(({ text }) => pairsOfLetters(text)) as [Set<string>, Set<string>];
  const common = [...one].filter((letters) => other.has(letters)).length;
  return common / Math.min(one.size, other.size);
}

function pairsOfLetters(text: string): Set<string> {
  const letters = [' ', ...fold(text), ' '];
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`));
}
