import type { Language } from "../../model/fact.ts";

/** Why and fix of a file that no linker writes like this. */
export const damaged: Readonly<Record<Language, { readonly why: string; readonly fix: string }>> = {
  en: {
    why: "No linker writes such a file: it was cut off or changed after it was built, most often by a failed copy or download or by a full disk.",
    fix: "Copy or download the module again and compare checksums (`sha256sum`), or build it again.",
  },
  zh: {
    why: "链接器不会生成这样的文件：它在编译之后被截断或改动过，最常见的原因是复制或下载中断，或者磁盘已满。",
    fix: "请重新复制或下载该模块并比较校验和（`sha256sum`），或者重新编译。",
  },
};

/** Fix of a module that was not linked by the kernel's own build. */
export const linkedByHand: Readonly<Record<Language, { readonly fix: string }>> = {
  en: {
    fix: "Build it with the kernel's build system: `make -C /lib/modules/$(uname -r)/build M=$PWD modules`.",
  },
  zh: { fix: "请用内核的构建系统编译：`make -C /lib/modules/$(uname -r)/build M=$PWD modules`。" },
};
