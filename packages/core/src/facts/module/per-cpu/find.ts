import { EM_AARCH64, EM_RISCV } from "../../../formats/elf/constants.ts";
import type { CodePiece } from "../code-pieces.ts";
import { followArm64, readsOffset } from "./arm64.ts";
import { Registers } from "./registers.ts";
import type { Relocated } from "./relocated.ts";
import { followRiscv, riscvLength } from "./riscv.ts";
import type { SymbolValues } from "./symbol-values.ts";

// this_cpu_*() and per_cpu_ptr() add the offset of a processor to the address of a variable (include/linux/percpu-defs.h).
// That is right for what the kernel has copied for each processor, and nothing else.

/** A place where the offset of a processor is added to the address of data that is not per CPU. */
export interface Misplaced {
  /** Offset in the section of the code. */
  readonly offset: number;
  /** Index of the data's section. */
  readonly data: number;
}

interface Machine {
  /** Types of relocation that have an address put into a register. */
  readonly addresses: readonly number[];
  /** How many general registers there are, and which takes no value. */
  readonly registers: readonly [count: number, constant: number];
  /** Whether any place that is a multiple of 4 is where an instruction begins; else only what is relocated is. */
  readonly aligned: boolean;
  /** Whether an instruction reads the processor's offset, without an address. */
  readonly readsOffset: (word: number) => boolean;
  readonly lengthOf: (word: number) => number;
  readonly follow: typeof followArm64;
}

const machines: ReadonlyMap<number, Machine> = new Map([
  [
    EM_AARCH64,
    {
      // R_AARCH64_ADR_PREL_LO21, ADR_PREL_PG_HI21, ADR_PREL_PG_HI21_NC
      addresses: [274, 275, 276],
      registers: [32, 31],
      aligned: true,
      readsOffset,
      lengthOf: () => 4,
      follow: followArm64,
    },
  ],
  [
    EM_RISCV,
    {
      // R_RISCV_PCREL_HI20
      addresses: [23],
      registers: [32, 0],
      aligned: false,
      readsOffset: () => false,
      lengthOf: riscvLength,
      follow: followRiscv,
    },
  ],
]);

/** Whether the use of per-CPU variables is told in code of this machine. */
export const tellsPerCpu = (machine: number): boolean => machines.has(machine);

/** Where in a piece of code the processor's offset is read by an instruction. Offsets in the section, in order. */
export function offsetReads(machine: number, { view, at: start, end, first }: CodePiece): number[] {
  const known = machines.get(machine);
  const places: number[] = [];
  if (!known?.aligned) return places;
  for (let at = start; at + 4 <= end; at += 4)
    if (known.readsOffset(view.getUint32(at, true))) places.push(first + at - start);
  return places;
}

/** How far before and behind a place that has to do with offsets the code is followed, in bytes: a compiler moves little between. */
const REACH = 128;

/** The first place in a piece of code where data is misplaced, near those of `reads` and where the table of offsets is used. */
export function firstMisplaced(
  machine: number,
  piece: CodePiece,
  reads: readonly number[],
  relocated: Relocated,
  { valueOf, offsets }: SymbolValues,
): Misplaced | undefined {
  const known = machines.get(machine);
  if (!known) return undefined;
  const { addresses, aligned, registers: kind, lengthOf, follow } = known;
  const { view, first } = piece;
  const last = first + piece.end - piece.at - 4;
  const uses = offsets === undefined ? [] : addresses.flatMap((type) => relocated.placesOf(offsets, type));
  const registers = new Registers(...kind);
  let at = 0;
  for (const place of [...reads, ...uses].toSorted((a, b) => a - b)) {
    if (place < first || place > last) continue;
    const from = Math.max(first, place - REACH);
    if (at <= from) {
      registers.forgetAll();
      at = aligned ? from : relocated.firstFrom(from);
    }
    for (; at <= Math.min(last, place + REACH);) {
      const word = view.getUint32(piece.at + at - first, true);
      const offset = at;
      const data = follow(word, registers, () => valueOf(relocated.symbolAt(offset, addresses)));
      if (data !== 0) return { offset, data };
      at += lengthOf(word);
    }
  }
  return undefined;
}
