import { type Unknown, unknown } from "../model/fact.ts";

/** Why types are not known although there is debug information. */
export const unknownTypes = {
  /** The compiler put them into another file: `-gsplit-dwarf`. */
  aside: (file: string): Unknown =>
    unknown(
      {
        en: `the types are in another file, ${file}, where the compiler put them (CONFIG_DEBUG_INFO_SPLIT)`,
        zh: `类型信息位于另一个文件 ${file} 中，由编译器单独存放（CONFIG_DEBUG_INFO_SPLIT）`,
      },
      {
        en: "build without CONFIG_DEBUG_INFO_SPLIT (-gsplit-dwarf)",
        zh: "请在不启用 CONFIG_DEBUG_INFO_SPLIT（-gsplit-dwarf）的情况下编译",
      },
    ),
} as const;
