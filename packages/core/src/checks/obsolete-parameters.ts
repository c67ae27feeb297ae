import { defineCheck } from "../analyse/define-check.ts";
import { hasSection } from "./shared/sections.ts";

export default defineCheck({
  id: "obsolete-parameters",
  title: { en: "Parameters are declared in the way of Linux 2.4", zh: "参数采用 Linux 2.4 的声明方式" },
  effect: "note",
  needs: { module: ["elf"] },
  // find_module_sections() in kernel/module/main.c
  run: ({ module: { elf } }) => (hasSection(elf, "__obsparm") ? [{ section: "__obsparm" }] : []),
  kernelSays: (_, { module }) => ({ errno: null, log: [`${module}: Ignoring obsolete parameters`] }),

  example: { section: "__obsparm" },
  explain: {
    en: ({ section }) => ({
      what: `The module has parameters in the section \`${section}\`, which no kernel since 2.6 reads: they cannot be set.`,
      why: "`MODULE_PARM()` wrote that section; it was removed long ago.",
      fix: "Declare the parameters with `module_param()`.",
    }),
    zh: ({ section }) => ({
      what: `模块在 \`${section}\` 节中声明了参数，而 2.6 之后的内核都不再读取它：这些参数无法设置。`,
      why: "该节由 `MODULE_PARM()` 写入，而后者早已被移除。",
      fix: "请改用 `module_param()` 声明参数。",
    }),
  },
});
