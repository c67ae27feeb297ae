import { configured } from "../model/config.ts";
import type { ConfigDifference } from "../model/config-difference.ts";
import type { Language } from "../model/fact.ts";
import { hex } from "../model/hex.ts";
import type { KernelFacts, StructModule } from "../model/kernel.ts";
import type { ThisModule } from "../model/module.ts";
import { type CauseFound, type Certainty, defineCause } from "./define-cause.ts";
import {
  fitsWithout,
  guardedBy,
  type LostMembers,
  lostMembers,
  type Moved,
  movedIn,
} from "./shared/lost-members.ts";
import { probedTools } from "./shared/probed-tools.ts";

export interface Evidence {
  /** Options that guard members which the module does not have; all of them together explain its layout. */
  readonly options: readonly { readonly option: string; readonly members: readonly string[] }[];
  /** Where `exit`, else `init`, stands on each side, in bytes; absent when neither is in another place. */
  readonly moved?: Moved;
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
  links: { en: (found) => chain(found, words.en), zh: (found) => chain(found, words.zh) },
});

/** The sentences of the chain. Names come in backticks. */
interface Words {
  readonly unset: string;
  readonly comma: string;
  reconfigured(tool: string, isMissing: boolean, symbol: string, headers: string, kernel: string): string;
  set(options: readonly string[], certainty: Certainty, more: number): string;
  lost(members: string): string;
  moved(member: string, module: string, kernel: string): string;
  size(module: number, kernel: number): string;
  install(command: string): string;
}

function chain({ certainty, evidence }: CauseFound<Evidence>, say: Words): readonly string[] {
  const { options, moved, size, probes, lost = 0 } = evidence;
  const probed = probes.flatMap(({ symbol, kernel = say.unset, headers = say.unset }) => {
    const tool = probedTools[symbol];
    return tool ? [{ tool, symbol, kernel, headers, isMissing: tool.missing === headers }] : [];
  });
  const members = options.flatMap((one) => one.members.map(code)).join(say.comma);
  // Of one of several explanations it is enough to say what it takes away.
  const isSure = certainty !== "possible";
  return [
    ...probed.map(({ tool, isMissing, symbol, headers, kernel }) =>
      say.reconfigured(code(tool.tool), isMissing, code(symbol), headers, kernel),
    ),
    say.set(
      options.map(({ option }) => code(option)),
      certainty,
      lost - options.length,
    ),
    say.lost(members),
    ...(moved && isSure ? [say.moved(code(moved.member), hex(moved.module), hex(moved.kernel))] : []),
    ...(isSure ? [say.size(size.module, size.kernel)] : []),
    ...probed.filter(({ isMissing }) => isMissing).map(({ tool }) => say.install(tool.install)),
  ];
}

const code = (name: string): string => `\`${name}\``;

const words: Readonly<Record<Language, Words>> = {
  en: {
    unset: "not set",
    comma: ", ",
    reconfigured: (tool, isMissing, symbol, headers, kernel) =>
      `The headers were configured again ${isMissing ? `where ${tool} is not installed` : `with another ${tool}`}: ${symbol} is ${headers} there, and ${kernel} in the kernel.`,
    set: (options, certainty, more) =>
      `${options.join(" and ")} ${options.length === 1 ? "is" : "are"} set in the kernel${wasOff[certainty].en}${more > 0 ? ` (with ${more} more that the headers lost)` : ""}.`,
    lost: (members) => `So \`struct module\` has no ${members} there.`,
    moved: (member, module, kernel) =>
      `${member} stands at ${module} in the module, and at ${kernel} in the kernel.`,
    size: (module, kernel) =>
      module === kernel
        ? `Rounded up to cache lines the size is ${kernel} bytes on both sides, so no kernel notices.`
        : `Rounded up to cache lines the size is ${module} bytes in the module, and ${kernel} in the kernel.`,
    install: (command) => `Install it, reinstall the headers and build again: ${command}`,
  },
  zh: {
    unset: "未设置",
    comma: "、",
    reconfigured: (tool, isMissing, symbol, headers, kernel) =>
      `头文件${isMissing ? `在未安装 ${tool} 的机器上` : `用另一个版本的 ${tool} `}被重新配置：其中 ${symbol} 为 ${headers}，而内核为 ${kernel}。`,
    set: (options, certainty, more) =>
      `内核启用了 ${options.join(" 和 ")}${wasOff[certainty].zh}${more > 0 ? `（头文件还丢失了另外 ${more} 个选项）` : ""}。`,
    lost: (members) => `因此其 \`struct module\` 中没有 ${members}。`,
    moved: (member, module, kernel) => `${member} 在模块中位于 ${module}，在内核中位于 ${kernel}。`,
    size: (module, kernel) =>
      module === kernel
        ? `按缓存行取整后两边都是 ${kernel} 字节，因此内核不会察觉。`
        : `按缓存行取整后，模块中为 ${module} 字节，内核中为 ${kernel} 字节。`,
    install: (command) => `请安装它，重新安装头文件并重新编译：${command}`,
  },
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
  const moved = movedIn(kernel, module);
  return {
    options: options.map(({ option, members }) => ({ option, members: members.map(({ name }) => name) })),
    ...(moved && { moved }),
    size: { module: module.size, kernel: kernel.size },
    probes,
    ...(lost !== undefined && { lost }),
  };
}
