import { SHF_ALLOC, SHT_NOBITS } from "../elf/constants.ts";
import type { ElfFile } from "../elf/elf.ts";
import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import { elfMap, rawMap } from "../kallsyms/kernel-map.ts";
import type { RelativeRelocations } from "./relative-relocations.ts";
import { printableAt } from "./strings-at.ts";
import { wordReader } from "./word-reader.ts";

/** An unpacked kernel whose pointers can be followed. */
export interface LinkedKernel {
  readonly kernel: KernelBytes;
  /** Of a raw kernel, the address of its first byte; 0 of a vmlinux. */
  readonly base: bigint;
  /** The address that the pointer at `offset` holds, as linked; 0 for NULL, and for a pointer that is not in the file. */
  pointerAt(offset: number): bigint;
  /** Where `address` stands in the kernel; `undefined` when it is not in the file. */
  offsetOf(address: bigint): number | undefined;
  /** Whether `address` is in the memory behind the file, which the kernel clears when it starts: `.bss`. */
  isCleared(address: bigint): boolean;
}

/** A vmlinux: its pointers are as they are linked. */
export function linkedElf(kernel: KernelBytes, elf: ElfFile): LinkedKernel {
  const cleared = elf.sections.filter((s) => (s.sh_flags & SHF_ALLOC) !== 0 && s.sh_type === SHT_NOBITS);
  const map = elfMap(elf);
  return {
    kernel,
    base: 0n,
    pointerAt: inside(kernel, wordReader(kernel)),
    offsetOf: (address) => map.offsetOf(address),
    isCleared: (address) =>
      cleared.some(({ sh_addr, sh_size }) => address >= sh_addr && address < sh_addr + BigInt(sh_size)),
  };
}

const inside =
  ({ kernel, wordSize }: KernelBytes, read: (offset: number) => bigint) =>
  (offset: number): bigint =>
    offset >= 0 && offset + wordSize <= kernel.length ? read(offset) : 0n;

/** More than the cleared memory of any kernel: of one with everything built in it is 30 MB. */
const MAX_CLEARED = 1n << 28n;

/** A raw kernel whose first byte is linked at `base`. */
export function linkedRaw(
  kernel: KernelBytes,
  base: bigint,
  relocations: RelativeRelocations | undefined,
): LinkedKernel {
  const map = rawMap(kernel, base);
  const word = wordReader(kernel);
  const end = base + BigInt(kernel.kernel.length);
  return {
    kernel,
    base,
    pointerAt: inside(kernel, (offset) => relocations?.targetAt(base + BigInt(offset)) ?? word(offset)),
    offsetOf: (address) => map.offsetOf(address),
    isCleared: (address) => address >= end && address < end + MAX_CLEARED,
  };
}

/** The string that the pointer at `offset` leads to; `undefined` when it leads to none. */
export function stringOf(linked: LinkedKernel, offset: number): string | undefined {
  const at = linked.offsetOf(linked.pointerAt(offset));
  return at === undefined ? undefined : printableAt(linked.kernel.kernel, at);
}
