import { defineCheck } from "../analyse/define-check.ts";
import type { ArchitectureName } from "../model/architecture.ts";
import { configured } from "../model/config.ts";
import { saysInModinfo } from "./shared/modinfo.ts";

const x86: ReadonlySet<ArchitectureName> = new Set(["x86_64", "i386"] as const);
/** The first is the name since 6.9. */
const OPTIONS = ["CONFIG_MITIGATION_RETPOLINE", "CONFIG_RETPOLINE"];
/** Words of the command line that leave the flaw open: spectre_v2_parse_cmdline() in arch/x86/kernel/cpu/bugs.c. */
const OFF: ReadonlySet<string> = new Set(["nospectre_v2", "spectre_v2=off", "mitigations=off"]);

export default defineCheck({
  id: "retpoline-missing",
  title: { en: "The module was not compiled with retpolines", zh: "模块编译时没有启用 retpoline" },
  effect: "note",
  needs: { kernel: ["architecture", "config"], module: ["modinfo"], state: ["commandLine"] },
  // check_modinfo_retpoline() in kernel/module/main.c, retpoline_module_ok() in arch/x86/kernel/cpu/bugs.c. A processor
  // without the flaw, which hardly any is, keeps it from saying so.
  run: ({ kernel, module, state }) => {
    if (saysInModinfo(module, "retpoline") || !x86.has(kernel.architecture.name)) return [];
    if (state.commandLine.text.split(/\s+/).some((word) => OFF.has(word))) return [];
    const option = OPTIONS.find((symbol) => configured(kernel.config, symbol));
    return option === undefined ? [] : [{ option }];
  },
  kernelSays: (_, { module }) => ({
    errno: null,
    log: [
      "Spectre V2 : System may be vulnerable to spectre v2",
      `${module}: loading module not compiled with retpoline compiler.`,
    ],
  }),

  example: { option: "CONFIG_MITIGATION_RETPOLINE" },
  explain: {
    en: ({ option }) => ({
      what: `The kernel was built with \`${option}\`, and the module was not: its indirect calls may be abused by Spectre v2.`,
      why: "`.modinfo` has no `retpoline=`, which modpost writes where this option is set: the headers have another configuration, or the build left modpost out.",
      fix: "Build the module with the headers of this very kernel and a compiler that knows `-mindirect-branch=thunk-extern`.",
    }),
    zh: ({ option }) => ({
      what: `内核编译时启用了 \`${option}\`，而模块没有：它的间接调用可能被 Spectre v2 利用。`,
      why: "`.modinfo` 中没有 `retpoline=`，而启用该选项时 modpost 会写入它：说明头文件的配置不同，或构建时没有运行 modpost。",
      fix: "请使用该内核自己的头文件和支持 `-mindirect-branch=thunk-extern` 的编译器编译模块。",
    }),
  },
});
