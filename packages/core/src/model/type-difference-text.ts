import type { Language } from "./fact.ts";
import type { TypeDifference } from "./type-difference.ts";

/** Members of one side that are named. */
const SHOWN = 4;

const named = (names: readonly string[], comma: string, more: string): string =>
  names
    .slice(0, SHOWN)
    .map((name) => `\`${name}\``)
    .join(comma) + (names.length > SHOWN ? more : "");

/** A type that differs, and how: "`struct task_struct` (4928 bytes in the module, 4736 in the kernel; …)". */
export const typeDifferenceText: Readonly<Record<Language, (one: TypeDifference) => string>> = {
  en: ({ kind, name, sizes: [module, kernel], onlyInModule, onlyInKernel, moved }) => {
    const parts = [
      module === kernel
        ? `${kernel} bytes on both sides`
        : `${module} bytes in the module, ${kernel} in the kernel`,
      ...(onlyInModule.length > 0 ? [`only the module's has ${named(onlyInModule, ", ", " …")}`] : []),
      ...(onlyInKernel.length > 0 ? [`only the kernel's has ${named(onlyInKernel, ", ", " …")}`] : []),
      ...(moved > 0 ? [`${moved} ${moved === 1 ? "member lies" : "members lie"} elsewhere`] : []),
    ];
    return `\`${kind} ${name}\` (${parts.join("; ")})`;
  },
  zh: ({ kind, name, sizes: [module, kernel], onlyInModule, onlyInKernel, moved }) => {
    const parts = [
      module === kernel ? `两边都是 ${kernel} 字节` : `模块中为 ${module} 字节，内核中为 ${kernel} 字节`,
      ...(onlyInModule.length > 0 ? [`仅模块中有 ${named(onlyInModule, "、", " 等")}`] : []),
      ...(onlyInKernel.length > 0 ? [`仅内核中有 ${named(onlyInKernel, "、", " 等")}`] : []),
      ...(moved > 0 ? [`${moved} 个成员的位置不同`] : []),
    ];
    return `\`${kind} ${name}\`（${parts.join("；")}）`;
  },
};
