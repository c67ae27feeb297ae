import { defineCheck } from "../analyse/define-check.ts";
import type { ArchitectureName } from "../model/architecture.ts";
import { damaged } from "./shared/damaged.ts";
import { nameTable } from "./shared/elf.ts";
import { pagesOf } from "./shared/relocations.ts";

const architectures: ReadonlySet<ArchitectureName> = new Set([
  "x86_64",
  "i386",
  "arm",
  "armeb",
  "arm64",
  "riscv64",
  "riscv32",
]);

export default defineCheck({
  id: "section-zero-name-far",
  title: { en: "The name of section 0 is far outside of the file", zh: "第 0 节的名字远在文件之外" },
  effect: "unsafe",
  strayAccess: true,
  needs: { kernel: ["architecture"], module: ["elf"] },
  // No loader looks at it, because the entry 0 of the table is none; module_finalize() of x86 and module_frob_arch_sections()
  // of arm, arm64 and riscv begin with it, and compare its name with those that they look for.
  run: ({ kernel, module: { elf } }) => {
    const nameOffset = elf.sections[0]?.sh_name ?? 0;
    const table = nameTable(elf);
    if (!table || !architectures.has(kernel.architecture.name)) return [];
    return nameOffset < pagesOf(elf.size) - table.sh_offset ? [] : [{ nameOffset }];
  },

  example: { nameOffset: 0x10_0000 },
  explain: {
    en: ({ nameOffset }) => ({
      what: `The name of section 0, which is none and has no name, is said to stand ${nameOffset} bytes into the table of section names, behind the end of the file: the kernel reads it there, and crashes if no memory is there.`,
      ...damaged.en,
    }),
    zh: ({ nameOffset }) => ({
      what: `第 0 节不是真正的节，本没有名字，但它的名字据称位于节名表的 ${nameOffset} 字节处，已超出文件末尾：内核会去那里读取，若该处没有内存就会崩溃。`,
      ...damaged.zh,
    }),
  },
});
