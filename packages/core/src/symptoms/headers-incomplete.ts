import { defineSymptom } from "./define-symptom.ts";
import { headersPackage, releaseIn } from "./shared/words.ts";

export default defineSymptom({
  id: "headers-incomplete",
  title: { en: "The headers are there, but not whole", zh: "头文件存在但不完整" },
  strength: "defect",
  during: "build",
  explains: ["conftest-misdiagnosis", "kbuild-api"],
  insteadOf: ["kbuild-api", "compile-error", "host-tools-arch"],
  signatures: [
    {
      id: "no-modules-target",
      // make's sentence is translated, and so are its quotes
      needle: ["'modules'", "`modules'", "„modules“", "« modules »", "“modules”", "«modules»"],
      pattern: /\*\*\* [^,]*(?:'modules'|`modules'|„modules“|« modules »|“modules”|«modules»)/,
      example: "make[1]: *** No rule to make target 'modules'.  Stop.",
    },
    {
      id: "kernel-file",
      needle: [
        "scripts/module.lds",
        "scripts/mod/modpost'",
        "scripts/Makefile.build'",
        "arch/x86/Makefile",
        "include/config/auto.conf'",
        "scripts/basic/fixdep'",
      ],
      pattern:
        /\*\*\* .*?(?<file>scripts\/module\.lds|scripts\/mod\/modpost'|scripts\/Makefile\.build'|arch\/x86\/Makefile|include\/config\/auto\.conf'|scripts\/basic\/fixdep')/,
      example: "make[4]: *** No rule to make target 'scripts/module.lds', needed by 'vmmon.ko'.  Stop.",
    },
    {
      id: "makefile",
      needle: "/Makefile'",
      pattern: /\*\*\* .*?[`'](?<file>\/[^\s']{1,256})\/Makefile'/,
      example: "make: *** No rule to make target '/usr/src/linux-headers-6.1.0-50-common/Makefile'.  Stop.",
    },
    {
      id: "object",
      needle: ".o', needed by ",
      // make names the object where the rule wants tools/objtool/objtool (Linux 4.14 to 5.17)
      pattern: /No rule to make target [`'](?<file>\S+)\.o', needed by [`']\S+\.o'/,
      example:
        "make[2]: *** No rule to make target '/home/u/src/igb_main.o', needed by '/home/u/src/igb.o'.  Stop.",
    },
    {
      id: "tool",
      needle: ["tools/objtool/objtool: ", "resolve_btfids: "],
      pattern:
        /(?:tools\/objtool\/objtool: |resolve_btfids: )(?:not found|No such file or directory|command not found|Permission denied)/,
      example: "/bin/sh: 1: ./tools/bpf/resolve_btfids/resolve_btfids: not found",
    },
    {
      id: "configuration",
      needle: "Kernel configuration is invalid",
      pattern: /ERROR: Kernel configuration is invalid/,
      example: "  ERROR: Kernel configuration is invalid.",
    },
    {
      id: "kconfig",
      needle: ["can't find file Kconfig", "can't open file \"", "can't find file \""],
      pattern: /can't find file Kconfig|(?:can't open file "|can't find file ")(?<file>[^"]*Kconfig[^"]*)"/,
      example: "can't find file Kconfig",
    },
    {
      id: "generated",
      needle: [
        "generated/autoconf.h",
        "generated/utsrelease.h",
        "linux/version.h",
        "generated/asm-offsets.h",
        "generated/uapi/linux/version.h",
      ],
      pattern:
        /(?:error|fatal|Fehler|erreur)\b.*(?<file>generated\/autoconf\.h|generated\/utsrelease\.h|linux\/version\.h|generated\/asm-offsets\.h|generated\/uapi\/linux\/version\.h)/,
      example: "include/linux/kconfig.h:5:10: fatal error: generated/autoconf.h: No such file or directory",
    },
    {
      id: "plt",
      needle: ": module PLT section(s) missing",
      // module_frob_arch_sections() in arch/arm64/kernel/module-plts.c: scripts/module.lds makes these sections
      pattern: /(?<=(?<module>[^\s:]{1,64})): module PLT section\(s\) missing/,
      checks: ["architecture-section-missing"],
      example: "vloop: module PLT section(s) missing",
    },
  ],
  next: ["preflight", "recipe-headers"],
  explain: {
    en: (seen) => ({
      what: `A file that building a module takes is not in the headers${seen.first.file ? `: \`${seen.first.file.replace(/'$/, "")}\`` : ""}.`,
      why: "The package was removed by half or its installation did not finish; its makers' rules are older than the kernel; or the source tree was never prepared. Where `make` names an object of yours, a tool of the kernel (objtool) or a source file of that name is missing.",
      fix: `Reinstall the headers. ${headersPackage(seen).en} For a source tree of your own: \`make modules_prepare\`, with the configuration of the running kernel. \`kofit preflight\` lists all that is missing at once. Do not run \`make oldconfig\` in a headers package: that changes what modules are compiled with.`,
    }),
    zh: (seen) => ({
      what: `头文件中缺少编译模块所需的文件${seen.first.file ? `：\`${seen.first.file.replace(/'$/, "")}\`` : ""}。`,
      why: `软件包只删除了一半或没有安装完成；打包规则比内核旧；或者源代码树从未准备过。如果 \`make\` 指出的是您自己的目标文件，则缺少内核的工具（objtool）或同名源文件。`,
      fix: `请重新安装头文件。${headersPackage(seen).zh}自己的源代码树：使用正在运行的内核的配置执行 \`make modules_prepare\`。\`kofit preflight\` 会一次列出 ${releaseIn(seen)} 缺少的所有文件。不要在头文件包中运行 \`make oldconfig\`：那会改变编译模块的配置。`,
    }),
  },
});
