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

// Numbers of R_* as <elf.h> and the kernel's arch/*/include/asm/elf.h have them.

/** What is known of the relocations of one machine's modules. */
export interface RelocationRules {
  /** 1 at the number of each type that the loaders of all kernels since 5.10 apply. */
  readonly usual: Uint8Array;
  /** Types that only branches have: whoever tests a function's address leaves another one. */
  readonly calls: readonly number[];
  /** Whether relocations against symbol 0, which is no symbol, are common: linker relaxation has such. */
  readonly unnamed: boolean;
  /** Bytes that the smallest relocation takes. */
  readonly width: number;
  /**
   * Whether one place must not be relocated twice: x86_64 refuses it, and where addends stand in the section they are
   * added twice. Elsewhere pairs at one place are common, or the second overwrites the first.
   */
  readonly once: boolean;
  /** Whether the loader wants zeros where it is to write: __write_relocate_add() in arch/x86/kernel/module.c. */
  readonly zeros: boolean;
}

const MOST = 512;

function rules(
  usual: readonly number[],
  calls: readonly number[],
  more: Partial<Pick<RelocationRules, "unnamed" | "width" | "once" | "zeros">> = {},
): RelocationRules {
  const flags = new Uint8Array(MOST);
  for (const type of usual) flags[type] = 1;
  return { usual: flags, calls, unnamed: false, width: 4, once: false, zeros: false, ...more };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

const byMachine: ReadonlyMap<number, RelocationRules> = new Map([
  // arch/x86/kernel/module.c: NONE 64 PC32 PLT32 32 32S PC64
  [EM_X86_64, rules([0, 1, 2, 4, 10, 11, 24], [4], { once: true, zeros: true })],
  // 32 PC32 PLT32; R_386_NONE is not among them
  [EM_386, rules([1, 2, 4], [4], { once: true })],
  // arch/arm/kernel/module.c without Thumb-2 and group relocations: NONE PC24 ABS32 CALL JUMP24 TARGET1 V4BX PREL31 MOVW MOVT
  [EM_ARM, rules([0, 1, 2, 28, 29, 38, 40, 42, 43, 44], [1, 28, 29, 10, 30], { once: true })],
  // arch/arm64/kernel/module.c: data, MOVW, PC-relative, LO12, branches
  [EM_AARCH64, rules([0, ...range(256, 280), ...range(282, 293), 299], [282, 283], { width: 2 })],
  // arch/riscv/kernel/module.c of 5.10
  [
    EM_RISCV,
    rules([1, 2, 16, 17, 18, 19, 20, ...range(23, 28), 35, 36, 39, 40, 44, 45, 51], [17, 18, 19], {
      unnamed: true,
      width: 1,
    }),
  ],
  // arch/powerpc/kernel/module_64.c
  [
    EM_PPC64,
    rules([0, 1, 10, 26, 38, 44, 47, 48, 50, 51, 63, 64, 109, 116, 118, 132, 133, 250, 252], [10, 116], {
      width: 2,
    }),
  ],
  // arch/powerpc/kernel/module_32.c
  [EM_PPC, rules([0, 1, 4, 5, 6, 10, 26], [10], { width: 2 })],
  // apply_rela() in arch/s390/kernel/module.c
  [EM_S390, rules([...range(0, 8), ...range(13, 36), 57, 58, 59], [20], { width: 1 })],
  // arch/mips/kernel/module.c
  [EM_MIPS, rules([0, 2, 4, 5, 6, 10, 18, 28, 29, 60, 61], [4])],
]);

/** The rules of `EM_*`; `undefined` for a machine whose loader was not looked at. */
export const relocationRules = (machine: number): RelocationRules | undefined => byMachine.get(machine);
