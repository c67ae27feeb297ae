import type { Language } from "../model/fact.ts";
import type { KernelFacts } from "../model/kernel.ts";
import type { HandedModule } from "../model/module.ts";
import type { ReachedType } from "../model/reached-type.ts";
import { typeDifferenceText } from "../model/type-difference-text.ts";
import type { TypeDifferences } from "../model/type-difference.ts";
import { type CauseFound, type CauseGiven, defineCause } from "./define-cause.ts";
import optionGuardsMembers from "./option-guards-members.ts";
import { goneWith, type GuardingOption, guardingOptions } from "../config-effects/guarding-options.ts";

export type Evidence =
  /** The module's own types show it. */
  | (Pick<TypeDifferences, "from" | "handled" | "others"> & { readonly shownBy: "types" })
  /** Nobody knows the module's types: options tell what differs. */
  | {
      /** The configurations of headers and kernel; or only that an option goes with one that explains the finding. */
      readonly shownBy: "headers" | "option";
      readonly options: readonly GuardingOption[];
      /** How the module gets at these types; absent where the kernel's types are not known. */
      readonly reached?: readonly ReachedType[];
    };

/**
 * What made `struct module` another one made others, too: who only repairs the size gets a module that the kernel loads and that
 * works on memory that is laid out otherwise.
 */
export default defineCause<Evidence>({
  id: "other-types-differ",
  explains: [
    "this-module-size",
    "this-module-size-unchecked",
    "struct-module-layout",
    "relocation-target-in-use",
  ],
  find(given) {
    const { typeDifferences } = given.module;
    if (typeDifferences?.known) return byTypes(typeDifferences.value);
    const { headersDifferences } = given.kernel;
    return headersDifferences?.known
      ? byOptions(given.module, "headers", guardingOptions(headersDifferences.value))
      : byTool(given);
  },
  links: {
    en: ({ evidence }) => linksIn(evidence, "en"),
    zh: ({ evidence }) => linksIn(evidence, "zh"),
  },
});

type Found = readonly CauseFound<Evidence>[];

/** Where they are known and alike there is nothing to tell, whatever options say. */
function byTypes({ from, handled, others }: TypeDifferences): Found {
  if (handled.length + others.length === 0) return [];
  return [{ certainty: "certain", evidence: { shownBy: "types", from, handled, others } }];
}

function byOptions(
  { reachedTypes }: HandedModule,
  shownBy: "headers" | "option",
  options: readonly GuardingOption[],
): Found {
  const reached = reachedTypes?.known ? reachedTypes.value : undefined;
  const names = reached && new Set(reached.map(({ type }) => type));
  const used = options
    .map((one) => ({ ...one, types: one.types.filter((type) => names?.has(type) ?? true) }))
    .filter(({ types }) => types.length > 0);
  if (used.length === 0) return [];
  const ways = reached?.filter(({ type }) => used.some(({ types }) => types.includes(type)));
  return [
    {
      // Both configurations are there; that the module was built with these headers is what the finding shows.
      certainty: shownBy === "headers" && names ? "likely" : "possible",
      evidence: { shownBy, options: used, ...(ways && { reached: ways }) },
    },
  ];
}

/** What goes with the option that explains the finding, where no headers tell what else went. */
function byTool(given: CauseGiven): Found {
  return byOptions(given.module, "option", alongWith(given));
}

function alongWith(given: CauseGiven): readonly GuardingOption[] {
  const { config }: KernelFacts = given.kernel;
  if (!config.known) return [];
  const lost = optionGuardsMembers
    .find(given)
    .flatMap(({ evidence }) => evidence.options)
    .filter(({ change }) => change === "lost");
  const found = lost.flatMap(({ option }) => goneWith(option, config.value));
  return [...new Map(found.map((one) => [one.option, one])).values()];
}

/** Types, or options, that a chain names. */
const SHOWN = 3;

const code = (name: string): string => `\`${name}\``;
const structs = (names: readonly string[], comma: string): string =>
  names
    .slice(0, SHOWN)
    .map((name) => code(`struct ${name}`))
    .join(comma);

/** The sentences of the chain. */
interface Words {
  readonly comma: string;
  readonly semicolon: string;
  more(count: number): string;
  types(from: TypeDifferences["from"], handled: boolean, list: string): string;
  option(shownBy: "headers" | "option", one: string, change: GuardingOption["change"], types: string): string;
  reached(one: ReachedType): string;
  notKnown: string;
  end: string;
}

function linksIn(evidence: Evidence, language: Language): readonly string[] {
  const say = words[language];
  if (evidence.shownBy === "types") {
    const { from, handled, others } = evidence;
    const shown = handled.length > 0 ? handled : others;
    const list = shown.slice(0, SHOWN).map(typeDifferenceText[language]).join(say.semicolon);
    const left = handled.length + others.length - Math.min(SHOWN, shown.length);
    return [say.types(from, handled.length > 0, list + (left > 0 ? say.more(left) : "")), say.end];
  }
  const { shownBy, options, reached } = evidence;
  const more = options.length - SHOWN;
  return [
    ...options.slice(0, SHOWN).map(({ option, change, types }, at) => {
      const text = say.option(shownBy, code(option), change, structs(types, say.comma));
      return at === SHOWN - 1 && more > 0 ? text + say.more(more) : text;
    }),
    ...(reached ? reached.slice(0, SHOWN).map((one) => say.reached(one)) : [say.notKnown]),
    say.end,
  ];
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    comma: ", ",
    semicolon: "; ",
    more: (count) => ` (and ${count} more)`,
    types: (from, handled, list) =>
      `\`struct module\` is not all that differs: ${from === "BTF" ? "the module's BTF" : "the module's debug information"} shows that ${handled ? "types that it works on are" : "types that it was compiled with are"} laid out otherwise in the kernel, too: ${list}.`,
    option: (shownBy, option, change, types) => {
      const sides =
        change === "lost"
          ? "set in the kernel, and not in the headers"
          : "not set in the kernel, and in the headers";
      return shownBy === "headers"
        ? `\`struct module\` is not all that differs: ${option}, which guards members of ${types}, is ${sides}, too.`
        : `\`struct module\` may not be all that differs: ${option}, which guards members of ${types}, is set in the kernel, and goes where the same tool is missing.`;
    },
    reached: ({ type, by, path }) =>
      `The module gets at ${code(`struct ${type}`)} from ${code(by)}, which it imports${path.length > 0 ? `, by ${code(path.join("."))}` : ""}.`,
    notKnown: "Whether the module uses them is not known: neither its types nor the kernel's are at hand.",
    end: "So a module that is only given the right size would be loaded, and might work on wrong members: configure the headers as the kernel is, and build it again.",
  },
  zh: {
    comma: "、",
    semicolon: "；",
    more: (count) => `（另有 ${count} 个）`,
    types: (from, handled, list) =>
      `不同的不只是 \`struct module\`：模块的${from === "BTF" ? " BTF " : "调试信息"}表明，${handled ? "它所操作的" : "编译时所用的"}下列类型在内核中的布局也不同：${list}。`,
    option: (shownBy, option, change, types) => {
      const sides = change === "lost" ? "内核启用了它而头文件没有" : "头文件启用了它而内核没有";
      return shownBy === "headers"
        ? `不同的不只是 \`struct module\`：决定 ${types} 中成员的 ${option} 也不一致，${sides}。`
        : `不同的可能不只是 \`struct module\`：内核启用了决定 ${types} 中成员的 ${option}，而缺少同一个工具时它也会消失。`;
    },
    reached: ({ type, by, path }) =>
      `模块从其导入的 ${code(by)} ${path.length > 0 ? `经由 ${code(path.join("."))} ` : ""}可以访问 ${code(`struct ${type}`)}。`,
    notKnown: "模块是否使用这些类型未知：手头既没有模块的类型信息，也没有内核的。",
    end: "因此，仅仅凑对大小的模块会被加载，却可能读写错误的成员：请按内核的配置来配置头文件，然后重新编译。",
  },
};
