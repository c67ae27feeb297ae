import { SHF_ALLOC, SHF_EXECINSTR, SHT_NOBITS } from "../elf/constants.ts";
import type { ElfFile } from "../elf/elf.ts";
import type { LinkedKernel } from "../kernel-pointers/linked-kernel.ts";

/** A part of a kernel that holds code, or all of a raw one. */
export interface CodePart {
  /** Offsets in the kernel. */
  readonly start: number;
  readonly end: number;
  /** What is added to offsets of this part to make places in memory, of which the first part's first is 0. */
  readonly shift: number;
}

/** The code of a kernel. Numbers throughout: it is looked at byte by byte. */
export interface Code {
  readonly parts: readonly CodePart[];
  /** The address of the place 0 in memory, as linked. */
  readonly first: bigint;
  /** The offset of code at a place in memory; `undefined` when there is none. */
  offsetOf(place: number): number | undefined;
}

export function codeOf({ kernel, base }: LinkedKernel, elf: ElfFile | undefined): Code {
  if (!elf) {
    const { length } = kernel.kernel;
    return {
      parts: [{ start: 0, end: length, shift: 0 }],
      first: base,
      offsetOf: (place) => (place >= 0 && place < length ? place : undefined),
    };
  }
  const executable = elf.sections.filter(
    (s) => (s.sh_flags & SHF_ALLOC) !== 0 && (s.sh_flags & SHF_EXECINSTR) !== 0 && s.sh_type !== SHT_NOBITS,
  );
  const first = executable[0]?.sh_addr ?? 0n;
  const parts = executable.map(({ sh_offset, sh_size, sh_addr }) => ({
    start: sh_offset,
    end: Math.min(sh_offset + sh_size, kernel.kernel.length),
    shift: Number(sh_addr - first) - sh_offset,
  }));
  return {
    parts,
    first,
    offsetOf(place) {
      for (const { start, end, shift } of parts) {
        const offset = place - shift;
        if (offset >= start && offset < end) return offset;
      }
      return undefined;
    },
  };
}
