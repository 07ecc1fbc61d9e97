// The only place that knows whether this is `npm test`, which does little of much, or `npm run soak`, which does all of it.
export const isSoak = Boolean(process.env.SOAK);

/** How much of something a test does. */
export function scaled<Amount>(short: Amount, long: Amount): Amount {
  return isSoak ? long : short;
}

/** How many runs fast-check makes. */
export function runs(short: number, long: number): { numRuns: number } {
  return { numRuns: scaled(short, long) };
}

/** What a long form has measured, for whoever reads along. */
export function tell(words: string): void {
  if (isSoak) process.stderr.write(`${words}\n`);
}

/** Random numbers from 0 to 1, for places and moments: the same in each `npm test`, others in each soak, which tells their seed. */
export function chance(): () => number {
  const seed = scaled(4, Number(process.env.SEED ?? Date.now()));
  tell(`to try the same again: SEED=${seed} npm run soak`);
  // https://en.wikipedia.org/wiki/Linear_congruential_generator
  let state = seed % 2 ** 32;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
