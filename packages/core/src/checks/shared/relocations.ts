import type { KernelSays } from "../../analyse/define-check.ts";
import type { ArchitectureName } from "../../model/architecture.ts";
import { type Config, configured } from "../../model/config.ts";
import type { ElfShape } from "../../model/module.ts";
import type { RelocationAt } from "../../model/relocations.ts";
import type { LoaderFeature } from "../../model/loader-feature.ts";
import { hasReached } from "../../model/release.ts";
import { SHF_EXECINSTR } from "./elf.ts";
import { noExec } from "./says.ts";
import { summaryOf } from "./sections.ts";

/** Where a relocation stands, for people. */
export interface RelocationPlace {
  /** The section that is relocated. */
  readonly section: string;
  /** Offset in it. */
  readonly offset: number;
  /** `R_*` of the machine. */
  readonly type: number;
  /** Index in `.symtab`. */
  readonly symbolIndex: number;
}

/** The place of `relocation`. */
export function placeOf(
  elf: ElfShape,
  { section, type, symbolIndex, offset }: RelocationAt,
): RelocationPlace {
  const target = elf.sections[section]?.sh_info ?? 0;
  return { section: elf.sections[target]?.name ?? `[${target}]`, offset, type, symbolIndex };
}

/** What a kernel's loader of relocations depends on. */
export interface RelocatingKernel {
  readonly architecture: { readonly name: ArchitectureName };
  readonly release: string;
  readonly config: Config;
}

type Knows = (kernel: RelocatingKernel) => boolean;
const since =
  (major: number, minor: number) =>
  (kernel: RelocatingKernel): boolean =>
    hasReached(kernel.release, major, minor);
const option =
  (name: string) =>
  (kernel: RelocatingKernel): boolean =>
    configured(kernel.config, name);

const types = (numbers: readonly number[], knows: Knows): [number, Knows][] =>
  numbers.map((number) => [number, knows]);

/** Types that some kernels know; those that all know are not among the unusual ones of a module. */
const sometimesKnown: Partial<Record<ArchitectureName, ReadonlyMap<number, Knows>>> = {
  // arch/arm/kernel/module.c: REL32 MOVW_PREL_NC MOVT_PREL; under their options Thumb-2 and group relocations
  arm: new Map([
    ...types([3, 45, 46], since(5, 11)),
    ...types([10, 30, 47, 48, 49, 50], option("CONFIG_THUMB2_KERNEL")),
    ...types([57, 59, 63], option("CONFIG_ARM_HAS_GROUP_RELOCS")),
  ]),
  // arch/riscv/kernel/module.c: ADD16 SUB16, of which the first release is not known; then the others
  riscv64: new Map([
    ...types([34, 38], since(6, 2)),
    ...types([33, 37, 52, 53, 54, 55, 56, 57, 59, 60, 61], since(6, 7)),
  ]),
};

/** Whether this kernel's loader applies relocations of that type, which is not one that all kernels know. */
export function knowsRelocation(kernel: RelocatingKernel, type: number): boolean {
  return sometimesKnown[kernel.architecture.name]?.get(type)?.(kernel) ?? false;
}

// Types of riscv that are known by name and refused: dynamic linking, thread-local storage
const riscvDynamic: ReadonlySet<number> = new Set([3, 4, 5, 6, 7, 8, 9, 10, 11, 58]);
const riscvThreadLocal: ReadonlySet<number> = new Set([21, 22, 29, 30, 31, 32]);
const R_RISCV_ALIGN = 43;

type Features = ReadonlySet<LoaderFeature>;

function riscvLine(module: string, type: number, features: Features): string {
  if (type === R_RISCV_ALIGN) return `${module}: The unexpected relocation type 'R_RISCV_ALIGN' from PC = …`;
  if (features.has("riscv-relocation-kinds")) {
    if (riscvDynamic.has(type)) return `${module}: Dynamic linking not supported in kernel modules PC = …`;
    if (riscvThreadLocal.has(type))
      return `${module}: Thread local storage not supported in kernel modules PC = …`;
  }
  return `${module}: Unknown relocation type ${type}`;
}

type Says = (module: string, type: number, features: Features) => KernelSays;

const invalid = (line: string): KernelSays => ({ errno: "EINVAL", log: [line] });
const riscv: Says = (module, type, features) => invalid(riscvLine(module, type, features));
const ppc64: Says = (module, type) => noExec(`module_64: ${module}: Unknown ADD relocation: ${type}`);
const mips: Says = (module, type) => invalid(`${module}: Unknown relocation type ${type}`);
const arm: Says = (module, type) => noExec(`${module}: unknown relocation: ${type}`);

/** The answer of apply_relocate() and apply_relocate_add() in arch/<name>/kernel/module.c to a type that they do not know. */
const answers: Partial<Record<ArchitectureName, Says>> = {
  x86_64: (module, type) => noExec(`module: ${module}: Unknown rela relocation: ${type}`),
  i386: (module, type) => noExec(`module: ${module}: Unknown relocation: ${type}`),
  arm64: (module, type, features) =>
    noExec(`${arm64Prefix(features)}module ${module}: unsupported RELA relocation: ${type}`),
  arm,
  armeb: arm,
  riscv64: riscv,
  riscv32: riscv,
  ppc64,
  ppc64le: ppc64,
  ppc: (module, type) => noExec(`module_32: ${module}: unknown ADD relocation: ${type}`),
  s390x: (module, type) => noExec(`module ${module}: unknown relocation: ${type}`),
  mips,
  mipsel: mips,
  mips64: mips,
  mips64el: mips,
};

export const arm64Prefix = (features: Features): string =>
  features.has("arm64-plts-always") ? "Modules: " : "";

/** What the kernel says to a relocation of a type that it does not know; `undefined` where its loader was not looked at. */
export const unknownTypeSays = (
  architecture: ArchitectureName,
  module: string,
  type: number,
  features: Features,
): KernelSays | undefined => answers[architecture]?.(module, type, features);

/** Architectures whose loader is known here. */
export const relocates = (architecture: ArchitectureName): boolean => answers[architecture] !== undefined;

/** Where addends stand in the section: CONFIG_MODULES_USE_ELF_REL. Everywhere else the loader takes SHT_RELA only. */
export const takesRel = (architecture: ArchitectureName): boolean =>
  ["i386", "arm", "armeb", "mips", "mipsel", "mips64", "mips64el"].includes(architecture);

/** 64-bit MIPS takes both. */
export const takesRela = (architecture: ArchitectureName): boolean =>
  !takesRel(architecture) || architecture.startsWith("mips64");

/** The line of __write_relocate_add() in arch/x86/kernel/module.c; the addresses are the running kernel's. */
export function notZeroSays(features: Features, type: number): KernelSays {
  const found = "relocation target, existing value is nonzero for";
  if (features.has("relocation-target-section")) return noExec(`module: x86/modules: Invalid ${found} sec …`);
  const verb = features.has("relocation-target-invalid") ? "Invalid" : "Skipping invalid";
  return noExec(`module: x86/modules: ${verb} ${found} type ${type}, loc …`);
}

/** Whether module_frob_arch_sections() of this architecture walks over the relocations of code. */
export const looksAtCode = (architecture: ArchitectureName): boolean => architecture.startsWith("arm");

/** Whether it is 32-bit ARM, whose loader looks at symbol and place of a relocation. */
export const isArm = (architecture: ArchitectureName): boolean =>
  architecture.startsWith("arm") && architecture !== "arm64";

const symbolSize = ({ bits }: ElfShape): number => (bits === 64 ? 24 : 16);

/** How many symbols the first symbol table has. */
export function symbolsIn(elf: ElfShape): number {
  return Math.floor((summaryOf(elf).symtab?.sh_size ?? 0) / symbolSize(elf));
}

// R_ARM_PC24, THM_CALL, CALL, JUMP24, THM_JUMP24
const armBranches: ReadonlySet<number> = new Set([1, 10, 28, 29, 30]);

/**
 * Whether apply_relocate() in arch/arm/kernel/module.c comes too late: count_plts() in module-plts.c has read the place of
 * a branch before, and that may be outside of the file.
 */
export function readsPlaceFirst(elf: ElfShape, { section, type, offset }: RelocationAt): boolean {
  const target = elf.sections[elf.sections[section]?.sh_info ?? 0];
  // "r_offset > sh_size - sizeof(u32)" is never true of a section that has no room for a word.
  if (target && target.sh_size < 4) return true;
  if (!target || (target.sh_flags & SHF_EXECINSTR) === 0 || !armBranches.has(type)) return false;
  // A pointer has 32 bits: what is at the highest offsets stands before the section.
  return (target.sh_offset + offset) % 2 ** 32 >= pagesOf(elf.size);
}

/** Whether count_plts() has read the symbol of a branch before apply_relocate() looks, and it is outside of the file. */
export function readsSymbolFirst(elf: ElfShape, { section, type, symbolIndex }: RelocationAt): boolean {
  const target = elf.sections[elf.sections[section]?.sh_info ?? 0];
  if (!target || (target.sh_flags & SHF_EXECINSTR) === 0 || !armBranches.has(type)) return false;
  return (summaryOf(elf).symtab?.sh_offset ?? 0) + symbolIndex * symbolSize(elf) >= pagesOf(elf.size);
}

/** A file as the kernel holds it, in whole pages; what is behind them is not mapped. */
export const pagesOf = (size: number): number => Math.ceil(size / 4096) * 4096;
