import { configured } from "../model/config.ts";
import type { ConfigDifference } from "../model/config-difference.ts";
import type { Text } from "../model/fact.ts";
import { hex } from "../model/hex.ts";
import type { KernelFacts, StructModule } from "../model/kernel.ts";
import type { ThisModule } from "../model/module.ts";
import { type CauseFound, defineCause } from "./define-cause.ts";
import { fitsWithout, guardedBy, type LostMembers, lostMembers } from "./shared/lost-members.ts";
import { probedTools } from "./shared/probed-tools.ts";

export interface Evidence {
  /** Options that guard members which the module does not have; all of them together explain its layout. */
  readonly options: readonly { readonly option: string; readonly members: readonly string[] }[];
  /** Where `exit`, else `init`, stands on each side, in bytes; absent when neither is in another place. */
  readonly moved?: { readonly member: "init" | "exit"; readonly module: number; readonly kernel: number };
  /** `sizeof(struct module)` on each side, in bytes. */
  readonly size: { readonly module: number; readonly kernel: number };
  /** Probes that answered otherwise when the headers were configured; empty when the headers are not at hand. */
  readonly probes: readonly ConfigDifference[];
  /** Options that the kernel has and its headers lack; absent when the headers are not at hand. */
  readonly lost?: number;
}

/** `struct module` of the module lacks the members that an option guards. */
export default defineCause<Evidence>({
  id: "option-guards-members",
  explains: [
    "this-module-size",
    "this-module-size-unchecked",
    "struct-module-layout",
    "relocation-target-in-use",
  ],
  find({ kernel, module }) {
    if (!kernel.structModule.known || !module.thisModule.known || !module.thisModule.value) return [];
    const [struct, built] = [kernel.structModule.value, module.thisModule.value];
    return inHeaders(kernel, struct, built) ?? byOffsets(kernel, struct, built);
  },
  links: {
    en: ({ certainty, evidence: { options, moved, size, probes, lost } }) => [
      ...probes.map(({ symbol, kernel, headers = "not set" }) =>
        isMissing(symbol, headers)
          ? `The headers were configured again where \`${probedTools[symbol]?.tool}\` is not installed: \`${symbol}\` is ${headers} there, and ${kernel ?? "not set"} in the kernel.`
          : `The headers were configured again with another \`${probedTools[symbol]?.tool}\`: \`${symbol}\` is ${headers} there, and ${kernel ?? "not set"} in the kernel.`,
      ),
      `${listed(
        options.map(({ option }) => `\`${option}\``),
        " and ",
      )} ${options.length === 1 ? "is" : "are"} set in the kernel${wasOff[certainty].en}${lost !== undefined && lost > options.length ? ` (with ${lost - options.length} more that the headers lost)` : ""}.`,
      `So \`struct module\` has no ${listed(
        options.flatMap(({ members }) => members).map((name) => `\`${name}\``),
        ", ",
      )} there.`,
      ...(moved && certainty !== "possible"
        ? [
            `\`${moved.member}\` stands at ${hex(moved.module)} in the module, and at ${hex(moved.kernel)} in the kernel.`,
          ]
        : []),
      ...(certainty === "possible" ? [] : [roundedTo(size).en]),
      ...probes
        .filter(({ symbol, headers = "" }) => isMissing(symbol, headers))
        .map(
          ({ symbol }) =>
            `Install it, reinstall the headers and build again: ${probedTools[symbol]?.install}`,
        ),
    ],
    zh: ({ certainty, evidence: { options, moved, size, probes, lost } }) => [
      ...probes.map(({ symbol, kernel, headers = "未设置" }) =>
        isMissing(symbol, headers)
          ? `头文件在未安装 \`${probedTools[symbol]?.tool}\` 的机器上被重新配置：其中 \`${symbol}\` 为 ${headers}，而内核为 ${kernel ?? "未设置"}。`
          : `头文件用另一个版本的 \`${probedTools[symbol]?.tool}\` 被重新配置：其中 \`${symbol}\` 为 ${headers}，而内核为 ${kernel ?? "未设置"}。`,
      ),
      `内核启用了 ${listed(
        options.map(({ option }) => `\`${option}\``),
        " 和 ",
      )}${wasOff[certainty].zh}${lost !== undefined && lost > options.length ? `（头文件还丢失了另外 ${lost - options.length} 个选项）` : ""}。`,
      `因此其 \`struct module\` 中没有 ${listed(
        options.flatMap(({ members }) => members).map((name) => `\`${name}\``),
        "、",
      )}。`,
      ...(moved && certainty !== "possible"
        ? [`\`${moved.member}\` 在模块中位于 ${hex(moved.module)}，在内核中位于 ${hex(moved.kernel)}。`]
        : []),
      ...(certainty === "possible" ? [] : [roundedTo(size).zh]),
      ...probes
        .filter(({ symbol, headers = "" }) => isMissing(symbol, headers))
        .map(({ symbol }) => `请安装它，重新安装头文件并重新编译：${probedTools[symbol]?.install}`),
    ],
  },
});

const roundedTo = ({ module, kernel }: Evidence["size"]): Text =>
  module === kernel
    ? {
        en: `Rounded up to cache lines the size is ${kernel} bytes on both sides, so no kernel notices.`,
        zh: `按缓存行取整后两边都是 ${kernel} 字节，因此内核不会察觉。`,
      }
    : {
        en: `Rounded up to cache lines the size is ${module} bytes in the module, and ${kernel} in the kernel.`,
        zh: `按缓存行取整后，模块中为 ${module} 字节，内核中为 ${kernel} 字节。`,
      };

const wasOff = {
  certain: { en: ", and not in the headers", zh: "，而头文件没有启用" },
  likely: {
    en: "; without what it guards, the layout is exactly that of the module, and no other single option explains it",
    zh: "；去掉它所控制的成员后，布局与模块完全一致，且没有其他单个选项能解释这一点",
  },
  possible: {
    en: "; without what it guards, the layout is that of the module, but another option explains it as well",
    zh: "；去掉它所控制的成员后，布局与模块一致，但另有选项同样能解释这一点",
  },
} as const;

const listed = (words: readonly string[], separator: string): string => words.join(separator);

const isMissing = (symbol: string, headers: string): boolean => probedTools[symbol]?.missing === headers;

/** What the headers lost, where they are at hand and it explains the layout; `undefined` when it does not. */
function inHeaders(
  { headersDifferences }: KernelFacts,
  kernel: StructModule,
  module: ThisModule,
): readonly CauseFound<Evidence>[] | undefined {
  if (!headersDifferences?.known) return undefined;
  const differences = headersDifferences.value;
  const lostOptions = differences.filter(({ headers }) => headers === undefined);
  const guarding = lostOptions
    .map(({ symbol }) => guardedBy(kernel, symbol))
    .filter(({ members }) => members.length > 0);
  if (guarding.length === 0 || !fitsWithout(kernel, module, guarding)) return undefined;
  const probes = differences.filter(({ symbol }) => Object.hasOwn(probedTools, symbol));
  return [
    { certainty: "certain", evidence: evidenceOf(kernel, module, guarding, probes, lostOptions.length) },
  ];
}

/** Single options that explain the layout. Of two that guard the same members, the first that this kernel sets counts. */
function byOffsets(
  { config }: KernelFacts,
  kernel: StructModule,
  module: ThisModule,
): readonly CauseFound<Evidence>[] {
  const seen = new Set<string>();
  const fitting = lostMembers(kernel, module).filter(({ option, members }) => {
    if (config.known && !configured(config.value, option)) return false;
    const key = members.map(({ name }) => name).join();
    return !seen.has(key) && seen.add(key);
  });
  const certainty = fitting.length === 1 ? "likely" : "possible";
  return fitting.map((one) => ({ certainty, evidence: evidenceOf(kernel, module, [one], []) }));
}

function evidenceOf(
  kernel: StructModule,
  module: ThisModule,
  options: readonly LostMembers[],
  probes: readonly ConfigDifference[],
  lost?: number,
): Evidence {
  const member = (["exit", "init"] as const).find(
    (at) => module[at] !== undefined && kernel[at] !== undefined && module[at] !== kernel[at],
  );
  const moved = member && { member, module: module[member] ?? 0, kernel: kernel[member] ?? 0 };
  return {
    options: options.map(({ option, members }) => ({ option, members: members.map(({ name }) => name) })),
    ...(moved && { moved }),
    size: { module: module.size, kernel: kernel.size },
    probes,
    ...(lost !== undefined && { lost }),
  };
}
