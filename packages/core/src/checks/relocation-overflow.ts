import { defineCheck } from "../analyse/define-check.ts";
import type { Language } from "../model/fact.ts";
import { hex } from "../model/hex.ts";
import type { RelocationAt, Relocations } from "../model/relocations.ts";
import { damaged } from "./shared/damaged.ts";
import { type Cause, neverFits, overflowSays } from "./shared/reach.ts";
import { placeOf } from "./shared/relocations.ts";

/** All whose value is no address of the kernel or of a module, in the order in which they are applied. */
function misled(relocations: Relocations): (readonly [Cause, RelocationAt])[] {
  const { againstNothing, absoluteCalls, roomless, unloaded, far } = relocations;
  const found: (readonly [Cause, RelocationAt])[] = [];
  const add = (cause: Cause, all: readonly RelocationAt[] = []): void => {
    for (const one of all) found.push([cause, one]);
  };
  add("nothing", againstNothing);
  add("absolute", absoluteCalls);
  add("roomless", roomless);
  add("unloaded", unloaded);
  add("addend", far);
  return found.sort(([, a], [, b]) => a.section - b.section || a.index - b.index);
}

const causes: Readonly<Record<Language, Readonly<Record<Cause, string>>>> = {
  en: {
    nothing: "is against symbol 0, which is none and has address 0",
    absolute: "is against a symbol that is defined as an address near 0",
    roomless: "is against per-CPU data in a section without size, so that its address is near 0",
    unloaded:
      "is against a symbol in a section that is not loaded, so that its address is in the kernel's copy of the file",
    addend: "adds more to its symbol than any address space between kernel and module",
  },
  zh: {
    nothing: "指向第 0 个符号，即没有符号，其地址为 0",
    absolute: "指向一个被定义为 0 附近地址的符号",
    roomless: "指向长度为零的每 CPU 数据节，其地址在 0 附近",
    unloaded: "指向不会被加载的节中的符号，其地址位于内核保存的文件副本中",
    addend: "给符号加上的数超出了内核与模块之间的任何距离",
  },
};

export default defineCheck({
  id: "relocation-overflow",
  title: {
    en: "A relocation's value does not fit, wherever the module is put",
    zh: "无论模块加载到何处，重定位的值都放不下",
  },
  effect: "refused",
  needs: { kernel: ["architecture", "config"], module: ["relocations", "elf"] },
  // Most values depend on where the module is put. These do not: they are too far from any module.
  run: ({ kernel, module }) => {
    const { relocations, elf } = module;
    const found = misled(relocations).find(([cause, one]) => neverFits(kernel, cause, one));
    if (!found) return [];
    const [cause, one] = found;
    return [{ ...placeOf(elf, one), cause, architecture: kernel.architecture.name }];
  },
  kernelSays: ({ type, architecture }, context) => overflowSays(architecture, type, context),

  example: {
    section: ".text",
    offset: 0x12,
    type: 275,
    symbolIndex: 0,
    cause: "nothing",
    architecture: "arm64",
  },
  explain: {
    en: ({ section, offset, type, cause }) => ({
      what: `The relocation at ${hex(offset)} of \`${section}\` (type ${type}) ${causes.en[cause]}, and its field does not hold that, wherever the module is put.`,
      ...damaged.en,
    }),
    zh: ({ section, offset, type, cause }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的重定位（类型 ${type}）${causes.zh[cause]}；无论模块加载到何处，该字段都放不下这个值。`,
      ...damaged.zh,
    }),
  },
});
