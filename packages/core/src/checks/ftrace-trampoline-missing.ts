import { defineCheck } from "../analyse/define-check.ts";
import { configured } from "../model/config.ts";
import { noExec } from "./shared/says.ts";
import { named, type SectionName } from "./shared/sections.ts";

const SECTION = ".text.ftrace_trampoline";
const INIT_SECTION = ".init.text.ftrace_trampoline";

// The second came with "arm64: ftrace: fix unreachable PLT for ftrace_caller in init_module".
const before: readonly SectionName[] = [SECTION];
const both: readonly SectionName[] = [SECTION, INIT_SECTION];

export default defineCheck({
  id: "ftrace-trampoline-missing",
  title: { en: "The section for the ftrace trampoline is missing", zh: "缺少 ftrace 跳板所需的节" },
  effect: "refused",
  needs: { kernel: ["architecture", "features", "loaderOptions", "config"], module: ["elf"] },
  run: ({ kernel, module: { elf } }) => {
    if (kernel.architecture.name !== "arm64" || elf.sections.length === 0) return [];
    if (both.every((one) => named(elf, one))) return [];
    const wanted = kernel.features.has("init-ftrace-trampoline") ? both : before;
    const section = wanted.find((one) => !named(elf, one));
    if (section === undefined) return [];
    const plts = kernel.features.has("arm64-plts-always") || kernel.loaderOptions.has("call-tables");
    return plts && configured(kernel.config, "CONFIG_DYNAMIC_FTRACE") ? [{ section }] : [];
  },
  // module_init_ftrace_plt() in arch/arm64/kernel/module.c returns without a word.
  kernelSays: () => noExec(),

  example: { section: ".text.ftrace_trampoline" },
  explain: {
    en: ({ section }) => ({
      what: `The module has no section \`${section}\`, which arm64 kernels with \`CONFIG_DYNAMIC_FTRACE\` need.`,
      why: "The kernel's linker script for modules (`scripts/module.lds`) adds it; the module was linked by hand or with another kernel's headers, and the kernel refuses it without a word in its log.",
      fix: "Build it with this kernel's headers: `make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`.",
    }),
    zh: ({ section }) => ({
      what: `模块没有 \`${section}\` 节，而启用了 \`CONFIG_DYNAMIC_FTRACE\` 的 arm64 内核需要它。`,
      why: "该节由内核的模块链接脚本（`scripts/module.lds`）添加；模块是手工链接的，或使用了其他内核的头文件，内核拒绝它时不会在日志中留下任何信息。",
      fix: "请用该内核的头文件编译：`make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`。",
    }),
  },
});
