import { SHF_ALLOC, SHT_NOBITS } from "../elf/constants.ts";
import { type ElfFile, openElf } from "../elf/elf.ts";
import type { ElfSection } from "../elf/section-table.ts";
import { bytesSource } from "../../io/byte-source.ts";
import type { KernelBytes } from "./kernel-bytes.ts";

/** Where addresses stand in an unpacked kernel. */
export interface KernelMap {
  /** The address of the byte at `offset`; `undefined` when it is not loaded. */
  addressOf(offset: number): bigint | undefined;
  /** Where `address` stands; `undefined` when no byte of the file is loaded there. */
  offsetOf(address: bigint): number | undefined;
}

/** A raw binary whose first byte is loaded at `base`. */
export const rawMap = ({ kernel }: KernelBytes, base: bigint): KernelMap => ({
  addressOf: (offset) => (offset >= 0 && offset < kernel.length ? base + BigInt(offset) : undefined),
  offsetOf(address) {
    const offset = Number(address - base);
    return offset >= 0 && offset < kernel.length ? offset : undefined;
  },
});

const holds = (start: number, { sh_size }: ElfSection): boolean => start >= 0 && start < sh_size;

/** The map that the sections of a vmlinux are. */
export function elfMap({ sections }: ElfFile): KernelMap {
  const loaded = sections.filter((s) => (s.sh_flags & SHF_ALLOC) !== 0 && s.sh_type !== SHT_NOBITS);
  return {
    addressOf(offset) {
      const found = loaded.find((s) => holds(offset - s.sh_offset, s));
      return found && found.sh_addr + BigInt(offset - found.sh_offset);
    },
    offsetOf(address) {
      // Per-cpu data of x86_64 up to v6.14 is linked at 0 and shadows nothing: other sections have high addresses.
      const found = loaded.find((s) => holds(Number(address - s.sh_addr), s));
      return found && found.sh_offset + Number(address - found.sh_addr);
    },
  };
}

/** The kernel as an ELF file; `undefined` when it is a raw binary. @throws {FormatError} if its headers are damaged. */
export async function elfOf({ kernel, name }: KernelBytes): Promise<ElfFile | undefined> {
  const isElf = [0x7f, 0x45, 0x4c, 0x46].every((byte, i) => kernel[i] === byte);
  return isElf ? openElf(bytesSource(name, kernel)) : undefined;
}
