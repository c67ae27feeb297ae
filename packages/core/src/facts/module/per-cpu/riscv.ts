import { misplaced, type Registers } from "./registers.ts";

// Encodings: RISC-V unprivileged specification, "RV32/64G Instruction Set Listings" and the opcode map of extension C.

/** Bytes of the instruction that begins with `word`. */
export const riscvLength = (word: number): number => ((word & 3) === 3 ? 4 : 2);

/**
 * Follows one instruction of RV64.
 *
 * @param address what the symbol that the instruction is relocated against stands for
 * @returns the section of the data to whose address it adds a processor's offset; 0 when it does not
 */
export function followRiscv(word: number, registers: Registers, address: () => number): number {
  if ((word & 3) !== 3) return followCompressed(word & 0xffff, registers);
  const d = (word >>> 7) & 0x1f;
  const one = registers.get((word >>> 15) & 0x1f);
  const function3 = (word >>> 12) & 7;
  switch (word & 0x7f) {
    // AUIPC
    case 0x17:
      registers.set(d, address());
      return 0;
    // OP-IMM: ADDI, which completes an address
    case 0x13:
      registers.set(d, function3 === 0 ? one : 0);
      return 0;
    // LOAD: LD
    case 0x03:
      registers.load(d, function3 === 3 ? one : 0);
      return 0;
    // OP
    case 0x33:
      return followAdd(word, d, one, registers);
    default:
      other(word, d, registers);
      return 0;
  }
}

/** ADD; SH1ADD, SH2ADD, SH3ADD, which shift the first; the others */
function followAdd(word: number, d: number, one: number, registers: Registers): number {
  const two = registers.get((word >>> 20) & 0x1f);
  const kind = word & 0xfe00_7000;
  if (kind !== 0) {
    registers.add(d, 0, isShiftedAdd(kind) ? two : 0);
    return 0;
  }
  registers.add(d, one, two);
  return misplaced(one, two);
}

// STORE, BRANCH, MISC-MEM
const changesNothing: ReadonlySet<number> = new Set([0x23, 0x63, 0x0f]);
// LUI, OP-32, OP-IMM-32, AMO
const changesOne: ReadonlySet<number> = new Set([0x37, 0x3b, 0x1b, 0x2f]);

function other(word: number, d: number, registers: Registers): void {
  const opcode = word & 0x7f;
  if (changesNothing.has(opcode)) return;
  // SYSTEM: access of a register of the processor, but not ECALL and the like
  const isAccess = opcode === 0x73 && (word & 0x7000) !== 0;
  if (isAccess || changesOne.has(opcode)) registers.forget(d);
  // JAL, JALR, and what no module has much of
  else registers.forgetAll();
}

const isShiftedAdd = (kind: number): boolean =>
  kind === 0x2000_2000 || kind === 0x2000_4000 || kind === 0x2000_6000;

function followCompressed(half: number, registers: Registers): number {
  const function3 = half >>> 13;
  const d = (half >>> 7) & 0x1f;
  const two = (half >>> 2) & 0x1f;
  switch (half & 3) {
    case 0:
      // Stores, and C.FLD, change no general register.
      if (function3 >= 5 || function3 === 1) return 0;
      // C.LD; others change the same register
      registers.load(8 + (two & 7), function3 === 3 ? registers.get(8 + (d & 7)) : 0);
      return 0;
    case 1:
      // C.ADDI, which stays within the variable; C.BEQZ, C.BNEZ
      if (function3 === 0 || function3 >= 6) return 0;
      // C.J; arithmetic on one of eight registers; C.ADDIW, C.LI, C.LUI
      if (function3 === 5) registers.forgetAll();
      else registers.forget(function3 === 4 ? 8 + (d & 7) : d);
      return 0;
    default:
      return followStackOrMove(half, function3, d, two, registers);
  }
}

function followStackOrMove(
  half: number,
  function3: number,
  d: number,
  two: number,
  registers: Registers,
): number {
  // C.FLDSP and stores; C.SLLI, C.LWSP, C.LDSP
  if (function3 >= 5 || function3 === 1) return 0;
  if (function3 !== 4) {
    registers.forget(d);
    return 0;
  }
  // C.JR, C.JALR, C.EBREAK
  if (two === 0) {
    registers.forgetAll();
    return 0;
  }
  // C.MV
  if ((half & 0x1000) === 0) {
    registers.set(d, registers.get(two));
    return 0;
  }
  // C.ADD
  const [one, other] = [registers.get(d), registers.get(two)];
  registers.add(d, one, other);
  return misplaced(one, other);
}
