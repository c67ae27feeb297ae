import type { ArchitectureName } from "../../model/architecture.ts";

/** Where code leads, or what it puts into a register. */
export type Target =
  /** Bytes from where the instruction stands. */
  | { readonly distance: number }
  /** An address, as linked. */
  | { readonly address: bigint };

/** As much of an instruction set as shows which functions are called and which strings are handed to them. */
export interface Instructions {
  /** Bytes from one place where an instruction may stand to the next. */
  readonly step: 1 | 2 | 4;
  /** How far the direct call or jump that may stand at `at` leads; `undefined` when there is none. Eight bytes are left there. */
  call(view: DataView, at: number): number | undefined;
  /** What code from `start` to `end` may put into registers, or hands over; of x86, whose instructions have no fixed places, other things too. */
  loads(view: DataView, start: number, end: number): Iterable<Loaded>;
}

export interface Loaded {
  /** Where the instruction stands that {@link Target.distance} counts from. */
  readonly at: number;
  readonly target: Target;
}

const signed = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

/** CALL and JMP; MOV and PUSH of 32 bits; LEA of a distance from behind itself. Intel SDM, volume 2. */
const x86 = (bits: 32 | 64): Instructions => ({
  step: 1,
  call(view, at) {
    const opcode = view.getUint8(at);
    return opcode === 0xe8 || opcode === 0xe9 ? 5 + view.getInt32(at + 1, true) : undefined;
  },
  *loads(view, start, end) {
    for (let at = start + 2; at + 4 <= end; at += 1) {
      const [before, last] = [view.getUint8(at - 2), view.getUint8(at - 1)];
      const isMove = (last >= 0xb8 && last <= 0xbf) || before === 0xc7 || last === 0x68;
      const isLea = bits === 64 && before === 0x8d && (last & 0xc7) === 0x05;
      if (!isMove && !isLea) continue;
      const value = view.getInt32(at, true);
      yield {
        at,
        target: isMove ? { address: BigInt.asUintN(bits, BigInt(value)) } : { distance: 4 + value },
      };
    }
  },
});

/** BL and B; ADRP with the ADD that follows. Arm Architecture Reference Manual for A-profile, C6.2. */
const arm64: Instructions = {
  step: 4,
  call(view, at) {
    const word = view.getUint32(at, true);
    return ((word >>> 26) & 0x1f) === 0b00101 ? 4 * signed(word, 26) : undefined;
  },
  *loads(view, start, end) {
    const pages: (number | undefined)[] = [];
    for (let at = start; at + 4 <= end; at += 4) {
      const word = view.getUint32(at, true);
      if ((word & 0x9f00_0000) >>> 0 === 0x9000_0000) {
        const pageCount = signed((((word >>> 5) & 0x7_ffff) << 2) | ((word >>> 29) & 3), 21);
        pages[word & 31] = at - (at % 0x1000) + 0x1000 * pageCount;
      } else if ((word & 0xffc0_0000) >>> 0 === 0x9100_0000) {
        const page = pages[(word >>> 5) & 31];
        if (page !== undefined) yield { at, target: { distance: page + ((word >>> 10) & 0xfff) - at } };
      }
    }
  },
};

/** BL and B; MOVW with the MOVT that follows, and words beside the code. Arm Architecture Reference Manual for A-profile, F5.1. */
const arm: Instructions = {
  step: 4,
  call(view, at) {
    const word = view.getUint32(at, true);
    return (word & 0x0e00_0000) === 0x0a00_0000 ? 8 + 4 * signed(word, 24) : undefined;
  },
  *loads(view, start, end) {
    const low: (number | undefined)[] = [];
    for (let at = start; at + 4 <= end; at += 4) {
      const word = view.getUint32(at, true);
      const register = (word >>> 12) & 15;
      const half = ((word >>> 4) & 0xf000) | (word & 0xfff);
      if ((word & 0x0ff0_0000) === 0x0300_0000) low[register] = half;
      else if ((word & 0x0ff0_0000) === 0x0340_0000) {
        const before = low[register];
        if (before !== undefined) yield { at, target: { address: BigInt(((half << 16) | before) >>> 0) } };
      } else if ((word & 0x0f7f_0000) === 0x051f_0000) {
        const literal = at + 8 + ((word & 0x0080_0000) === 0 ? -1 : 1) * (word & 0xfff);
        if (literal < 0 || literal + 4 > view.byteLength) continue;
        yield { at, target: { address: BigInt(view.getUint32(literal, true)) } };
      }
    }
  },
};

/** AUIPC with the JALR behind it, JAL; AUIPC with the ADDI that follows. RISC-V Unprivileged ISA, RV32I. */
const riscv: Instructions = {
  step: 2,
  call(view, at) {
    const word = view.getUint32(at, true);
    if ((word & 0x7f) === 0x6f) {
      return ((word >> 31) << 20) | (word & 0xf_f000) | ((word >>> 9) & 0x800) | ((word >>> 20) & 0x7fe);
    }
    if ((word & 0x7f) !== 0x17) return undefined;
    const next = view.getUint32(at + 4, true);
    const jumps = (next & 0x707f) === 0x67 && ((next >>> 15) & 31) === ((word >>> 7) & 31);
    return jumps ? (word & ~0xfff) + (next >> 20) : undefined;
  },
  *loads(view, start, end) {
    const pages: (number | undefined)[] = [];
    for (let at = start; at + 4 <= end; at += 2) {
      const word = view.getUint32(at, true);
      if ((word & 0x7f) === 0x17) pages[(word >>> 7) & 31] = at + (word & ~0xfff);
      else if ((word & 0x707f) === 0x13) {
        const page = pages[(word >>> 15) & 31];
        if (page !== undefined) yield { at, target: { distance: page + (word >> 20) - at } };
      }
    }
  },
};

/** The instruction sets that kofit looks into; absent for others. */
export const instructions: Readonly<Partial<Record<ArchitectureName, Instructions>>> = {
  x86_64: x86(64),
  i386: x86(32),
  arm64,
  arm,
  riscv64: riscv,
  riscv32: riscv,
};
