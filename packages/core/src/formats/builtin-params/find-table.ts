import { findBytes } from "../../io/find-bytes.ts";
import type { ElfFile } from "../elf/elf.ts";
import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import type { KernelSymbols } from "../kallsyms/kernel-symbols.ts";
import { type LinkedKernel, linkedElf, linkedRaw } from "../kernel-pointers/linked-kernel.ts";
import {
  findRelativeRelocations,
  type RelativeRelocations,
} from "../kernel-pointers/relative-relocations.ts";
import { wordReader } from "../kernel-pointers/word-reader.ts";
import { type EntryLayout, entryLayout, isEntry } from "./entry.ts";

/** `__param` of an unpacked kernel. */
export interface ParamTable {
  readonly linked: LinkedKernel;
  readonly layout: EntryLayout;
  /** Offsets of the first entry, and behind the last. */
  readonly start: number;
  readonly end: number;
}

/**
 * A parameter that every kernel has: `core_param(initcall_debug, initcall_debug, bool, 0644)` in init/main.c. Its entry is
 * found by its name, and by it the table; of a raw kernel, by both where its first byte is linked, which symbols do not
 * tell without CONFIG_KALLSYMS_ALL.
 */
const KNOWN = new TextEncoder().encode("initcall_debug\0");
const KNOWN_PERM = 0o644;
const KNOWN_LEVEL = -1;
/** Places where these letters stand; in a kernel it is one or two. */
const MAX_NAMES = 16;
/** Places that look like its entry and turn out to be none. */
const MAX_TRIES = 4096;
/** The smallest kernel that can be configured has some sixty, those of distributions hundreds. */
const MIN_ENTRIES = 16;
/** One with everything built in has 15,000. */
const MAX_ENTRIES = 1 << 16;
/** No kernel is linked at an address that is no multiple of the smallest page. */
const PAGE = 0x1000n;
const IN_PAGE = 0xfff;

/** `undefined` when there is none: no kernel of Linux, or one of a kind that kofit cannot read. */
export function findParamTable({ kernel, elf }: KernelSymbols): ParamTable | undefined {
  const layout = entryLayout(kernel);
  let tries = 0;
  for (const [linked, offset] of elf ? inElf(kernel, elf, layout) : inRaw(kernel, layout)) {
    const table = around(linked, layout, offset);
    if (table) return table;
    tries += 1;
    if (tries === MAX_TRIES) break;
  }
  return undefined;
}

function namesIn({ kernel }: KernelBytes): readonly number[] {
  const found: number[] = [];
  let at = findBytes(kernel, KNOWN);
  while (at >= 0 && found.length < MAX_NAMES) {
    found.push(at);
    at = findBytes(kernel, KNOWN, at + 1);
  }
  return found;
}

/** Places where the known entry may be, each in a kernel that is linked so. */
type Candidates = Iterable<readonly [LinkedKernel, offset: number]>;

/** Where the section of that name starts; without one every pointer that leads to one of the names. */
function* inElf(kernel: KernelBytes, elf: ElfFile, layout: EntryLayout): Candidates {
  const linked = linkedElf(kernel, elf);
  const section = elf.allocSection("__param");
  if (section) yield [linked, section.sh_offset];
  const names = namesIn(kernel);
  for (const offset of knownEntries(kernel, layout, names)) {
    const name = linked.offsetOf(linked.pointerAt(offset));
    if (name !== undefined && names.includes(name)) yield [linked, offset];
  }
}

function* inRaw(kernel: KernelBytes, layout: EntryLayout): Candidates {
  const names = namesIn(kernel);
  const relocations = findRelativeRelocations(kernel);
  for (const [base, offset] of relocations ? byRelocations(kernel, layout, names, relocations) : []) {
    yield [linkedRaw(kernel, base, relocations), offset];
  }
  const word = wordReader(kernel);
  for (const offset of knownEntries(kernel, layout, names)) {
    for (const name of names) {
      const base = word(offset) - BigInt(name);
      if (base >= 0n && base % PAGE === 0n) yield [linkedRaw(kernel, base, relocations), offset];
    }
  }
}

/** Places whose numbers are those of the known entry, and whose first word may be the address of one of the names. */
function* knownEntries(kernel: KernelBytes, layout: EntryLayout, names: readonly number[]): Iterable<number> {
  const { kernel: bytes, littleEndian, wordSize } = kernel;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const inPage = pageOffsets(names);
  const low = littleEndian ? 0 : wordSize - 4;
  for (let offset = 0; offset + layout.size <= bytes.length; offset += wordSize) {
    if (inPage[view.getUint32(offset + low, littleEndian) & IN_PAGE] === 0) continue;
    if (isKnown(layout, offset)) yield offset;
  }
}

/**
 * For each place in a page: 1 if one of the offsets is there. Addresses and offsets are the same within a page, in ELF files
 * too: System V ABI, "Program Loading".
 */
function pageOffsets(offsets: readonly number[]): Uint8Array {
  const places = new Uint8Array(Number(PAGE));
  for (const offset of offsets) places[offset & IN_PAGE] = 1;
  return places;
}

function isKnown({ numbers }: EntryLayout, offset: number): boolean {
  const { perm, level, flags } = numbers(offset);
  return perm === KNOWN_PERM && level === KNOWN_LEVEL && flags === 0;
}

/** Bases at which one of the relocations is the name of the known entry, and where that is. */
function* byRelocations(
  { kernel }: KernelBytes,
  layout: EntryLayout,
  names: readonly number[],
  relocations: RelativeRelocations,
): Iterable<readonly [base: bigint, offset: number]> {
  const inPage = pageOffsets(names);
  for (let row = 0; row < relocations.count; row += 1) {
    const address = relocations.target(row);
    if (inPage[Number(address & BigInt(IN_PAGE))] === 0) continue;
    for (const name of names) {
      const base = address - BigInt(name);
      if (base < 0n || base % PAGE !== 0n) continue;
      const offset = Number(relocations.place(row) - base);
      const inside = offset >= 0 && offset + layout.size <= kernel.length;
      if (inside && isKnown(layout, offset)) yield [base, offset];
    }
  }
}

/** The entries around the one at `offset`. */
function around(linked: LinkedKernel, layout: EntryLayout, offset: number): ParamTable | undefined {
  const { size } = layout;
  let [start, end] = [offset, offset];
  const hasRoom = (): boolean => end - start < MAX_ENTRIES * size;
  while (hasRoom() && isEntry(linked, layout, end)) end += size;
  while (hasRoom() && isEntry(linked, layout, start - size)) start -= size;
  return end - start >= MIN_ENTRIES * size ? { linked, layout, start, end } : undefined;
}
