import type { Explanation, KernelSays } from "../../analyse/define-check.ts";
import type { Language } from "../../model/fact.ts";
import { isFirst, LOCKS_UNTRUSTED, locksTrusted } from "./taints.ts";

/** What a forced load is the first to do. */
export interface FirstForced {
  /** Whether no module was forced before, for certain. */
  readonly first: boolean;
  /** Whether locks could be trusted before, for certain; absent when not. */
  readonly endsLockDebugging?: true;
}

/** @param before whether this module was forced for another reason before */
export function firstForced(taints: string | undefined, before = false): FirstForced {
  const first = !before && isFirst(taints, "F");
  return { first, ...(first && locksTrusted(taints) && { endsLockDebugging: true }) };
}

/** try_to_force_load() in kernel/module/main.c tells the reason once, while no module was forced. */
export const forcedSays = (
  module: string,
  reason: string,
  { first, endsLockDebugging }: FirstForced,
): KernelSays => ({
  errno: null,
  log: [
    ...(first ? [`${module}: ${reason}: kernel tainted.`] : []),
    ...(endsLockDebugging ? [LOCKS_UNTRUSTED] : []),
  ],
});

/** Texts for a `--force` that a kernel without CONFIG_MODULE_FORCE_LOAD refuses. */
export const forcedInVain = (flag: string): Readonly<Record<Language, Explanation>> => ({
  en: {
    what: `The module is loaded by force (\`${flag}\`), and the kernel was built without \`CONFIG_MODULE_FORCE_LOAD\`.`,
    why: "Such a kernel refuses every forced load without a word in its log, even of a module that fits.",
    fix: "Load it without `--force`; where it does not fit then, build it with the headers package of exactly this kernel.",
  },
  zh: {
    what: `模块以强制方式加载（\`${flag}\`），而内核编译时没有启用 \`CONFIG_MODULE_FORCE_LOAD\`。`,
    why: "这样的内核会拒绝一切强制加载，即使模块本来匹配，并且不在日志中留下任何信息。",
    fix: "请不带 `--force` 加载；如果那样不匹配，请使用与该内核完全对应的头文件包重新编译。",
  },
});

/** Texts for a `--force` that a kernel grants. */
export const forced = (
  unchecked: Readonly<Record<Language, string>>,
): Readonly<Record<Language, Explanation>> => ({
  en: {
    what: `The module is loaded by force: the kernel does not compare ${unchecked.en}, and is tainted (F, forced).`,
    why: "With `--force` the module also counts as unsigned, whatever signature it has.",
    fix: "Force a load only to learn something on a machine that may crash; for daily use build the module with the headers package of exactly this kernel.",
  },
  zh: {
    what: `模块以强制方式加载：内核不比较${unchecked.zh}，并带上污染标记 F（强制加载）。`,
    why: "使用 `--force` 时，无论模块有什么签名，都视为未签名。",
    fix: "请只在允许崩溃的机器上为了试验而强制加载；日常使用请用与该内核完全对应的头文件包重新编译模块。",
  },
});
