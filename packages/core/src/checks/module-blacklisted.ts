import { defineCheck } from "../analyse/define-check.ts";
import { bytesOfText } from "../model/byte-text.ts";
import { loadedName } from "./shared/loaded-name.ts";

export default defineCheck({
  id: "module-blacklisted",
  title: { en: "The kernel's command line forbids this module", zh: "内核命令行禁止加载该模块" },
  effect: "refused",
  needs: { module: ["name", "thisModule"], state: ["commandLine"] },
  // blacklisted() in kernel/module/main.c compares letter by letter: `-` and `_` differ.
  run: ({ module, state }) => {
    const { blacklist } = state.commandLine;
    if (blacklist.length === 0) return [];
    const name = loadedName(module);
    return name !== undefined && blacklist.includes(name) ? [{ name }] : [];
  },
  kernelSays: ({ name }) => ({ errno: "EPERM", log: [`Module ${bytesOfText(name)} is blacklisted`] }),

  example: { name: "nouveau" },
  explain: {
    en: ({ name }) => ({
      what: `The kernel was booted with \`module_blacklist=\` and \`${name}\` in it.`,
      why: "Somebody keeps this driver away at every boot; unlike a `blacklist` in `/etc/modprobe.d` this refuses it to `insmod`, too.",
      fix: `Take \`${name}\` out of \`module_blacklist=\` (in \`/etc/default/grub\`, then \`update-grub\`; on boards in the boot loader's configuration) and boot again.`,
    }),
    zh: ({ name }) => ({
      what: `内核启动时带有 \`module_blacklist=\`，其中列有 \`${name}\`。`,
      why: "有人让该驱动在每次启动时都不被加载；与 `/etc/modprobe.d` 中的 `blacklist` 不同，这对 `insmod` 也有效。",
      fix: `请从 \`module_blacklist=\` 中去掉 \`${name}\`（在 \`/etc/default/grub\` 中修改后运行 \`update-grub\`；开发板则修改引导程序的配置），然后重新启动。`,
    }),
  },
});
