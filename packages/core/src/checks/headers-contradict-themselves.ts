import { defineCheck } from "../analyse/define-check.ts";
import { effectKinds } from "../config-effects/effect.ts";
import { effectsOf } from "../config-effects/effects-of.ts";
import type { Contradiction } from "../model/headers-contradictions.ts";

/** Symbols that the evidence has: those that do the most to modules. */
const MAX_SYMBOLS = 64;
/** Symbols that the texts name. */
const SHOWN = 3;

/** The gravest first: what does nothing to modules is last. */
function gravity({ symbol }: Contradiction): number {
  const [gravest] = effectsOf(symbol);
  return gravest ? effectKinds.indexOf(gravest.kind) : effectKinds.length;
}

type Files = Readonly<Partial<Record<"config" | "forMake" | "forCompiler", string>>>;

/** `CONFIG_X` (`.config`: y; `autoconf.h`: not set). */
function shown(
  symbols: readonly Contradiction[],
  { config, forMake, forCompiler }: Files,
  unset: string,
): readonly string[] {
  return symbols.slice(0, SHOWN).map((one) => {
    const values = [
      ...(config === undefined ? [] : [`.config: ${one.config ?? unset}`]),
      ...(forMake === undefined ? [] : [`auto.conf: ${one.forMake ?? unset}`]),
      ...(forCompiler === undefined ? [] : [`autoconf.h: ${one.forCompiler ?? unset}`]),
    ];
    return `\`${one.symbol}\` (${values.join(", ")})`;
  });
}

export default defineCheck({
  id: "headers-contradict-themselves",
  title: {
    en: "The headers hold two configurations",
    zh: "头文件中有两份互相矛盾的配置",
  },
  effect: "note",
  needs: { kernel: ["headersContradictions"] },
  run: ({ kernel: { headersContradictions: found } }) =>
    found
      ? [
          {
            files: found.files,
            count: found.contradictions.length,
            symbols: found.contradictions.toSorted((a, b) => gravity(a) - gravity(b)).slice(0, MAX_SYMBOLS),
          },
        ]
      : [],

  example: {
    files: { config: "headers/.config", forCompiler: "headers/include/generated/autoconf.h" },
    count: 1,
    symbols: [{ symbol: "CONFIG_DEBUG_INFO_BTF_MODULES", forCompiler: "y" }],
  },
  explain: {
    en: ({ files, count, symbols }) => ({
      what: `The files of the headers that hold their configuration disagree on ${count} ${count === 1 ? "symbol" : "symbols"}: ${shown(symbols, files, "not set").join("; ")}${count > SHOWN ? "; …" : ""}.`,
      why: "Somebody changed `.config`, or ran `make oldconfig`, and did not make the others of it, or copied one of them: modules are compiled with `include/generated/autoconf.h`, Makefiles read `include/config/auto.conf`, and the next `make modules_prepare` makes both of `.config`.",
      fix: "Install the headers of exactly this kernel again, and do not configure them; where they are your own, run `make olddefconfig modules_prepare` and build the kernel itself with the result, too.",
    }),
    zh: ({ files, count, symbols }) => ({
      what: `头文件中保存配置的几个文件有 ${count} 个选项不一致：${shown(symbols, files, "未设置").join("；")}${count > SHOWN ? "；……" : ""}。`,
      why: "有人修改了 `.config` 或运行了 `make oldconfig`，却没有据此重新生成其他文件，或者只复制了其中一个：模块按 `include/generated/autoconf.h` 编译，Makefile 读取 `include/config/auto.conf`，而下一次 `make modules_prepare` 会由 `.config` 重新生成这两者。",
      fix: "请重新安装与该内核完全对应的头文件，并且不要重新配置它们；如果头文件是您自己的，请运行 `make olddefconfig modules_prepare`，并用同样的配置编译内核本身。",
    }),
  },
});
