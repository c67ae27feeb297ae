import { type CodePiece, wordsOf } from "../code-pieces.ts";
import { isUnprivileged } from "../user-access.ts";
import type { Marks } from "./machine.ts";
import { misplaced, OFFSET, type Registers } from "./registers.ts";

// Encodings: Arm Architecture Reference Manual for A-profile, C4.1 "A64 instruction set encoding".

/** MRS Xt, TPIDR_EL1 or TPIDR_EL2, as __kern_my_cpu_offset() of arch/arm64/include/asm/percpu.h reads the processor's own offset. */
const isRead = (word: number): boolean => (word & ~0x1f) === READ_1 || (word & ~0x1f) === READ_2;
const READ_1 = 0xd538_d080 | 0;
const READ_2 = 0xd53c_d040 | 0;

/** Where in a piece of code user memory is accessed, and the processor's own offset is read. */
export function arm64Marks(piece: CodePiece): Marks {
  const accesses: number[] = [];
  const reads: number[] = [];
  const words = wordsOf(piece);
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? 0;
    if (isRead(word)) reads.push(piece.first + index * 4);
    else if (isUnprivileged(word)) accesses.push(piece.first + index * 4);
  }
  return { accesses, reads };
}

/**
 * Follows one instruction.
 *
 * @param address what the symbol that the instruction is relocated against stands for
 * @returns the section of the data to whose address it adds a processor's offset; 0 when it does not
 */
export function followArm64(word: number, registers: Registers, address: () => number): number {
  const d = word & 0x1f;
  const n = (word >>> 5) & 0x1f;
  const m = (word >>> 16) & 0x1f;
  if (isRead(word)) registers.set(d, OFFSET);
  // ADR, ADRP
  else if ((word & 0x1f00_0000) === 0x1000_0000) registers.set(d, address());
  // ADD Xd, Xn, #imm
  else if ((word & 0xff80_0000) >>> 0 === 0x9100_0000) registers.set(d, registers.get(n));
  // MOV Xd, Xm
  else if ((word & 0xffe0_ffe0) >>> 0 === 0xaa00_03e0) registers.set(d, registers.get(m));
  // ADD Xd, Xn, Xm, shifted or not
  else if ((word & 0xff20_0000) >>> 0 === 0x8b00_0000) {
    const [one, other] = [registers.get(n), (word & 0x00c0_fc00) === 0 ? registers.get(m) : 0];
    registers.add(d, one, other);
    return misplaced(one, other);
  }
  // LDR and STR of any register, [Xn, Xm] or [Xn, Wm], shifted and extended or not
  else if ((word & 0x3b20_0c00) === 0x3820_0800) {
    const isPlain = (word & 0xf000) === 0x6000;
    const found = isPlain ? misplaced(registers.get(n), registers.get(m)) : 0;
    afterLoad(word, registers);
    return found;
  } else other(word, registers);
  return 0;
}

/** What a load, or a store, of one register at an address leaves. */
function afterLoad(word: number, registers: Registers): void {
  const isVector = (word & 0x0400_0000) !== 0;
  const isStore = (word & 0x00c0_0000) === 0;
  if (isVector || isStore) return;
  // LDR Xt
  const isWord = (word & 0xc0c0_0000) >>> 0 === 0xc040_0000;
  registers.load(word & 0x1f, isWord ? registers.get((word >>> 5) & 0x1f) : 0);
}

/** Instructions of which only matters which registers they change. What is not known may change all. */
function other(word: number, registers: Registers): void {
  const d = word & 0x1f;
  switch ((word >>> 25) & 0xf) {
    // data processing: immediate, register, floating point
    case 0b1000:
    case 0b1001:
    case 0b0101:
    case 0b1101:
    case 0b0111:
    case 0b1111:
      registers.forget(d);
      return;
    case 0b1010:
    case 0b1011:
      branchOrSystem(word, registers);
      return;
    case 0b0100:
    case 0b0110:
    case 0b1100:
    case 0b1110:
      loadOrStore(word, registers);
      return;
    default:
      registers.forgetAll();
  }
}

function branchOrSystem(word: number, registers: Registers): void {
  // B.cond; CBZ, CBNZ, TBZ, TBNZ: the way goes on behind them.
  if ((word & 0xff00_0000) === 0x5400_0000 || (word & 0x7c00_0000) === 0x3400_0000) return;
  const isSystem = (word & 0xffc0_0000) >>> 0 === 0xd500_0000;
  if (!isSystem) registers.forgetAll();
  // MRS, SYSL
  else if ((word & 0x0020_0000) !== 0) registers.forget(word & 0x1f);
}

function loadOrStore(word: number, registers: Registers): void {
  const isVector = (word & 0x0400_0000) !== 0;
  // unsigned offset; LDUR, STUR
  if ((word & 0x3b00_0000) === 0x3900_0000 || (word & 0x3b20_0c00) === 0x3800_0000) {
    afterLoad(word, registers);
    return;
  }
  // pairs, with or without a new address in the base
  if ((word & 0x3a00_0000) === 0x2800_0000) {
    registers.forget((word >>> 5) & 0x1f);
    if (isVector || (word & 0x0040_0000) === 0) return;
    registers.forget(word & 0x1f);
    registers.forget((word >>> 10) & 0x1f);
    return;
  }
  registers.forgetAll();
}
