import { defineCheck } from "../analyse/define-check.ts";
import { hasReached } from "../model/release.ts";
import { ofProprietary, type OfProprietary } from "./shared/proprietary.ts";

export default defineCheck({
  id: "taint-inherited",
  title: { en: "The module uses symbols of a proprietary one", zh: "模块使用了专有模块的符号" },
  effect: "note",
  needs: { kernel: ["exports"], module: ["imports", "license", "thisModule"], state: ["loaded"] },
  run: ({ kernel, module, state }): readonly OfProprietary[] =>
    state.loaded?.some(({ taints = "" }) => taints.includes("P"))
      ? ofProprietary(kernel.exports, module, state.loaded).filter(({ kind }) => kind === "inherits")
      : [],
  // inherit_taint() in kernel/module/main.c
  kernelSays: ({ symbol, owner }, { module, release = "" }) => ({
    errno: null,
    log: [
      hasReached(release, 5, 17)
        ? `${module}: module uses symbols ${symbol} from proprietary module ${owner}, inheriting taint.`
        : `${module}: module uses symbols from proprietary module ${owner}, inheriting taint.`,
    ],
  }),

  example: { symbol: "base_open", symbolIndex: 41, owner: "base", kind: "inherits" },
  explain: {
    en: ({ symbol, owner }) => ({
      what: `The module uses \`${symbol}\` of the proprietary module \`${owner}\` and counts as proprietary from then on.`,
      why: "The kernel shows GPL-only symbols to no module that is built on a proprietary one.",
      fix: "Nothing needs to be done as long as the module uses no GPL-only symbol.",
    }),
    zh: ({ symbol, owner }) => ({
      what: `模块使用了专有模块 \`${owner}\` 的 \`${symbol}\`，此后自身也被视为专有模块。`,
      why: "内核不向建立在专有模块之上的模块提供仅限 GPL 的符号。",
      fix: "只要模块不使用仅限 GPL 的符号，就无需处理。",
    }),
  },
});
