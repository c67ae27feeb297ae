import { defineCheck } from "../analyse/define-check.ts";
import { nameInKernel } from "../model/module-name.ts";
import type { MadeFor } from "../model/sysfs-modules.ts";

/** What builtin-same-name found. */
export interface Evidence {
  readonly name: string;
  /** As in `modules.builtin`; `null` where that is not at hand, or does not list it. */
  readonly path: string | null;
  /** Why it has a directory in `/sys/module`; `null` where that was seen on the running system. */
  readonly madeFor: MadeFor | null;
}

export default defineCheck({
  id: "builtin-same-name",
  title: {
    en: "The name is taken by something that is built into the kernel",
    zh: "名字已被内核内置的部分占用",
  },
  effect: "refused",
  needs: { module: ["thisModule", "name"], pair: ["sysfsName"], state: ["builtinDirectories", "loading"] },
  run: ({ module, pair, state }): readonly Evidence[] => {
    const name = nameInKernel(module);
    // modprobe sees the directory first, and is content.
    if (name === undefined || state.loading.via === "modprobe") return [];
    const directories = state.builtinDirectories;
    if (directories) return directories.has(name) ? [{ name, path: null, madeFor: null }] : [];
    const taken = pair.sysfsName;
    return taken ? [{ name, path: taken.path ?? null, madeFor: taken.madeFor }] : [];
  },
  // mod_sysfs_init() in kernel/module/sysfs.c finds /sys/module/<name>
  kernelSays: ({ name }) => ({ errno: "EINVAL", log: [`${name}: module is already loaded`] }),

  example: { name: "loop", path: "kernel/drivers/block/loop.ko", madeFor: "parameter" },
  explain: {
    en: ({ name, path, madeFor }) => ({
      what:
        path === null
          ? `\`${name}\` is the name of something that is built into this kernel, so \`/sys/module/${name}\` is taken.`
          : `\`${name}\` is built into this kernel (\`${path}\`), so \`/sys/module/${name}\` is taken.`,
      why:
        madeFor === null
          ? "A module wants a directory of its own name there, and what is built in cannot be unloaded."
          : `It has ${reasons[madeFor].en} there; a module wants a directory of its own name, and what is built in cannot be unloaded.`,
      fix:
        path === null
          ? `Give your module another name (\`obj-m += my_${name}.o\`).`
          : `Use the one that is built in; to replace it, build a kernel that has it as a module, or give yours another name (\`obj-m += my_${name}.o\`).`,
    }),
    zh: ({ name, path, madeFor }) => ({
      what:
        path === null
          ? `\`${name}\` 是该内核某个内置部分的名字，\`/sys/module/${name}\` 已被占用。`
          : `\`${name}\` 已编译进该内核（\`${path}\`），\`/sys/module/${name}\` 已被占用。`,
      why:
        madeFor === null
          ? "每个模块都需要一个与自己同名的目录，而内置的部分无法卸载。"
          : `它的${reasons[madeFor].zh}显示在该目录中；每个模块都需要一个与自己同名的目录，而内置的部分无法卸载。`,
      fix:
        path === null
          ? `请给您的模块换一个名字（\`obj-m += my_${name}.o\`）。`
          : `请直接使用内核内置的模块；如需替换，请编译一个把它作为模块的内核，或给您的模块换一个名字（\`obj-m += my_${name}.o\`）。`,
    }),
  },
});

const reasons = {
  parameter: { en: "parameters", zh: "参数" },
  version: { en: "a version", zh: "版本号" },
} as const;
