import { defineCheck } from "../analyse/define-check.ts";
import { unpackFirst } from "./shared/packed.ts";

export default defineCheck({
  id: "decompression-unsupported",
  title: { en: "The kernel does not unpack modules", zh: "内核不支持解压模块" },
  effect: "refused",
  needs: { state: ["loading", "decompression"] },
  run: ({ state }) =>
    state.loading.compressedFlag && state.decompression === undefined
      ? [{ option: "CONFIG_MODULE_DECOMPRESS" }]
      : [],
  // module_decompress() in kernel/module/internal.h without CONFIG_MODULE_DECOMPRESS
  kernelSays: () => ({ errno: "EOPNOTSUPP", log: [] }),

  example: { option: "CONFIG_MODULE_DECOMPRESS" },
  explain: {
    en: ({ option }) => ({
      what: `The kernel is asked to unpack the module and was built without \`${option}\`.`,
      why: "Only kernels with this option unpack modules themselves; there, `/sys/module/compression` names the compression.",
      fix: unpackFirst.en,
    }),
    zh: ({ option }) => ({
      what: `要求内核解压模块，但它编译时没有启用 \`${option}\`。`,
      why: "只有启用了该选项的内核才会自行解压模块；那时 `/sys/module/compression` 会给出压缩格式。",
      fix: unpackFirst.zh,
    }),
  },
});
