import { defineCheck } from "../analyse/define-check.ts";
import type { ArchitectureName } from "../model/architecture.ts";
import { type Config, configured } from "../model/config.ts";
import { hasReached } from "../model/release.ts";
import { noExec } from "./shared/says.ts";
import { named, type SectionName } from "./shared/sections.ts";

/** What module_frob_arch_sections() of an architecture looks for. */
interface Wanted {
  readonly sections: readonly SectionName[];
  /** The configuration symbol that makes it look; always when absent. */
  readonly option?: string;
  readonly line: (module: string, section: string) => string;
}

const plt = (module: string): string => `${module}: module PLT section(s) missing`;
const riscv = (module: string, section: string): string =>
  `${module}: module ${section.slice(1).toUpperCase()} section(s) missing`;

// arch/{arm,arm64}/kernel/module-plts.c, arch/riscv/kernel/module-sections.c, arch/loongarch/kernel/module-sections.c,
// arch/powerpc/kernel/module_64.c
const wanted: Partial<Readonly<Record<ArchitectureName, Wanted>>> = {
  arm: { sections: [".plt", ".init.plt"], option: "CONFIG_ARM_MODULE_PLTS", line: plt },
  arm64: { sections: [".plt", ".init.plt"], option: "CONFIG_ARM64_MODULE_PLTS", line: plt },
  riscv64: { sections: [".plt", ".got", ".got.plt"], option: "CONFIG_MODULE_SECTIONS", line: riscv },
  riscv32: { sections: [".plt", ".got", ".got.plt"], option: "CONFIG_MODULE_SECTIONS", line: riscv },
  loongarch64: {
    sections: [".got", ".plt", ".plt.idx"],
    line: (module, section) => `kmod: ${riscv(module, section)}`,
  },
  ppc64le: { sections: [".stubs"], line: (module) => `module_64: ${module}: doesn't contain .stubs.` },
  ppc64: { sections: [".stubs"], line: (module) => `module_64: ${module}: doesn't contain .stubs.` },
};

// Linux 6.6 made it unconditional on arm64 and dropped the option.
const looks = (
  name: ArchitectureName,
  option: string | undefined,
  kernel: { readonly release: string; readonly config: Config },
): boolean =>
  option === undefined ||
  (name === "arm64" && hasReached(kernel.release, 6, 6)) ||
  configured(kernel.config, option);

export default defineCheck({
  id: "architecture-section-missing",
  title: { en: "A section that the architecture needs is missing", zh: "缺少该架构所需的节" },
  effect: "refused",
  needs: { kernel: ["architecture", "release", "config"], module: ["elf"] },
  run: ({ kernel, module: { elf } }) => {
    const { name: architecture } = kernel.architecture;
    const rule = wanted[architecture];
    if (!rule || elf.sections.length === 0) return [];
    const section = rule.sections.find((name) => !named(elf, name));
    return section !== undefined && looks(architecture, rule.option, kernel)
      ? [{ section, architecture }]
      : [];
  },
  kernelSays: ({ section, architecture }, { module }) =>
    noExec(wanted[architecture]?.line(module, section) ?? ""),

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
