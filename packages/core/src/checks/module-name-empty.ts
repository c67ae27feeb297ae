import { defineCheck } from "../analyse/define-check.ts";
import { linkedByHand } from "./shared/damaged.ts";

export default defineCheck({
  id: "module-name-empty",
  title: { en: "The module has no name", zh: "模块没有名字" },
  effect: "refused",
  needs: { module: ["thisModule", "vermagic"] },
  // Under CONFIG_RANDSTRUCT the name stands elsewhere.
  run: ({ module }) => {
    if (module.thisModule?.name !== "" || module.vermagic?.includes("RANDSTRUCT") === true) return [];
    return [{ member: "name" }];
  },
  // mod_sysfs_init() in kernel/module/sysfs.c, and kobject_add_internal() in lib/kobject.c, whose warning has a stack.
  kernelSays: () => ({ errno: "EINVAL", log: ["kobject: (…): attempted to be registered with empty name!"] }),

  example: { member: "name" },
  explain: {
    en: ({ member }) => ({
      what: `The member \`${member}\` of \`struct module\` is empty, and the kernel cannot make a directory in \`/sys/module\` for it.`,
      why: "The kernel's build writes the name there; the file was linked by hand or changed after it was built.",
      fix: linkedByHand.en.fix,
    }),
    zh: ({ member }) => ({
      what: `\`struct module\` 的 \`${member}\` 成员是空的，内核无法在 \`/sys/module\` 中为它建立目录。`,
      why: "内核的构建系统会在那里写入模块名；该文件可能是手工链接的，或在编译之后被改动过。",
      fix: linkedByHand.zh.fix,
    }),
  },
});
