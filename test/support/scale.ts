// The only place that knows whether this is `npm test`, which does little of much, or `npm run soak`, which does all of it.
export const isSoak = Boolean(process.env.SOAK);

/** How much of something a test does. */
export function scaled<Amount>(short: Amount, long: Amount): Amount {
  return isSoak ? long : short;
}

/** Every other one of many cases that take long. */
export function some<Case>(all: readonly Case[]): readonly Case[] {
  return scaled(
    all.filter((_, index) => index % 2 === 0),
    all,
  );
}

/** How many runs fast-check makes. */
export function runs(short: number, long: number): { numRuns: number } {
  return { numRuns: scaled(short, long) };
}

/** What a long form has measured, for whoever reads along. */
export function tell(words: string): void {
  if (isSoak) process.stderr.write(`${words}\n`);
}
