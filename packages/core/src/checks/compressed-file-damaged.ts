import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { kernelUnpacks, mayBePacked } from "./shared/packed.ts";

export default defineCheck({
  id: "compressed-file-damaged",
  title: { en: "The packed module is damaged", zh: "压缩的模块已损坏" },
  effect: "refused",
  needs: { module: ["packing"], state: ["loading", "decompression"] },
  run: ({ module, state }) => {
    if (!mayBePacked(state.loading)) return [];
    const { packing } = module;
    if (packing?.damaged !== true || packing.compression !== state.decompression) return [];
    return kernelUnpacks(state, packing) ? [{ compression: packing.compression }] : [];
  },
  // kernel/module/decompress.c; the number depends on where the damage is met
  kernelSays: ({ compression }) => ({
    errno: "EINVAL",
    log: [`${compression === "zstd" ? "ZSTD-decompression" : "decompression"} failed with status …`],
  }),

  example: { compression: "xz" },
  explain: {
    en: ({ compression }) => ({
      what: `The module is packed with ${compression} and cannot be unpacked to its end.`,
      why: "It was cut off or changed after it was packed, most often by a failed copy or download or by a full disk.",
      fix: damaged.en.fix,
    }),
    zh: ({ compression }) => ({
      what: `模块用 ${compression} 压缩，但无法完整解压。`,
      why: "它在压缩之后被截断或改动过，最常见的原因是复制或下载中断，或者磁盘已满。",
      fix: damaged.zh.fix,
    }),
  },
});
