/** Where a value stands. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// The bytes that make the structure of JSON are ASCII, and in UTF-8 no other character has such bytes in it.
const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE] = [9, 10, 13, 32];
const [QUOTE, BACKSLASH, COMMA, COLON] = [34, 92, 44, 58];
const [LIST, LIST_END, OBJECT, OBJECT_END] = [91, 93, 123, 125];

/**
 * The members of the object a JSON text is, by their names, without reading their values: so a long list in it can be read a piece
 * at a time, in little room. Undefined for what is no such object. The pieces themselves are not looked at.
 */
export function membersOf(json: Buffer): Map<string, Span> | undefined {
  const members = new Map<string, Span>();
  let at = skipSpace(json, 0);
  if (json[at] !== OBJECT) return undefined;
  at = skipSpace(json, at + 1);
  while (json[at] === QUOTE) {
    const colon = skipSpace(json, skipValue(json, at));
    if (json[colon] !== COLON) return undefined;
    const start = skipSpace(json, colon + 1);
    const end = skipValue(json, start);
    members.set(json.toString('utf8', at + 1, colon).replace(/"\s*$/, ''), { start, end });
    at = skipSpace(json, end);
    if (json[at] !== COMMA) break;
    at = skipSpace(json, at + 1);
  }
  return json[at] === OBJECT_END && skipSpace(json, at + 1) === json.length ? members : undefined;
}

/** The values of the list that stands there; undefined once in the place of all that cannot be told apart. */
export function* elementsOf(json: Buffer, { start, end }: Span): Generator<Span | undefined> {
  if (json[start] !== LIST) return yield undefined;
  let at = skipSpace(json, start + 1);
  if (json[at] === LIST_END) return;
  while (at < end) {
    const next = skipValue(json, at);
    yield { start: at, end: next };
    at = skipSpace(json, next);
    if (json[at] === LIST_END) return;
    if (json[at] !== COMMA) return yield undefined;
    at = skipSpace(json, at + 1);
  }
}

function skipSpace(json: Buffer, from: number): number {
  let at = from;
  while (isSpace(json[at])) at += 1;
  return at;
}

/** Just behind the value that begins here; here itself where none does. */
function skipValue(json: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) at = endOfString(json, at);
    else if (byte === LIST || byte === OBJECT) depth += 1;
    else if (byte === LIST_END || byte === OBJECT_END) depth -= 1;
    else if (depth === 0 && !isEndOfWord(json[at + 1])) continue;
    if (depth < 0) return at;
    if (depth === 0) return at + 1;
  }
  return json.length;
}

/** Whether a number, or a word like `true`, ends before this byte. */
function isEndOfWord(byte: number | undefined): boolean {
  return isSpace(byte) || byte === COMMA || byte === COLON || byte === LIST_END || byte === OBJECT_END;
}

function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB;
}

/** The closing quote of the string that begins here. */
function endOfString(json: Buffer, from: number): number {
  for (let at = from + 1; at < json.length; at += 1) {
    if (json[at] === BACKSLASH) at += 1;
    else if (json[at] === QUOTE) return at;
  }
  return json.length;
}
