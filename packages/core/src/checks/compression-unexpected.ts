import { defineCheck } from "../analyse/define-check.ts";
import { mayBePacked, unpackFirst } from "./shared/packed.ts";

const article = { gzip: "a gzip", xz: "an xz", zstd: "a zstd" } as const;

export default defineCheck({
  id: "compression-unexpected",
  title: { en: "The module is not packed as the kernel unpacks", zh: "模块的压缩格式与内核支持的不同" },
  effect: "refused",
  needs: { module: ["packing"], state: ["loading", "decompression"] },
  run: ({ module, state }) => {
    // modprobe asks the kernel only for what it unpacks.
    if (!mayBePacked(state.loading) || !state.loading.compressedFlag || !state.decompression) return [];
    const compression = module.packing?.compression ?? null;
    return compression === state.decompression ? [] : [{ compression, wanted: state.decompression }];
  },
  // kernel/module/decompress.c
  kernelSays: ({ wanted }) => ({ errno: "EINVAL", log: [`not ${article[wanted]} compressed module`] }),

  example: { compression: "gzip", wanted: "xz" },
  explain: {
    en: ({ compression, wanted }) => ({
      what: `The module is ${compression ? `packed with ${compression}` : "not packed"}; this kernel unpacks ${wanted} only.`,
      why: "A kernel is built with one compression for modules, the one that its distribution uses, and is asked here to unpack the file.",
      fix: compression ? unpackFirst.en : "Load it without the flag: the module needs no unpacking.",
    }),
    zh: ({ compression, wanted }) => ({
      what: `模块${compression ? `用 ${compression} 压缩` : "没有压缩"}；该内核只解压 ${wanted}。`,
      why: "内核编译时只选定一种模块压缩格式，即发行版所用的那种；而这里要求内核来解压该文件。",
      fix: compression ? unpackFirst.zh : "请不带该标志加载：模块无需解压。",
    }),
  },
});
