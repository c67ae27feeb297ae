import { defineCheck } from "../analyse/define-check.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "symbol-common",
  title: { en: "A variable has no place in any section", zh: "某个变量没有被放入任何节" },
  effect: "refused",
  needs: { module: ["imports"] },
  run: ({ module }) => (module.imports.common ?? []).map((symbolIndex) => ({ symbolIndex })),
  // SHN_COMMON in simplify_symbols() in kernel/module/main.c
  kernelSays: (_, { module }) => noExec(`${module}: please compile with -fno-common`),

  example: { symbolIndex: 41 },
  explain: {
    en: ({ symbolIndex }) => ({
      what: `Symbol ${symbolIndex} of \`.symtab\` is a common symbol: a variable that the compiler left for the linker to place.`,
      why: "The module was compiled with `-fcommon`, or by an old compiler without the kernel's options, and the kernel's loader places no such variables.",
      fix: "Build it with the kernel's build system, which gives `-fno-common`: `make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`.",
    }),
    zh: ({ symbolIndex }) => ({
      what: `\`.symtab\` 中的第 ${symbolIndex} 个符号是公共符号（common）：编译器把这个变量留给链接器安放。`,
      why: "模块编译时使用了 `-fcommon`，或由旧编译器在没有内核编译选项的情况下编译，而内核的模块加载器不会安放这样的变量。",
      fix: "请用内核的构建系统编译，它会使用 `-fno-common`：`make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`。",
    }),
  },
});
