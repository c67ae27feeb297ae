import { defineCheck } from "../analyse/define-check.ts";
import { nameInKernel } from "./shared/name-in-kernel.ts";

export default defineCheck({
  id: "builtin-same-name",
  title: { en: "A module of this name is built into the kernel", zh: "同名模块已编译进内核" },
  effect: "refused",
  needs: { kernel: ["builtins"], module: ["thisModule", "name"], state: ["builtinDirectories", "loading"] },
  run: ({ kernel, module, state }) => {
    const name = nameInKernel(module);
    // modprobe sees the directory first, and is content.
    if (name === undefined || state.loading.via === "modprobe") return [];
    const builtin = kernel.builtins.get(name);
    const taken = state.builtinDirectories?.has(name) ?? builtin?.inSysfs === true;
    return taken ? [{ name, path: builtin?.path ?? `/sys/module/${name}` }] : [];
  },
  // mod_sysfs_init() in kernel/module/sysfs.c finds /sys/module/<name>
  kernelSays: ({ name }) => ({ errno: "EINVAL", log: [`${name}: module is already loaded`] }),

  example: { name: "loop", path: "kernel/drivers/block/loop.ko" },
  explain: {
    en: ({ name, path }) => ({
      what: `\`${name}\` is built into this kernel (\`${path}\`), so \`/sys/module/${name}\` is taken.`,
      why: "Two modules cannot have one name, and what is built in cannot be unloaded.",
      fix: `Use the one that is built in; to replace it, build a kernel that has it as a module, or give yours another name (\`obj-m += my_${name}.o\`).`,
    }),
    zh: ({ name, path }) => ({
      what: `\`${name}\` 已编译进该内核（\`${path}\`），\`/sys/module/${name}\` 已被占用。`,
      why: "两个模块不能同名，而编译进内核的模块无法卸载。",
      fix: `请直接使用内核内置的模块；如需替换，请编译一个把它作为模块的内核，或给您的模块换一个名字（\`obj-m += my_${name}.o\`）。`,
    }),
  },
});
