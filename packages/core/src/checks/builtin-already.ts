import { defineCheck } from "../analyse/define-check.ts";
import { nameInKernel } from "./shared/name-in-kernel.ts";

export default defineCheck({
  id: "builtin-already",
  title: { en: "The kernel has this module built in", zh: "该模块已内置于内核" },
  effect: "note",
  needs: { kernel: ["builtins"], module: ["thisModule", "name"] },
  run: ({ kernel, module }) => {
    const name = nameInKernel(module);
    if (name === undefined) return [];
    const builtin = kernel.builtins.get(name);
    return builtin && builtin.inSysfs !== true
      ? [{ name, path: builtin.path, inSysfs: builtin.inSysfs ?? null }]
      : [];
  },

  example: { name: "loop", path: "kernel/drivers/block/loop.ko", inSysfs: null },
  explain: {
    en: ({ name, path, inSysfs }) => ({
      what: `\`${name}\` is built into this kernel (\`${path}\`).`,
      why:
        inSysfs === null
          ? "Loading it once more may fail with `module is already loaded` (EINVAL), if the built-in one has parameters or a version."
          : "The built-in one has no parameters, so the name is free; but two drivers then want the same devices.",
      fix: "Use the one that is built in; to replace it, build a kernel that has it as a module.",
    }),
    zh: ({ name, path, inSysfs }) => ({
      what: `\`${name}\` 已编译进该内核（\`${path}\`）。`,
      why:
        inSysfs === null
          ? "如果内置的模块有参数或版本号，再次加载会以 `module is already loaded`（EINVAL）失败。"
          : "内置的模块没有参数，因此名字没有被占用；但会有两个驱动争用同一设备。",
      fix: "请直接使用内核内置的模块；如需替换，请编译一个把它作为模块的内核。",
    }),
  },
});
