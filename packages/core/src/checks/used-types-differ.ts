import { defineCheck } from "../analyse/define-check.ts";
import { typeDifferenceText } from "../model/type-difference-text.ts";
import type { TypeDifference, TypeDifferences } from "../model/type-difference.ts";
import { misplaced } from "./shared/struct-module.ts";

/** Types that the texts name. */
const SHOWN = 3;
/** Types that the evidence has. */
const MAX_TYPES = 64;

const list = (types: readonly TypeDifference[], language: "en" | "zh", comma: string, more: string): string =>
  types.slice(0, SHOWN).map(typeDifferenceText[language]).join(comma) + (types.length > SHOWN ? more : "");

const whereFrom: Readonly<Record<TypeDifferences["from"], { readonly en: string; readonly zh: string }>> = {
  "debug information": { en: "its debug information", zh: "其调试信息" },
  BTF: { en: "its BTF (`.BTF.base`)", zh: "其 BTF（`.BTF.base`）" },
};

export default defineCheck({
  id: "used-types-differ",
  title: {
    en: "The module was compiled with types that the kernel lays out otherwise",
    zh: "编译模块所用的类型与内核的布局不同",
  },
  // What comes of it depends on which members the code touches, which types do not tell.
  effect: "note",
  needs: { kernel: ["structModule"], module: ["thisModule"], pair: ["usedTypes"] },
  // Where struct module shows it as well, this is told with that finding, see causes/other-types-differ.ts.
  run: ({ kernel, module, pair: { usedTypes } }) => {
    if (!usedTypes || usedTypes.handled.length === 0 || !module.thisModule) return [];
    const { thisModule } = module;
    const shows =
      thisModule.size !== kernel.structModule.size || misplaced(thisModule, kernel.structModule).length > 0;
    const { from, handled, others } = usedTypes;
    return shows
      ? []
      : [{ from, types: handled.slice(0, MAX_TYPES), count: handled.length, others: others.length }];
  },

  example: {
    from: "debug information",
    types: [
      {
        kind: "struct",
        name: "task_struct",
        sizes: [4736, 4928],
        onlyInModule: [],
        onlyInKernel: ["scx"],
        moved: 220,
        isOwn: true,
      },
    ],
    count: 1,
    others: 0,
  },
  explain: {
    en: ({ from, types, count, others }) => ({
      what: `${count === 1 ? "A type" : `${count} types`} that the module works on ${count === 1 ? "is" : "are"} laid out otherwise in the kernel: ${list(types, "en", "; ", "; …")}.`,
      why: `The headers that it was built with have another configuration than the kernel, as ${whereFrom[from].en} shows${others > 0 ? `, which has ${others} more such types` : ""}; \`struct module\` is the same, so no kernel notices, and code that uses a member behind the difference reads or writes another one.`,
      fix: "Build it with headers that are configured as the kernel is (`kofit preflight --headers DIR` tells whether they are); do not load it before, unless you know that it uses none of these members.",
    }),
    zh: ({ from, types, count, others }) => ({
      what: `模块所操作的 ${count} 个类型在内核中的布局不同：${list(types, "zh", "；", "；……")}。`,
      why: `${whereFrom[from].zh}表明，编译模块所用的头文件与内核的配置不同${others > 0 ? `（其中另有 ${others} 个这样的类型）` : ""}；由于 \`struct module\` 相同，内核不会察觉，而使用差异之后的成员的代码会读写到别的成员。`,
      fix: "请用与内核配置相同的头文件重新编译（`kofit preflight --headers DIR` 可以检查头文件）；在此之前不要加载它，除非您确知它不使用这些成员。",
    }),
  },
});
