import { defineCheck } from "../analyse/define-check.ts";
import { configured } from "../model/config.ts";
import { damaged } from "./shared/damaged.ts";

export default defineCheck({
  id: "parameter-nameless",
  title: { en: "A parameter has no name", zh: "模块参数没有名称" },
  effect: "unsafe",
  crashesHere: true,
  needs: { kernel: ["config"], module: ["relocations"] },
  // module_param_sysfs_setup() in kernel/params.c: add_sysfs_param(), and sysfs_create_group() with what it was given
  run: ({ kernel, module }) => {
    const { namelessParameter: index } = module.relocations;
    return index !== undefined && configured(kernel.config, "CONFIG_SYSFS") ? [{ index }] : [];
  },

  example: { index: 0 },
  explain: {
    en: ({ index }) => ({
      what: `Parameter number ${index + 1} of \`__param\` is to be shown in \`/sys/module\`, and no relocation fills in the pointer to its name: the kernel crashes when it reads the name.`,
      ...damaged.en,
    }),
    zh: ({ index }) => ({
      what: `\`__param\` 中的第 ${index + 1} 个参数要显示在 \`/sys/module\` 中，但没有重定位填写指向其名称的指针：内核读取名称时会崩溃。`,
      ...damaged.zh,
    }),
  },
});
