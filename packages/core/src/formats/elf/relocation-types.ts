import {
  EM_386,
  EM_ARM,
  EM_AARCH64,
  EM_MIPS,
  EM_PPC,
  EM_PPC64,
  EM_RISCV,
  EM_S390,
  EM_X86_64,
} from "./constants.ts";
import { asciiBytes } from "./strings.ts";

// Numbers of R_* as <elf.h> and the kernel's arch/*/include/asm/elf.h have them.

/** In {@link RelocationRules.kinds}: how many bytes the type writes. */
export const WIDTH = 0x0f;
/** In {@link RelocationRules.kinds}: whatever the symbol is, the loader does nothing with it. */
export const IDLE = 0x10;
/** In {@link RelocationRules.kinds}: what a call of the function tracer may be. */
export const TRACES = 0x20;
/** In {@link RelocationRules.kinds}: a branch, which goes to the beginning of a function if that is not of this module. */
export const BRANCH = 0x40;

/** What is known of the relocations of one machine's modules. */
export interface RelocationRules {
  /**
   * By number of the type: 0 for one that is to be looked at, because it writes nothing or not every kernel since 5.10
   * applies it; {@link WIDTH} and flags of all others.
   */
  readonly kinds: Uint8Array;
  /** Types that only branches have: whoever tests a function's address leaves another one. */
  readonly calls: readonly number[];
  /** Types that every loader takes and that write nothing. */
  readonly nothing: readonly number[];
  /** Addend of a branch to the beginning of a function; 0 where addends stand in the section. */
  readonly straight: number;
  /** What the first word of a {@link BRANCH} to the beginning of a function has in some of its bits; absent where nothing is known of it. */
  readonly instruction?: Pattern;
  /** Bytes that the smallest relocation takes. */
  readonly width: number;
  /** Whether no linker writes two relocations for one place. Elsewhere pairs are common. */
  readonly once: boolean;
  /** Whether the loader wants zeros where it is to write: __write_relocate_add() in arch/x86/kernel/module.c. */
  readonly zeros: boolean;
  /** Whether the loader takes the low 32 bits of a branch's distance without a look at the others. */
  readonly cuts: boolean;
  /** Whether an address is put together by two instructions, and the relocation of the second one leads to that of the first. */
  readonly halves: boolean;
  /** Whether branches have their addends in the section. */
  readonly inPlace: boolean;
  /** How functions call that are compiled for the function tracer, where its calls are relocated; absent where nothing of them is. */
  readonly tracer?: Tracer;
  /** What the kernel exports as many functions under one name; absent where nothing is. */
  readonly entries?: Entries;
}

/** `value` in the bits of `mask`. */
export interface Pattern {
  readonly mask: number;
  readonly value: number;
}

/** The calls of the function tracer, CONFIG_DYNAMIC_FTRACE. */
export interface Tracer {
  /** What is called: MCOUNT_ADDR of arch/<name>/include/asm/ftrace.h. */
  readonly name: Uint8Array;
  /** Bytes from the beginning of the instruction to what is relocated in it. */
  readonly relocatedAt: number;
}

/** Functions of one size, one behind the other, which are called by where they stand. */
export interface Entries {
  readonly name: Uint8Array;
  /** Bytes of one. */
  readonly each: number;
  /** Bytes of all. */
  readonly all: number;
}

type More = Partial<Omit<RelocationRules, "kinds" | "calls">> & {
  /** Types that write another number of bytes than 4: `[bytes, types]`. */
  readonly widths?: readonly (readonly [bytes: number, types: readonly number[]])[];
  readonly traces?: readonly number[];
  readonly branches?: readonly number[];
  readonly idle?: readonly number[];
};

const MOST = 512;

function rules(usual: readonly number[], calls: readonly number[], more: More = {}): RelocationRules {
  const { widths = [], traces = [], branches = [], idle = [], ...rest } = more;
  const width = rest.width ?? 4;
  const kinds = new Uint8Array(MOST);
  for (const type of usual) kinds[type] = width;
  for (const [bytes, types] of widths) for (const type of types) kinds[type] = bytes;
  const flag = (types: readonly number[], bit: number): void => {
    for (const type of types) kinds[type] = (kinds[type] ?? 0) | bit;
  };
  flag(traces, TRACES);
  flag(branches, BRANCH);
  flag(idle, IDLE);
  const no = { once: false, zeros: false, cuts: false, halves: false, inPlace: false };
  return { kinds, calls, nothing: [0], straight: 0, width, ...no, ...rest };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

const byMachine: ReadonlyMap<number, RelocationRules> = new Map([
  // arch/x86/kernel/module.c: NONE 64 PC32 PLT32 32 32S PC64. A branch is relative to its end, four bytes on.
  [
    EM_X86_64,
    rules([1, 2, 4, 10, 11, 24], [4], {
      widths: [[8, [1, 24]]],
      branches: [4],
      straight: -4,
      traces: [2, 4],
      tracer: { name: asciiBytes("__fentry__"), relocatedAt: 1 },
      // Xen fills a page with its calls: `call hypercall_page + 32 * number` in arch/x86/include/asm/xen/hypercall.h, until 6.12.
      entries: { name: asciiBytes("hypercall_page"), each: 32, all: 4096 },
      once: true,
      zeros: true,
      cuts: true,
    }),
  ],
  // 32 PC32 PLT32; R_386_NONE is not among them
  [EM_386, rules([1, 2, 4], [4], { once: true, nothing: [] })],
  // arch/arm/kernel/module.c without Thumb-2 and group relocations: NONE PC24 ABS32 CALL JUMP24 TARGET1 V4BX PREL31 MOVW
  // MOVT. The addend of a branch is -8, counted in words.
  [
    EM_ARM,
    rules([1, 2, 28, 29, 38, 40, 42, 43, 44], [1, 28, 29, 10, 30], {
      branches: [1, 28, 29],
      instruction: { mask: 0xff_ffff, value: 0xff_fffe },
      traces: [1, 28, 29],
      tracer: { name: asciiBytes("__gnu_mcount_nc"), relocatedAt: 0 },
      inPlace: true,
      once: true,
    }),
  ],
  // arch/arm64/kernel/module.c: data, MOVW, PC-relative, LO12, branches
  [
    EM_AARCH64,
    rules([...range(257, 280), ...range(282, 293), 299], [282, 283], {
      widths: [
        [8, [257, 260]],
        [2, [259, 262]],
      ],
      branches: [282, 283],
      nothing: [0, 256],
      width: 4,
      once: true,
    }),
  ],
  // arch/riscv/kernel/module.c of 5.10. The linker's relaxation leaves R_RISCV_RELAX, which has no symbol.
  [
    EM_RISCV,
    rules([1, 2, 16, 17, 18, 19, 20, ...range(23, 28), 35, 36, 39, 40, 44, 45, 51], [17, 18, 19], {
      widths: [
        [8, [2, 18, 19, 36, 40]],
        [4, [1, 16, 17, 20, ...range(23, 28), 35, 39]],
        [2, [44, 45]],
      ],
      branches: [18, 19],
      // AUIPC
      instruction: { mask: 0x7f, value: 0x17 },
      idle: [51],
      nothing: [],
      width: 1,
      halves: true,
    }),
  ],
  // arch/powerpc/kernel/module_64.c
  [
    EM_PPC64,
    rules([1, 10, 26, 38, 44, 47, 48, 50, 51, 63, 64, 109, 116, 118, 132, 133, 250, 252], [10, 116], {
      width: 2,
    }),
  ],
  // arch/powerpc/kernel/module_32.c
  [EM_PPC, rules([1, 4, 5, 6, 10, 26], [10], { width: 2 })],
  // apply_rela() in arch/s390/kernel/module.c
  [EM_S390, rules([...range(1, 8), ...range(13, 36), 57, 58, 59], [20], { width: 1 })],
  // arch/mips/kernel/module.c
  [EM_MIPS, rules([2, 4, 5, 6, 10, 18, 28, 29, 60, 61], [4])],
]);

/** The rules of `EM_*`; `undefined` for a machine whose loader was not looked at. */
export const relocationRules = (machine: number): RelocationRules | undefined => byMachine.get(machine);
