import { defineSymptom } from "./define-symptom.ts";
import { headersPackage } from "./shared/words.ts";

export default defineSymptom({
  id: "headers-config-drift",
  title: { en: "The headers are being configured anew", zh: "头文件正在重新生成配置" },
  strength: "sign",
  during: "build",
  signatures: [
    {
      id: "pahole-differs",
      needle: "pahole version differs from the one",
      // scripts/Makefile.modfinal, since 6.13
      pattern: /pahole version differs from the one used to build the kernel/,
      example: "warning: pahole version differs from the one used to build the kernel",
    },
    {
      id: "restart",
      needle: "* Restart config...",
      pattern: /^\* Restart config\.\.\./,
      example: "* Restart config...",
    },
    {
      id: "sync",
      needle: "include/config/auto.conf",
      pattern: /^\s*(?:SYNC|UPD|HOSTCC -o)\s+include\/config\/auto\.conf/,
      example: "  SYNC    include/config/auto.conf.cmd",
    },
    {
      id: "syncconfig",
      needle: " --syncconfig Kconfig",
      pattern: /scripts\/kconfig\/conf\s+--syncconfig Kconfig/,
      example: "scripts/kconfig/conf  --syncconfig Kconfig",
    },
  ],
  next: ["why-btf", "preflight", "repair"],
  explain: {
    en: (seen) => ({
      what: "Kconfig runs in the headers, or would give another answer there than when the kernel was built.",
      why: "What Kconfig finds on this machine (no `pahole`, another compiler, no Rust) switches options over without a word, and with them members of `struct module`: modules then build, and the kernel refuses or crashes on them. Clocks that are off and `make scripts` in the headers start it.",
      fix: `Install \`pahole\` (package \`pahole\` or \`dwarves\`) and the kernel's compiler, then reinstall the headers. ${headersPackage(seen).en} \`kofit preflight\` tells whether the configuration is still the kernel's.`,
    }),
    zh: (seen) => ({
      what: "Kconfig 在头文件中运行，或者在这台机器上会给出与编译内核时不同的结果。",
      why: "Kconfig 在本机探测到的情况（没有 `pahole`、编译器不同、没有 Rust）会悄悄改变选项，`struct module` 的成员也随之改变：模块能编译成功，但内核会拒绝它或崩溃。系统时钟不准，或在头文件中运行 `make scripts`，都会触发它。",
      fix: `请安装 \`pahole\`（软件包 \`pahole\` 或 \`dwarves\`）和编译内核的编译器，然后重新安装头文件。${headersPackage(seen).zh}\`kofit preflight\` 会说明配置是否仍与内核一致。`,
    }),
  },
});
