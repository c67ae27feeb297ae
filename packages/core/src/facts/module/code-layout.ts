import { EM_AARCH64, SHF_ALLOC, SHF_EXECINSTR } from "../../formats/elf/constants.ts";
import type { ElfFile } from "../../formats/elf/elf.ts";

const CODE = SHF_ALLOC | SHF_EXECINSTR;

/** What module_frob_arch_sections() in arch/arm64/kernel/module-plts.c gives another size. */
const resized: ReadonlySet<string> = new Set([
  ".plt",
  ".init.plt",
  ".text.ftrace_trampoline",
  ".init.text.ftrace_trampoline",
]);

/** Where a section with code comes to stand. */
export interface CodePlace {
  /** What is freed after the init function has run stands apart. module_init_section() in kernel/module/main.c */
  readonly part: "core" | "init";
  /** Bytes from the start of a page; `undefined` where it cannot be told. */
  readonly start: number | undefined;
}

/**
 * Where each section of code comes to stand, by its index, as layout_sections() in kernel/module/main.c lays them out on
 * x86_64 and arm64. `undefined` for all others.
 */
export function codeLayout({ header, sections }: ElfFile): (CodePlace | undefined)[] {
  const ends: Record<"core" | "init", number | undefined> = { core: 0, init: 0 };
  return sections.map(({ name = "", sh_flags, sh_addralign, sh_size }) => {
    if ((sh_flags & CODE) !== CODE) return undefined;
    const part = name.startsWith(".init") ? "init" : "core";
    const end = ends[part];
    const alignment = Math.max(1, sh_addralign);
    const start = end === undefined ? undefined : Math.ceil(end / alignment) * alignment;
    const unknown = start === undefined || (header.e_machine === EM_AARCH64 && resized.has(name));
    ends[part] = unknown ? undefined : start + sh_size;
    return { part, start };
  });
}
