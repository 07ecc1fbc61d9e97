const BLOCK_LENGTH = 65_536;

/** Joins pieces of text into blocks of about 64 kB, because writing each piece takes longer than making it. */
export function* inBlocks(pieces: Iterable<string>): Generator<string> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK_LENGTH) continue;
    yield block;
    block = '';
  }
  yield block;
}
