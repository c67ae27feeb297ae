import { EM_AARCH64, EM_ARM, EM_RISCV, EM_X86_64 } from "../../formats/elf/constants.ts";
import type { SectionBytes } from "../../formats/elf/section-bytes.ts";

// Instructions that a compiler writes only for the linker, or the loader, to complete. Whoever knows of no relocation
// for one of them knows that the file is damaged, and what the processor does there.

/** An instruction that nothing completes. */
export interface Bare {
  /** Offset in the section. */
  readonly offset: number;
  /** Whether it is a branch; else it takes an address. */
  readonly branch: boolean;
}

/** What stands in one place: whether a bare branch, or another bare instruction, or `undefined` for anything else. */
type Reads = (view: DataView, at: number, littleEndian: boolean) => "branch" | "address" | undefined;

interface Machine {
  /** Bytes from one place where an instruction may begin to the next. */
  readonly step: number;
  /** Bytes that are looked at in one place. */
  readonly width: number;
  readonly reads: Reads;
}

// Code is little-endian on all of them; a big-endian ARM module is not, before it is linked to the end.
const machines: ReadonlyMap<number, Machine> = new Map([
  // BL to itself; ADRP of its own page, with any register. A loop without end is B.
  [
    EM_AARCH64,
    {
      step: 4,
      width: 4,
      reads: (view, at) => {
        const word = view.getUint32(at, true);
        if (word === 0x9400_0000) return "branch";
        return (word & 0x9fff_ffe0) >>> 0 === 0x9000_0000 ? "address" : undefined;
      },
    },
  ],
  // BL to itself, under any condition.
  [
    EM_ARM,
    {
      step: 4,
      width: 4,
      reads: (view, at, littleEndian) => {
        const word = view.getUint32(at, littleEndian);
        return (word & 0x0fff_ffff) === 0x0bff_fffe && word >>> 28 !== 0xf ? "branch" : undefined;
      },
    },
  ],
  // AUIPC ra, 0 and JALR ra, 0(ra): a call of itself; AUIPC t1, 0 and JR t1: the same without return.
  [
    EM_RISCV,
    {
      step: 2,
      width: 8,
      reads: (view, at) => {
        const [first, second] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
        const calls = first === 0x0000_0097 && second === 0x0000_80e7;
        return calls || (first === 0x0000_0317 && second === 0x0003_0067) ? "branch" : undefined;
      },
    },
  ],
]);

/** Whether code of this machine can be told from anything else without its relocations. */
export const readsCode = (machine: number): boolean => machines.has(machine);

/** The first bare instruction of a section at a place that `isRelocated` does not know, and that `isCode` does. */
export function firstBare(
  { view, encoding }: SectionBytes,
  machine: number,
  isCode: (offset: number) => boolean,
  isRelocated: (offset: number) => boolean,
): Bare | undefined {
  const known = machines.get(machine);
  if (!known) return undefined;
  const { step, width, reads } = known;
  for (let at = 0; at + width <= view.byteLength; at += step) {
    const kind = reads(view, at, encoding.littleEndian);
    if (kind !== undefined && !isRelocated(at) && isCode(at))
      return { offset: at, branch: kind === "branch" };
  }
  return undefined;
}

/** Whether a relocation that writes nothing stands in a CALL or JMP of x86, whose distance is then 0: to the next instruction. */
export function isBareX86(machine: number, { view }: SectionBytes, offset: number): boolean {
  if (machine !== EM_X86_64 || offset < 1 || offset + 4 > view.byteLength) return false;
  return (view.getUint8(offset - 1) & 0xfe) === 0xe8 && view.getUint32(offset, true) === 0;
}
