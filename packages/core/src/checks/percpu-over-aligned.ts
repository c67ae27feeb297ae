import { defineCheck } from "../analyse/define-check.ts";
import { pageSizeOf } from "./shared/page-size.ts";
import { named } from "./shared/sections.ts";

/** No kernel has smaller pages. */
const SMALLEST_PAGE = 4096;

export default defineCheck({
  id: "percpu-over-aligned",
  title: { en: "Per-CPU data is aligned to more than a page", zh: "每 CPU 数据的对齐超过一页" },
  effect: "note",
  needs: { kernel: ["architecture", "config"], module: ["elf"] },
  // percpu_modalloc() in kernel/module/main.c
  run: ({ kernel, module: { elf } }) => {
    const section = named(elf, ".data..percpu")?.firstAllocated;
    if (!section || section.sh_size === 0 || section.sh_addralign <= SMALLEST_PAGE) return [];
    const page = pageSizeOf(kernel.architecture, kernel.config);
    return section.sh_addralign > page ? [{ alignment: section.sh_addralign, page }] : [];
  },
  kernelSays: ({ alignment, page }, { module }) => ({
    errno: null,
    log: [`${module}: per-cpu alignment ${alignment} > ${page}`],
  }),

  example: { alignment: 8192, page: 4096 },
  explain: {
    en: ({ alignment, page }) => ({
      what: `The module wants its per-CPU data aligned to ${alignment} bytes; the kernel aligns them to ${page}, the size of its pages.`,
      why: "The allocator of per-CPU memory aligns to no more than a page.",
      fix: "Align the variables to a page at most, or allocate them at run time.",
    }),
    zh: ({ alignment, page }) => ({
      what: `模块要求每 CPU 数据按 ${alignment} 字节对齐，而内核只按页大小 ${page} 字节对齐。`,
      why: "每 CPU 内存的分配器最多按一页对齐。",
      fix: "请将这些变量的对齐限制在一页以内，或在运行时分配。",
    }),
  },
});
