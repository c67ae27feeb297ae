import { defineCheck } from "../analyse/define-check.ts";
import { configured } from "../model/config.ts";
import { kernelUnpacks, mayBePacked } from "./shared/packed.ts";

/** Filters for machine code by their ID, and the option that gives the kernel its decoder: lib/xz/Kconfig. */
const FILTERS: Readonly<Record<number, { readonly name: string; readonly option: string }>> = {
  4: { name: "x86", option: "CONFIG_XZ_DEC_X86" },
  5: { name: "PowerPC", option: "CONFIG_XZ_DEC_POWERPC" },
  6: { name: "IA-64", option: "CONFIG_XZ_DEC_IA64" },
  7: { name: "ARM", option: "CONFIG_XZ_DEC_ARM" },
  8: { name: "ARM Thumb", option: "CONFIG_XZ_DEC_ARMTHUMB" },
  9: { name: "SPARC", option: "CONFIG_XZ_DEC_SPARC" },
  10: { name: "ARM64", option: "CONFIG_XZ_DEC_ARM64" },
  11: { name: "RISC-V", option: "CONFIG_XZ_DEC_RISCV" },
};

export default defineCheck({
  id: "xz-filter-unsupported",
  title: {
    en: "The module is packed with an xz filter that the kernel cannot undo",
    zh: "模块使用了内核无法还原的 xz 过滤器",
  },
  effect: "refused",
  needs: { kernel: ["config"], module: ["packing"], state: ["loading", "decompression"] },
  run: ({ kernel, module, state }) => {
    if (!mayBePacked(state.loading) || state.decompression !== "xz") return [];
    const { packing } = module;
    if (packing?.xzFilter === undefined || !kernelUnpacks(state, packing)) return [];
    const { name, option } = FILTERS[packing.xzFilter] ?? { name: `#${packing.xzFilter}`, option: null };
    if (option !== null && configured(kernel.config, option)) return [];
    return [{ xzFilter: packing.xzFilter, name, option }];
  },
  // dec_block_header() in lib/xz/xz_dec_stream.c, xz_dec_bcj_reset() in lib/xz/xz_dec_bcj.c: XZ_OPTIONS_ERROR
  kernelSays: () => ({ errno: "EINVAL", log: ["decompression failed with status 6"] }),

  example: { xzFilter: 4, name: "x86", option: "CONFIG_XZ_DEC_X86" },
  explain: {
    en: ({ name, option }) => ({
      what: `The module is packed with xz and the filter ${name}, which this kernel cannot undo${option === null ? "" : ` (\`${option}\` is off)`}.`,
      why: "The filter makes machine code smaller, and kbuild packs modules without one: this file was packed with other options.",
      fix: "Pack it again as kbuild does: `unxz FILE.ko.xz && xz --check=crc32 --lzma2=dict=1MiB FILE.ko`.",
    }),
    zh: ({ name, option }) => ({
      what: `模块用 xz 压缩时使用了 ${name} 过滤器，该内核无法还原${option === null ? "" : `（未启用 \`${option}\`）`}。`,
      why: "这种过滤器能让机器码压得更小，但 kbuild 压缩模块时不使用它：这个文件是用其他选项压缩的。",
      fix: "请像 kbuild 那样重新压缩：`unxz FILE.ko.xz && xz --check=crc32 --lzma2=dict=1MiB FILE.ko`。",
    }),
  },
});
