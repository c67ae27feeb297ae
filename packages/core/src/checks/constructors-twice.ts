import { defineCheck } from "../analyse/define-check.ts";
import { hasSection } from "./shared/sections.ts";

export default defineCheck({
  id: "constructors-twice",
  title: { en: "Both `.ctors` and `.init_array`", zh: "同时有 `.ctors` 和 `.init_array`" },
  effect: "refused",
  needs: { kernel: ["loaderOptions"], module: ["elf"] },
  run: ({ kernel, module: { elf } }) =>
    hasSection(elf, ".ctors") && hasSection(elf, ".init_array") && kernel.loaderOptions.has("constructors")
      ? [{ sections: [".ctors", ".init_array"] }]
      : [],
  // find_module_sections() in kernel/module/main.c
  kernelSays: (_, { module }) => ({
    errno: "EINVAL",
    log: [`${module}: has both .ctors and .init_array.`],
  }),

  example: { sections: [".ctors", ".init_array"] },
  explain: {
    en: () => ({
      what: "The module has constructors in `.ctors` and in `.init_array`; the kernel runs one of the two.",
      why: "Its objects were compiled by compilers that disagree on where constructors go.",
      fix: "Build all of the module with the compiler that built the kernel: `make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`.",
    }),
    zh: () => ({
      what: "模块的构造函数分布在 `.ctors` 和 `.init_array` 中，而内核只运行其中一处。",
      why: "它的目标文件由不同的编译器生成，这些编译器存放构造函数的位置不同。",
      fix: "请用编译内核的编译器完整地重新编译该模块：`make -C /lib/modules/$(uname -r)/build M=$PWD clean modules`。",
    }),
  },
});
