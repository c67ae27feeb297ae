import { defineCheck, type KernelSays } from "../analyse/define-check.ts";
import { hasReached } from "../model/release.ts";
import { ofProprietary, type OfProprietary } from "./shared/proprietary.ts";

/** The line of inherit_taint() in kernel/module/main.c names the symbol since 5.17 or 5.18. */
const mixedLine = (module: string, release: string, { symbol, owner }: OfProprietary): string =>
  hasReached(release, 5, 17)
    ? `${module}: module using GPL-only symbols uses symbols ${symbol} from proprietary module ${owner}.`
    : `${module}: module using GPL-only symbols uses symbols from proprietary module ${owner}.`;

export default defineCheck({
  id: "proprietary-owner",
  title: {
    en: "GPL-only symbols and those of a proprietary module do not mix",
    zh: "仅限 GPL 的符号不能与专有模块的符号混用",
  },
  effect: "refused",
  needs: { kernel: ["exports"], module: ["imports", "license", "thisModule"], state: ["loaded"] },
  run: ({ kernel, module, state }): readonly OfProprietary[] =>
    state.loaded?.some(({ taints = "" }) => taints.includes("P"))
      ? ofProprietary(kernel.exports, module, state.loaded).filter(({ kind }) => kind !== "inherits")
      : [],
  kernelSays: (evidence, { module, release = "" }): KernelSays => ({
    errno: "ENOENT",
    log: [
      ...(evidence.kind === "mixed" ? [mixedLine(module, release, evidence)] : []),
      `${module}: Unknown symbol ${evidence.symbol} (err -2)`,
    ],
  }),

  example: { symbol: "base_open", symbolIndex: 41, owner: "base", kind: "mixed" },
  explain: {
    en: ({ symbol, owner, kind }) => ({
      what:
        kind === "mixed"
          ? `The module uses GPL-only symbols, and \`${symbol}\` of the proprietary module \`${owner}\`.`
          : `\`${symbol}\` is GPL-only, and the module uses symbols of the proprietary module \`${owner}\`.`,
      why: "A module that uses symbols of a proprietary one counts as proprietary itself, so the kernel keeps GPL-only symbols from it.",
      fix: `Use a version of \`${owner}\` that is under the GPL, or do without one of the two.`,
    }),
    zh: ({ symbol, owner, kind }) => ({
      what:
        kind === "mixed"
          ? `模块使用了仅限 GPL 的符号，同时又使用了专有模块 \`${owner}\` 的 \`${symbol}\`。`
          : `\`${symbol}\` 仅限 GPL 使用，而模块使用了专有模块 \`${owner}\` 的符号。`,
      why: "使用专有模块的符号的模块自身也被视为专有，因此内核不向它提供仅限 GPL 的符号。",
      fix: `请使用采用 GPL 的 \`${owner}\` 版本，或者放弃其中一类符号。`,
    }),
  },
});
