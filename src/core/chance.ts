/** Some of what is compared, in a part of the history that was alike for all of it: a day or a week. */
export interface Block {
  /** The scores of the group: small whole numbers from 0. */
  readonly group: readonly number[];
  /** The scores of the others. */
  readonly others: readonly number[];
}

/**
 * How often chance alone would make the group differ from the others by as much as it does, in either direction: a two-sided
 * p-value, from 0 to 1. If there is nothing about the group, then in each block, any of the scores are as likely to be the group's;
 * so all ways to deal them out are counted. A bad week or a good season is in both sides of its block and decides nothing.
 *
 * The statistic is that of N. Mantel, "Chi-Square Tests with One Degree of Freedom; Extensions of the Mantel-Haenszel Procedure",
 * J. Am. Stat. Assoc. 58 (1963), pp. 690-700, with its exact distribution instead of the approximation by a normal one: that would
 * find too much where most scores are the same.
 */
export function chanceOf(blocks: readonly Block[]): number {
  const informative = blocks.filter(isInformative);
  let dealt: Distribution = { first: 0, chances: [1] };
  for (const block of informative) dealt = add(dealt, sumOfDraws(block));
  const observed = informative.reduce((sum, { group }) => sum + sumOf(group), 0);
  const atMost = dealt.chances.slice(0, Math.max(0, observed - dealt.first + 1));
  const atLeast = dealt.chances.slice(Math.max(0, observed - dealt.first));
  return Math.min(1, 2 * Math.min(sumOf(atMost), sumOf(atLeast)));
}

/**
 * Which of several results are too rare to be chance. If none of them means anything, then the chance that any one is named is at
 * most `level`: S. Holm, "A Simple Sequentially Rejective Multiple Test Procedure", Scand. J. Stat. 6 (1979), pp. 65-70.
 */
export function tooRare(chances: readonly number[], level: number): boolean[] {
  const inOrder = chances.toSorted((one, other) => one - other);
  const first = inOrder.findIndex((chance, index) => chance > level / (inOrder.length - index));
  const limit = first < 0 ? Number.POSITIVE_INFINITY : (inOrder[first] as number);
  return chances.map((chance) => chance < limit);
}

/** The chances of whole numbers from `first` on. */
interface Distribution {
  readonly first: number;
  readonly chances: readonly number[];
}

/** Whether the group could have had another sum. */
function isInformative({ group, others }: Block): boolean {
  const scores = [...group, ...others];
  return group.length > 0 && others.length > 0 && scores.some((score) => score !== scores[0]);
}

/** The sum of as many scores as the group has, drawn from all of the block. */
function sumOfDraws({ group, others }: Block): Distribution {
  const scores = [...group, ...others];
  const most = sumOf(scores);
  // How many ways there are to draw so many scores with a sum, for each number of scores.
  const ways = Array.from({ length: group.length + 1 }, () => new Array<number>(most + 1).fill(0));
  (ways[0] as number[])[0] = 1;
  for (const score of scores)
    for (let drawn = group.length; drawn > 0; drawn -= 1)
      for (let sum = most; sum >= score; sum -= 1)
        (ways[drawn] as number[])[sum] = at(ways[drawn], sum) + at(ways[drawn - 1], sum - score);
  const wanted = ways[group.length] as number[];
  const all = sumOf(wanted);
  return { first: 0, chances: wanted.map((count) => count / all) };
}

/** What is less likely than this is left out at either end, so that the work does not grow with the square of the history. */
const NEGLIGIBLE = 1e-15;

/** The distribution of the sum of two numbers that do not depend on each other. */
function add(one: Distribution, other: Distribution): Distribution {
  const chances = new Array<number>(one.chances.length + other.chances.length - 1).fill(0);
  for (const [offset, chance] of other.chances.entries()) {
    if (chance === 0) continue;
    for (let index = 0; index < one.chances.length; index += 1)
      chances[index + offset] = at(chances, index + offset) + at(one.chances, index) * chance;
  }
  const start = chances.findIndex((chance) => chance > NEGLIGIBLE);
  const end = chances.findLastIndex((chance) => chance > NEGLIGIBLE);
  return { first: one.first + other.first + start, chances: chances.slice(start, end + 1) };
}

function at(numbers: readonly number[] | undefined, index: number): number {
  return numbers?.[index] ?? 0;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
