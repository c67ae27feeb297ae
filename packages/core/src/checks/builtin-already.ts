import { defineCheck } from "../analyse/define-check.ts";
import { nameInKernel } from "../model/module-name.ts";

export default defineCheck({
  id: "builtin-already",
  title: { en: "The kernel has this module built in", zh: "该模块已内置于内核" },
  effect: "note",
  needs: {
    kernel: ["builtins"],
    module: ["thisModule", "name"],
    pair: ["sysfsName"],
    state: ["builtinDirectories"],
  },
  run: ({ kernel, module, pair, state }) => {
    const name = nameInKernel(module);
    const path = name === undefined ? undefined : kernel.builtins.get(name);
    if (name === undefined || path === undefined) return [];
    // Then it is refused.
    const isTaken = state.builtinDirectories?.has(name) ?? pair.sysfsName !== undefined;
    return isTaken ? [] : [{ name, path }];
  },

  example: { name: "msdos", path: "kernel/fs/fat/msdos.ko" },
  explain: {
    en: ({ name, path }) => ({
      what: `\`${name}\` is built into this kernel (\`${path}\`).`,
      why: "The built-in one has no directory in `/sys/module`, so the name is free; but two drivers then want the same devices.",
      fix: "Use the one that is built in; to replace it, build a kernel that has it as a module.",
    }),
    zh: ({ name, path }) => ({
      what: `\`${name}\` 已编译进该内核（\`${path}\`）。`,
      why: "内置的模块在 `/sys/module` 中没有目录，因此名字没有被占用；但会有两个驱动争用同一设备。",
      fix: "请直接使用内核内置的模块；如需替换，请编译一个把它作为模块的内核。",
    }),
  },
});
