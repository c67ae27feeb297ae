import { defineCheck } from "../analyse/define-check.ts";
import { archSections, mayWant, missingLine } from "./shared/arch-sections.ts";
import { noExec } from "./shared/says.ts";
import { named } from "./shared/sections.ts";

export default defineCheck({
  id: "architecture-section-missing",
  title: { en: "A section that the architecture needs is missing", zh: "缺少该架构所需的节" },
  effect: "refused",
  needs: { kernel: ["architecture", "features", "loaderOptions"], module: ["elf"] },
  run: ({ kernel, module: { elf } }) => {
    const { name: architecture } = kernel.architecture;
    if (elf.sections.length === 0) return [];
    const section = mayWant(architecture).find((name) => !named(elf, name));
    return section !== undefined && archSections(architecture, kernel) ? [{ section, architecture }] : [];
  },
  kernelSays: ({ section, architecture }, { module }) => noExec(missingLine(architecture, module, section)),

  example: { section: ".init.plt", architecture: "arm64" },
  explain: {
    en: ({ section, architecture }) => ({
      what: `The module has no section \`${section}\`, which the loader of ${architecture} kernels needs.`,
      why: "The kernel's linker script for modules (`scripts/module.lds`) adds it; the module was linked by hand, or with the headers of another architecture or release.",
      fix: "Build it with this kernel's headers: `make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`.",
    }),
    zh: ({ section, architecture }) => ({
      what: `模块没有 ${architecture} 内核的加载器所需的 \`${section}\` 节。`,
      why: "该节由内核的模块链接脚本（`scripts/module.lds`）添加；模块是手工链接的，或使用了其他架构或其他版本的头文件。",
      fix: "请用该内核的头文件编译：`make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`。",
    }),
  },
});
