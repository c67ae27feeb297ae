import { FormatError } from "../../io/format-error.ts";
import { type Btf, openBtf } from "./btf.ts";
import { BTF_MAGIC, BTF_VERSION } from "./structs.ts";

/** `hdr_len`: longer ones have fields that are not known here. */
const MIN_HEADER = 24;
const MAX_HEADER = 256;
/** Places that look like a header: the magic in code, and the BTF of the few BPF programs that a kernel carries. */
const MAX_CANDIDATES = 256;
/** Of these, so many are read; only damage makes one fail. */
const MAX_READ = 8;

/** It stands behind the notes, which are padded to this: NOTES and BTF in include/asm-generic/vmlinux.lds.h. */
const ALIGNMENT = 4;

/** BTF in a binary without sections. */
export interface FoundBtf {
  readonly btf: Btf;
  /** In bytes from the start of the binary. */
  readonly offset: number;
}

/** The kernel's own types in an unpacked kernel; `undefined` when there are none (built without CONFIG_DEBUG_INFO_BTF). */
export function findBtf(kernel: Uint8Array, name: string, littleEndian: boolean): FoundBtf | undefined {
  const view = new DataView(kernel.buffer, kernel.byteOffset, kernel.byteLength);
  const words = wordsOf(kernel);
  const [start = 0] = wordsOf(startOf(littleEndian));
  const found: { readonly offset: number; readonly size: number }[] = [];
  let row = words.indexOf(start);
  for (let tried = 0; row >= 0 && tried < MAX_CANDIDATES; tried += 1) {
    const offset = row * ALIGNMENT;
    const size = sizeAt(view, offset, littleEndian);
    if (size !== undefined) found.push({ offset, size });
    row = words.indexOf(start, row + 1);
  }
  // The kernel's own is a thousand times as large as those of programs.
  for (const { offset, size } of found.toSorted((a, b) => b.size - a.size).slice(0, MAX_READ)) {
    const btf = opened(kernel.subarray(offset, offset + size), `${name}!BTF`);
    if (btf) return { btf, offset };
  }
  return undefined;
}

/** Magic, version and flags. */
function startOf(littleEndian: boolean): Uint8Array {
  const [high, low] = [BTF_MAGIC >> 8, BTF_MAGIC & 0xff];
  return Uint8Array.of(...(littleEndian ? [low, high] : [high, low]), BTF_VERSION, 0);
}

/** As words of this machine, whichever byte order it has: they are compared with each other alone. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset, length } = bytes.byteOffset % ALIGNMENT === 0 ? bytes : new Uint8Array(bytes);
  return new Uint32Array(buffer, byteOffset, Math.floor(length / ALIGNMENT));
}

/** What the header says that follows, if it can be one. btf_parse_hdr() in kernel/bpf/btf.c */
function sizeAt(view: DataView, at: number, littleEndian: boolean): number | undefined {
  if (at + MIN_HEADER > view.byteLength) return undefined;
  const u32 = (offset: number): number => view.getUint32(at + offset, littleEndian);
  const [header, typeOffset, typeLength] = [u32(4), u32(8), u32(12)];
  const [stringOffset, stringLength] = [u32(16), u32(20)];
  const isHeader = header >= MIN_HEADER && header <= MAX_HEADER && header % 4 === 0;
  // Types first, strings directly behind them: pahole and the kernel's own check want it so.
  const inOrder = typeOffset === 0 && stringOffset === typeLength && typeLength % 4 === 0;
  const size = header + stringOffset + stringLength;
  const fits = stringLength > 0 && at + size <= view.byteLength;
  return isHeader && inOrder && fits ? size : undefined;
}

function opened(bytes: Uint8Array, name: string): Btf | undefined {
  try {
    return openBtf(bytes, name);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
