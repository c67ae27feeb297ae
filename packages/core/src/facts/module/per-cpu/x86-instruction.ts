// Where an instruction of 64-bit x86 ends, and where its parts are. Intel SDM volume 2, 2.1 "Instruction format for protected
// mode, real-address mode, and virtual-8086 mode", 2.2 "IA-32e mode", 2.3 "VEX", 2.7 "EVEX"; appendix A "Opcode map".

/** An instruction as it stands; filled anew for each. */
export interface Instruction {
  /** Offset of its first byte, and of the one behind its last. */
  start: number;
  end: number;
  /** Whether it has the GS prefix. */
  gs: boolean;
  /** REX prefix, or 0. */
  rex: number;
  /** 0 for one-byte opcodes, 1 for those behind 0F, 2 and 3 behind 0F 38 and 0F 3A, 4 for all that is encoded by VEX and EVEX. */
  map: number;
  opcode: number;
  /** -1 without one. */
  modrm: number;
  /** -1 without one. */
  sib: number;
  /** Offset of a displacement of 32 bits; -1 without one. */
  displacement: number;
  /** Offset of what follows that; where nothing does, the end. */
  immediate: number;
}

/** An instruction that is not decoded yet. */
export const noInstruction = (): Instruction => ({
  start: 0,
  end: 0,
  gs: false,
  rex: 0,
  map: 0,
  opcode: 0,
  modrm: -1,
  sib: -1,
  displacement: -1,
  immediate: 0,
});

// One letter for each opcode: what follows it. `.` nothing; `m` ModRM; `i` 8 bits; `w` 16; `W` 16 and 8; `z` 32, or 16 by
// prefix; `j` 32 bits; `v` as many as the operand has; `o` an address; `M` and `Z` ModRM with `i` and `z`; `3` and `4` the
// same for TEST in group 3 alone; `p` it is a prefix; `-` no such instruction, or none that is decoded here.
const oneByte = [
  "mmmmiz--mmmmiz--",
  "mmmmiz--mmmmiz--",
  "mmmmizp-mmmmizp-",
  "mmmmizp-mmmmizp-",
  "pppppppppppppppp",
  "................",
  "---mppppzZiM....",
  "iiiiiiiiiiiiiiii",
  "MZ-Mmmmmmmmmmmmm",
  "..........-.....",
  "oooo....iz......",
  "iiiiiiiivvvvvvvv",
  "MMw.--MZW.w..i-.",
  "mmmm---.mmmmmmmm",
  "iiiiiiiijj-i....",
  "p.pp..34......mm",
].join("");
const twoByte = [
  "mmmm-.....-.-m--",
  "mmmmmmmmmmmmmmmm",
  "mmmm----mmmmmmmm",
  "......-.--------",
  "mmmmmmmmmmmmmmmm",
  "mmmmmmmmmmmmmmmm",
  "mmmmmmmmmmmmmmmm",
  "MMMMmmm.mm--mmmm",
  "jjjjjjjjjjjjjjjj",
  "mmmmmmmmmmmmmmmm",
  "...mMmmm...mMmmm",
  "mmmmmmmmmmMmmmmm",
  "mmMmMMMm........",
  "mmmmmmmmmmmmmmmm",
  "mmmmmmmmmmmmmmmm",
  "mmmmmmmmmmmmmmmm",
].join("");

/** No instruction is longer. */
const MOST = 15;

/** Where the parts of the opcode end. */
interface Prefixes {
  at: number;
  /** Whether operands have 16 bits, and addresses 32. */
  short: boolean;
  shortAddress: boolean;
}

/**
 * Decodes the instruction at `start` into `into`.
 *
 * @returns whether there is one, of which no byte is behind `end`
 */
export function decode(bytes: Uint8Array, start: number, end: number, into: Instruction): boolean {
  const last = Math.min(end, start + MOST);
  const prefixes = readPrefixes(bytes, start, last, into);
  const kind = readOpcode(bytes, prefixes, into);
  if (kind === "-" || kind === "p" || kind === "") return false;
  let { at } = prefixes;
  const isGroup3 = kind === "3" || kind === "4";
  if (isGroup3 || kind === "m" || kind === "M" || kind === "Z") at = readModrm(bytes, at, into);
  into.immediate = at;
  into.end = at + immediateSize(kind, prefixes, into);
  return into.end <= last;
}

function readPrefixes(bytes: Uint8Array, start: number, last: number, into: Instruction): Prefixes {
  const prefixes = { at: start, short: false, shortAddress: false };
  into.start = start;
  into.gs = false;
  into.rex = 0;
  into.modrm = into.sib = into.displacement = -1;
  for (; prefixes.at < last; prefixes.at += 1) {
    const byte = bytes[prefixes.at] ?? 0;
    if (oneByte[byte] !== "p") break;
    // A REX prefix counts only right before the opcode.
    into.rex = byte >>> 4 === 4 ? byte : 0;
    if (byte === 0x65) into.gs = true;
    else if (byte === 0x66) prefixes.short = true;
    else if (byte === 0x67) prefixes.shortAddress = true;
  }
  return prefixes;
}

/** Reads the opcode, and says what follows it; nothing where there is none. */
function readOpcode(bytes: Uint8Array, prefixes: Prefixes, into: Instruction): string {
  const first = bytes[prefixes.at] ?? 0;
  if (first === 0xc4 || first === 0xc5 || first === 0x62) return readVex(bytes, first, prefixes, into);
  into.map = 0;
  into.opcode = first;
  prefixes.at += 1;
  if (first !== 0x0f) return oneByte[first] ?? "";
  const second = bytes[prefixes.at] ?? 0;
  prefixes.at += 1;
  into.map = second === 0x38 ? 2 : second === 0x3a ? 3 : 1;
  into.opcode = second;
  if (into.map === 1) return twoByte[second] ?? "";
  into.opcode = bytes[prefixes.at] ?? 0;
  prefixes.at += 1;
  return into.map === 2 ? "m" : "M";
}

function readVex(bytes: Uint8Array, first: number, prefixes: Prefixes, into: Instruction): string {
  const second = bytes[prefixes.at + 1] ?? 0;
  const map = first === 0xc5 ? 1 : first === 0xc4 ? second & 0x1f : second & 7;
  prefixes.at += first === 0xc5 ? 2 : first === 0xc4 ? 3 : 4;
  into.map = 4;
  into.opcode = bytes[prefixes.at] ?? 0;
  prefixes.at += 1;
  if (map === 1) return twoByte[into.opcode] ?? "";
  if (map === 3) return "M";
  return map === 2 || map === 5 || map === 6 ? "m" : "";
}

/** Reads ModRM, SIB and displacement; where they end. */
function readModrm(bytes: Uint8Array, from: number, into: Instruction): number {
  let at = from;
  const modrm = bytes[at] ?? 0;
  into.modrm = modrm;
  at += 1;
  const mod = modrm >>> 6;
  if (mod === 3) return at;
  let base = modrm & 7;
  if (base === 4) {
    into.sib = bytes[at] ?? 0;
    base = into.sib & 7;
    at += 1;
  }
  if (mod === 1) return at + 1;
  if (mod === 0 && base !== 5) return at;
  into.displacement = at;
  return at + 4;
}

const fixedSizes: ReadonlyMap<string, number> = new Map([
  ["i", 1],
  ["M", 1],
  ["w", 2],
  ["W", 3],
  ["j", 4],
]);

function immediateSize(kind: string, { short, shortAddress }: Prefixes, { rex, modrm }: Instruction): number {
  const fixed = fixedSizes.get(kind);
  if (fixed !== undefined) return fixed;
  const isWide = (rex & 8) !== 0;
  const word = short && !isWide ? 2 : 4;
  if (kind === "z" || kind === "Z") return word;
  if (kind === "v") return isWide ? 8 : word;
  if (kind === "o") return shortAddress ? 4 : 8;
  const isTest = (kind === "3" || kind === "4") && (modrm & 0x38) < 0x10;
  if (!isTest) return 0;
  return kind === "3" ? 1 : word;
}
