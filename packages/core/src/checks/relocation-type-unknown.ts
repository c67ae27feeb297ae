import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { knowsRelocation, placeOf, relocates, unknownTypeSays } from "./shared/relocations.ts";
import { noExec } from "./shared/says.ts";

// R_X86_64_GOTPCREL, GOTPCRELX, REX_GOTPCRELX; R_AARCH64_ADR_GOT_PAGE, LD64_GOT_LO12_NC; R_ARM_GOT_BREL, GOTPC
const throughTable: Readonly<Record<string, readonly number[]>> = {
  x86_64: [9, 41, 42],
  arm64: [311, 312],
  arm: [25, 26],
};

const isPic = (architecture: string, type: number): boolean =>
  throughTable[architecture]?.includes(type) ?? false;

export default defineCheck({
  id: "relocation-type-unknown",
  title: {
    en: "A relocation is of a type that the kernel does not apply",
    zh: "内核不支持模块中的某种重定位类型",
  },
  effect: "refused",
  needs: { kernel: ["architecture", "release", "config"], module: ["relocations", "elf"] },
  run: ({ kernel, module }) => {
    const { unusual } = module.relocations;
    if (unusual.length === 0 || !relocates(kernel.architecture.name)) return [];
    const { name: architecture } = kernel.architecture;
    return unusual
      .filter(({ type }) => !knowsRelocation(kernel, type))
      .map((one) => ({ architecture, ...placeOf(module.elf, one) }));
  },
  kernelSays: ({ architecture, type }, { module, features }) =>
    unknownTypeSays(architecture, module, type, features) ?? noExec(),

  example: { architecture: "x86_64", section: ".text", offset: 0x47, type: 42, symbolIndex: 31 },
  explain: {
    en: ({ architecture, section, offset, type }) => ({
      what: `The relocation at ${hex(offset)} of \`${section}\` is of type ${type}, which the loader of this ${architecture} kernel does not apply.`,
      why: isPic(architecture, type)
        ? "The code was compiled as position-independent code (`-fPIC` or `-fPIE`, the default of many compilers), and the kernel has no global offset table for it."
        : "The code was compiled without the kernel's options, or with a newer compiler or assembler than this kernel knows.",
      fix: linkedByHand.en.fix,
    }),
    zh: ({ architecture, section, offset, type }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的重定位类型是 ${type}，该 ${architecture} 内核的加载器不支持。`,
      why: isPic(architecture, type)
        ? "代码被编译成了位置无关代码（`-fPIC` 或 `-fPIE`，许多编译器默认开启），而内核没有相应的全局偏移表。"
        : "代码编译时没有使用内核的编译选项，或者所用的编译器、汇编器比该内核支持的更新。",
      fix: linkedByHand.zh.fix,
    }),
  },
});
