import type { DwarfTypes } from "../formats/dwarf/dwarf.ts";
import type { CTypes } from "../model/c-type.ts";
import { type Fact, known, unknown, type Unknown } from "../model/fact.ts";

/**
 * What the debug information of `file` answered, as a fact: `otherwise` where there is none, or it does not define what was
 * wanted.
 */
export function typesIn(file: string, found: DwarfTypes | undefined, otherwise: Unknown): Fact<CTypes> {
  if (found?.found) return known(found.types, { input: file, part: ".debug_info" });
  return elsewhere(found) ?? otherwise;
}

/** That the types are in another file, and which; `undefined` where nothing says so. */
export function elsewhere(found: DwarfTypes | undefined): Unknown | undefined {
  if (!found || found.found) return undefined;
  if (found.splitInto !== undefined) return aside(found.splitInto);
  return found.supplement === undefined ? undefined : supplemented(found.supplement);
}

/** dwz(1) moved there what several files have in common. */
const supplemented = (file: string): Unknown =>
  unknown(
    {
      en: `the debug information needs the supplementary file ${file}, into which dwz put what several files have in common; kofit does not read such`,
      zh: `调试信息需要补充文件 ${file}，dwz 把多个文件共有的内容放在了其中；kofit 不读取这种文件`,
    },
    {
      en: "give the kernel's BTF, or debug information as the compiler wrote it: a module that is built with `make KCFLAGS=-g`",
      zh: "请给出内核的 BTF，或由编译器直接写出的调试信息：用 `make KCFLAGS=-g` 编译的模块",
    },
  );

/** The compiler put them into another file: `-gsplit-dwarf`. */
const aside = (file: string): Unknown =>
  unknown(
    {
      en: `the types are in another file, ${file}, where the compiler put them (CONFIG_DEBUG_INFO_SPLIT)`,
      zh: `类型信息位于另一个文件 ${file} 中，由编译器单独存放（CONFIG_DEBUG_INFO_SPLIT）`,
    },
    {
      en: "build without CONFIG_DEBUG_INFO_SPLIT (-gsplit-dwarf)",
      zh: "请在不启用 CONFIG_DEBUG_INFO_SPLIT（-gsplit-dwarf）的情况下编译",
    },
  );
