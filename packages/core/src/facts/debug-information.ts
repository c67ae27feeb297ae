import type { DwarfTypes } from "../formats/dwarf/dwarf.ts";
import type { CTypes } from "../model/c-type.ts";
import { type Fact, known, unknown, type Unknown } from "../model/fact.ts";

/**
 * What the debug information of `file` answered, as a fact: `otherwise` where there is none, or it does not define what was
 * wanted.
 */
export function typesIn(file: string, found: DwarfTypes | undefined, otherwise: Unknown): Fact<CTypes> {
  if (found?.found) return known(found.types, { input: file, part: ".debug_info" });
  return found?.splitInto === undefined ? otherwise : aside(found.splitInto);
}

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
