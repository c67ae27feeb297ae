// The filters that `xz` puts before LZMA2 for machine code: the targets of calls are stored as absolute addresses, which
// repeat more often. https://tukaani.org/xz/xz-file-format.txt 5.3.2; the kernel is packed so, scripts/xz_wrap.sh.

/** Turns addresses back into distances, in place. Returns how many bytes are done: an instruction at the end waits. */
type Decode = (bytes: Uint8Array, position: number) => number;

/** Undoes a filter, front to back. */
export interface BranchFilter {
  /** What is done of all bytes so far. */
  push(bytes: Uint8Array): Uint8Array;
  /** The last bytes. */
  end(): Uint8Array;
}

/** Filter IDs of the .xz format that are undone here. */
const decoders: ReadonlyMap<number, () => Decode> = new Map([
  [4, x86],
  [7, () => arm],
  [8, () => armThumb],
  [10, () => arm64],
]);

/** Undoes the filter of that ID; `undefined` for others. */
export function branchFilter(id: number): BranchFilter | undefined {
  const decode = decoders.get(id)?.();
  if (!decode) return undefined;
  let waiting: Uint8Array = new Uint8Array(0);
  let position = 0;
  return {
    push(bytes) {
      const all = new Uint8Array(waiting.length + bytes.length);
      all.set(waiting);
      all.set(bytes, waiting.length);
      const done = decode(all, position);
      waiting = all.subarray(done);
      position += done;
      return all.subarray(0, done);
    },
    end: () => waiting,
  };
}

const u32 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) |
  ((bytes[at + 1] ?? 0) << 8) |
  ((bytes[at + 2] ?? 0) << 16) |
  ((bytes[at + 3] ?? 0) << 24);

function setU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >> 8;
  bytes[at + 2] = value >> 16;
  bytes[at + 3] = value >> 24;
}

/** Of the bytes since the last opcode, which looked like opcodes: with these the encoder did not touch the address. */
const CONVERTED = [true, true, true, false, true, false, false, false];
/** Which byte of the address the youngest of them is. */
const YOUNGEST = [0, 1, 2, 2, 3, 3, 3, 3];

const isSign = (byte: number | undefined): boolean => byte === 0x00 || byte === 0xff;

/** CALL (E8) and JMP (E9), each with 32 bits behind it. */
function x86(): Decode {
  let mask = 0;
  return (bytes, position) => {
    let last = -1;
    let at = 0;
    for (; at + 4 < bytes.length; at += 1) {
      if (((bytes[at] ?? 0) & 0xfe) !== 0xe8) continue;
      const since = at - last;
      last = at;
      mask = since > 3 ? 0 : (mask << (since - 1)) & 7;
      const young = YOUNGEST[mask] ?? 0;
      const untouched = mask !== 0 && (CONVERTED[mask] !== true || isSign(bytes[at + 4 - young]));
      if (untouched || !isSign(bytes[at + 4])) {
        mask = (mask << 1) | 1;
        continue;
      }
      const distance = x86Distance(u32(bytes, at + 1), position + at + 5, mask === 0 ? 0 : young * 8);
      // Its highest byte is the sign.
      setU32(bytes, at + 1, (distance << 7) >> 7);
      at += 4;
    }
    const since = at - last;
    mask = since > 3 ? 0 : mask << (since - 1);
    return at;
  };
}

function x86Distance(address: number, next: number, youngBits: number): number {
  let distance = (address - next) | 0;
  if (youngBits === 0) return distance;
  // The encoder took the other address as long as a byte in the middle would look like a sign.
  for (let turn = 0; turn < 4 && isSign((distance >>> (24 - youngBits)) & 0xff); turn += 1) {
    const other = distance ^ (2 ** (32 - youngBits) - 1);
    distance = (other - next) | 0;
  }
  return distance;
}

/** BL: 24 bits of words. */
function arm(bytes: Uint8Array, position: number): number {
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    if (bytes[at + 3] !== 0xeb) continue;
    const distance = (u32(bytes, at) & 0xffffff) - ((position + at + 8) >>> 2);
    setU32(bytes, at, (distance & 0xffffff) | (0xeb << 24));
  }
  return at;
}

/** BL of two halves: 22 bits of half-words. */
function armThumb(bytes: Uint8Array, position: number): number {
  let at = 0;
  for (; at + 4 <= bytes.length; at += 2) {
    const word = u32(bytes, at);
    if ((word & 0xf800f800) >>> 0 !== 0xf800f000) continue;
    const address = ((word & 0x7ff) << 11) | ((word >>> 16) & 0x7ff);
    const distance = address - ((position + at + 4) >>> 1);
    setU32(bytes, at, 0xf800f000 | ((distance >>> 11) & 0x7ff) | ((distance & 0x7ff) << 16));
    at += 2;
  }
  return at;
}

/** BL: 26 bits of words; ADRP within 512 MiB: 18 bits of pages. */
function arm64(bytes: Uint8Array, position: number): number {
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    const word = u32(bytes, at);
    const here = position + at;
    if (word >>> 26 === 0x25) {
      setU32(bytes, at, 0x94000000 | ((word - (here >>> 2)) & 0x3ffffff));
    } else if ((word & 0x9f000000) >>> 0 === 0x90000000) {
      const address = ((word >>> 29) & 3) | ((word >>> 3) & 0x1ffffc);
      if (((address + 0x20000) & 0x1c0000) !== 0) continue;
      const distance = address - (here >>> 12);
      const sign = -(distance & 0x20000) & 0xe00000;
      const bits = ((distance & 3) << 29) | ((distance & 0x3fffc) << 3) | sign;
      setU32(bytes, at, (word & 0x9000001f) | bits);
    }
  }
  return at;
}
