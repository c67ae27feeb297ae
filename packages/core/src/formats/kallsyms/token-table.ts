import { findBytes } from "../../io/find-bytes.ts";

/** `kallsyms_token_table` and `kallsyms_token_index`: what each byte of a compressed name stands for. */
export interface TokenTable {
  /** Where the token table starts. */
  readonly start: number;
  /** Behind the token index. */
  readonly end: number;
  /** Where each token starts; it ends in a NUL. */
  readonly at: Uint32Array;
}

const TOKENS = 256;
/** A byte that occurs in names stands for itself, so the ten digits are tokens of one letter, in every kernel. */
const DIGITS = Uint8Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 0x30 + i / 2 : 0));
const FIRST_DIGIT = 0x30;
/** What the index can say: it has 16 bits. */
const MAX_TABLE = 0x10000;
/** Places with such digits that are looked at: Unicode tables have some, a kernel three. */
const MAX_PLACES = 4096;

/**
 * The token table of `kernel`, wherever it is; `undefined` when there is none. It is told from other things by its
 * index, which stands behind it and agrees with it. compress_symbols() and write_src() in scripts/kallsyms.c.
 */
export function findTokenTable(kernel: Uint8Array, littleEndian: boolean): TokenTable | undefined {
  const view = new DataView(kernel.buffer, kernel.byteOffset, kernel.byteLength);
  let from = 0;
  for (let places = 0; places < MAX_PLACES; places += 1) {
    const digits = findBytes(kernel, DIGITS, from);
    if (digits < 0) return undefined;
    const found = tableAround(view, kernel, digits, littleEndian);
    if (found) return found;
    from = digits + 1;
  }
  return undefined;
}

function tableAround(
  view: DataView,
  kernel: Uint8Array,
  digits: number,
  littleEndian: boolean,
): TokenTable | undefined {
  const end = endOfTokens(kernel, digits);
  if (end === undefined) return undefined;
  // ALGN of scripts/kallsyms.c: 8 bytes of 64 bits, 4 of 32; since Linux 7.0 4.
  for (const alignment of [4, 8]) {
    const index = Math.ceil(end / alignment) * alignment;
    if (index + 2 * TOKENS > kernel.length) return undefined;
    const start = digits - view.getUint16(index + 2 * FIRST_DIGIT, littleEndian);
    const at = start < 0 ? undefined : tokensAt(view, kernel, start, index, end, littleEndian);
    if (at) return { start, end: index + 2 * TOKENS, at };
  }
  return undefined;
}

/** Behind the last token, when the first digit is at `digits`. */
function endOfTokens(kernel: Uint8Array, digits: number): number | undefined {
  let at = digits;
  for (let token = FIRST_DIGIT; token < TOKENS; token += 1) {
    const nul = kernel.indexOf(0, at);
    if (nul < 0 || nul - digits > MAX_TABLE) return undefined;
    at = nul + 1;
  }
  return at;
}

/** Where the tokens start, if the index at `index` says what the table at `start` has. */
function tokensAt(
  view: DataView,
  kernel: Uint8Array,
  start: number,
  index: number,
  end: number,
  littleEndian: boolean,
): Uint32Array | undefined {
  const at = new Uint32Array(TOKENS);
  let expected = start;
  for (let token = 0; token < TOKENS; token += 1) {
    if (start + view.getUint16(index + 2 * token, littleEndian) !== expected) return undefined;
    at[token] = expected;
    const nul = kernel.indexOf(0, expected);
    if (nul < 0 || nul >= end) return undefined;
    expected = nul + 1;
  }
  return expected === end ? at : undefined;
}
