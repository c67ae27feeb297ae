import { defineCheck } from "../analyse/define-check.ts";
import { bytesOfText } from "../model/byte-text.ts";
import { isGplCompatible } from "../model/license.ts";
import { isFirst, isForced, LOCKS_UNTRUSTED, locksTrusted } from "./shared/taints.ts";

export default defineCheck({
  id: "taints-proprietary",
  title: { en: "The first proprietary module taints the kernel", zh: "第一个专有模块会给内核带上污染标记" },
  effect: "note",
  needs: {
    module: ["license", "vermagic", "modversions"],
    pair: ["kernelHasModversions"],
    state: ["taints", "loading"],
  },
  // set_license() in kernel/module.c, module_license_taint_check() in kernel/module/main.c; told once
  run: ({ module, pair, state }) => {
    if (isGplCompatible(module.license) || !isFirst(state.taints, "P")) return [];
    const endsLockDebugging = locksTrusted(state.taints) && !isForced({ module, pair, state });
    return [{ license: module.license ?? "unspecified", endsLockDebugging }];
  },
  kernelSays: ({ license, endsLockDebugging }, { module }) => ({
    errno: null,
    log: [
      `${module}: module license '${bytesOfText(license)}' taints kernel.`,
      ...(endsLockDebugging ? [LOCKS_UNTRUSTED] : []),
    ],
  }),

  example: { license: "Proprietary", endsLockDebugging: true },
  explain: {
    en: ({ license }) => ({
      what: `The module's licence is \`${license}\`; the kernel is tainted (P) and shows it no GPL-only symbol.`,
      why: "It is none of those that the kernel counts as compatible with the GPL.",
      fix: 'If the source is under the GPL, say so with `MODULE_LICENSE("GPL")`.',
    }),
    zh: ({ license }) => ({
      what: `模块的许可证是 \`${license}\`；内核会带上污染标记 P，并且不向它提供仅限 GPL 的符号。`,
      why: "它不属于内核认可的、与 GPL 兼容的许可证。",
      fix: '如果源代码采用 GPL，请用 `MODULE_LICENSE("GPL")` 声明。',
    }),
  },
});
