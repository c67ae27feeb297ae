import { defineCheck } from "../analyse/define-check.ts";
import { hasReached } from "../model/release.ts";
import { unpackFirst } from "./shared/packed.ts";

export default defineCheck({
  id: "compressed-flag-unknown",
  title: { en: "The kernel does not know the flag for packed modules", zh: "内核不认识压缩模块的标志" },
  effect: "refused",
  needs: { kernel: ["release"], state: ["loading"] },
  // MODULE_INIT_COMPRESSED_FILE came with 5.17; nothing in an older image tells that it is missing.
  run: ({ kernel, state }) =>
    state.loading.compressedFlag && !hasReached(kernel.release, 5, 17) ? [{ release: kernel.release }] : [],
  // finit_module() in kernel/module.c
  kernelSays: () => ({ errno: "EINVAL", log: [] }),

  example: { release: "5.10.0-32-arm64" },
  explain: {
    en: ({ release }) => ({
      what: `The kernel is \`${release}\`; kernels unpack modules since 5.17.`,
      why: "An older kernel refuses `MODULE_INIT_COMPRESSED_FILE` as it refuses every flag that it does not know, without a word in its log.",
      fix: unpackFirst.en,
    }),
    zh: ({ release }) => ({
      what: `内核是 \`${release}\`；内核从 5.17 起才会解压模块。`,
      why: "更旧的内核会像对待任何不认识的标志一样拒绝 `MODULE_INIT_COMPRESSED_FILE`，并且不在日志中留下任何信息。",
      fix: unpackFirst.zh,
    }),
  },
});
