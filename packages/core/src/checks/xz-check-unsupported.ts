import { defineCheck } from "../analyse/define-check.ts";
import { kernelUnpacks, mayBePacked } from "./shared/packed.ts";

/** Numbers of checks in the header of an xz file. */
const NAMES: Readonly<Record<number, string>> = { 0: "none", 1: "CRC32", 4: "CRC64", 10: "SHA-256" };
const CRC32 = 1;

export default defineCheck({
  id: "xz-check-unsupported",
  title: {
    en: "The module's xz checksum is none that the kernel knows",
    zh: "模块的 xz 校验方式不被内核支持",
  },
  effect: "refused",
  needs: { module: ["packing"], state: ["loading", "decompression"] },
  run: ({ module, state }) => {
    if (!mayBePacked(state.loading) || state.decompression !== "xz") return [];
    const { packing } = module;
    if (packing?.xzCheck === undefined || packing.xzCheck <= CRC32 || !kernelUnpacks(state, packing))
      return [];
    return [{ xzCheck: packing.xzCheck, name: NAMES[packing.xzCheck] ?? `#${packing.xzCheck}` }];
  },
  // dec_stream_header() in lib/xz/xz_dec_stream.c: XZ_OPTIONS_ERROR
  kernelSays: () => ({ errno: "EINVAL", log: ["decompression failed with status 6"] }),

  example: { xzCheck: 4, name: "CRC64" },
  explain: {
    en: ({ name }) => ({
      what: `The module is packed with xz and the checksum ${name}; the kernel's decoder knows CRC32 only.`,
      why: "CRC64 is what `xz` writes unless it is told otherwise; kbuild tells it.",
      fix: "Pack it again as kbuild does: `unxz FILE.ko.xz && xz --check=crc32 --lzma2=dict=1MiB FILE.ko`.",
    }),
    zh: ({ name }) => ({
      what: `模块用 xz 压缩，校验方式为 ${name}；内核的解码器只支持 CRC32。`,
      why: "`xz` 默认写入 CRC64；kbuild 会另行指定。",
      fix: "请像 kbuild 那样重新压缩：`unxz FILE.ko.xz && xz --check=crc32 --lzma2=dict=1MiB FILE.ko`。",
    }),
  },
});
