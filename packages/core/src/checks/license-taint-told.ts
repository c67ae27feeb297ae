import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { isDistrusted, isGplCompatible, NDISWRAPPER } from "../model/license.ts";
import { isFirst, isForced, LOCKS_UNTRUSTED, locksTrusted } from "./shared/taints.ts";

export default defineCheck({
  id: "license-taint-told",
  title: {
    en: "The kernel says that a module makes it count as proprietary",
    zh: "内核提示某个模块使其带上专有模块的污染标记",
  },
  effect: "note",
  needs: {
    kernel: ["generation"],
    module: ["license", "thisModule", "vermagic", "modversions"],
    pair: ["kernelHasModversions"],
    state: ["taints", "loading"],
  },
  // The end of module_augment_kernel_taints() in kernel/module/main.c; up to 6.3 check_module_license_and_versions(),
  // before which a licence has set the taint already.
  run: ({ kernel, module, pair, state }) => {
    if (!isFirst(state.taints, "P")) return [];
    const byLicense = !isGplCompatible(module.license);
    const name = module.thisModule?.name;
    const byName = isDistrusted(name) || name === NDISWRAPPER;
    if (byLicense ? !hasCome(kernel.generation, "6.4") : !byName) return [];
    const endsLockDebugging = !byLicense && locksTrusted(state.taints) && !isForced({ module, pair, state });
    return [{ by: byLicense ? ("licence" as const) : ("name" as const), endsLockDebugging }];
  },
  kernelSays: ({ endsLockDebugging }, { module }) => ({
    errno: null,
    log: [...(endsLockDebugging ? [LOCKS_UNTRUSTED] : []), `${module}: module license taints kernel.`],
  }),

  example: { by: "licence", endsLockDebugging: false },
  explain: {
    en: ({ by }) => ({
      what: `The module is the first by whose ${by} the kernel counts as tainted by what is not under the GPL (P), and the kernel says so.`,
      why:
        by === "name"
          ? "`ndiswrapper` loads drivers that are proprietary, and `driverloader` and `lve` once pretended to be under the GPL: the kernel knows them by their names."
          : "It says so of every first proprietary module, beside the line that names the licence.",
      fix: "Nothing needs to be done.",
    }),
    zh: ({ by }) => ({
      what: `该模块是第一个因${by === "name" ? "名字" : "许可证"}而使内核带上非 GPL 污染标记 P 的模块，内核会就此给出提示。`,
      why:
        by === "name"
          ? "`ndiswrapper` 会加载专有驱动，而 `driverloader` 和 `lve` 曾谎称采用 GPL：内核按名字识别它们。"
          : "对于第一个专有模块，内核除了列出许可证之外都会再提示一次。",
      fix: "无需处理。",
    }),
  },
});
