import { defineSymptom } from "./define-symptom.ts";
import { headersPackage, moduleIn } from "./shared/words.ts";

export default defineSymptom({
  id: "symvers-missing",
  title: { en: "`Module.symvers` was missing or incomplete", zh: "`Module.symvers` 缺失或不完整" },
  strength: "defect",
  during: "build",
  explains: ["modpost-undefined", "unknown-symbol", "hardening-abi"],
  signatures: [
    {
      id: "no-symbol-version",
      needle: ": no symbol version for ",
      // check_version() in kernel/module/version.c
      pattern: /(?<=(?<module>[^\s:]{1,64})): no symbol version for (?<symbol>[^\s`]+)/,
      checks: ["module-layout-without-crc", "symbol-without-crc"],
      example: "fmem2: no symbol version for module_layout",
    },
    {
      id: "dump-missing",
      needle: "Symbol version dump ",
      // scripts/Makefile.modpost up to 5.x
      pattern: /Symbol version dump "?(?<file>\S*Module\.symvers)"?/,
      example: 'WARNING: Symbol version dump "/usr/src/linux-headers-5.4.0/Module.symvers" is missing.',
    },
    {
      id: "missing",
      needle: "Module.symvers is missing",
      pattern: /WARNING: (?<file>\S*)Module\.symvers is missing\./,
      example: "WARNING: Module.symvers is missing.",
    },
    {
      id: "no-versions",
      needle: ": no versions for exported symbols",
      pattern: /(?<=(?<module>[^\s:]{1,64})): no versions for exported symbols: kernel tainted/,
      strength: "sign",
      checks: ["exports-without-crc-forced"],
      example: "vloop: no versions for exported symbols: kernel tainted.",
    },
    {
      id: "no-version-forced",
      needle: ": module_layout: kernel tainted",
      pattern: /(?<=(?<module>[^\s:]{1,64})): module_layout: kernel tainted/,
      strength: "sign",
      checks: ["versions-missing-forced", "forced-modversion"],
      example: "vloop: module_layout: kernel tainted.",
    },
  ],
  next: ["preflight", "check"],
  explain: {
    en: (seen) => ({
      what: `\`Module.symvers\` was not there, or had no CRCs, when ${moduleIn(seen, "en")} was built; so the module does not say which versions of the kernel's symbols it wants.`,
      why: "The tree was prepared by `make modules_prepare` only, which does not write this file; or the headers package lacks it; or a build without modules wrote a shorter one over it.",
      fix: `Take \`Module.symvers\` from the build of exactly this kernel: reinstall the headers package, or build the whole kernel once. ${headersPackage(seen).en} For exports of another out-of-tree module add \`KBUILD_EXTRA_SYMBOLS=…/Module.symvers\`.`,
    }),
    zh: (seen) => ({
      what: `编译 ${moduleIn(seen, "zh")} 时 \`Module.symvers\` 不存在或没有 CRC，因此模块没有说明它需要内核符号的哪个版本。`,
      why: "源代码树只用 `make modules_prepare` 准备过，它不会生成该文件；或者头文件包没有包含它；或者一次不含模块的编译用较短的文件覆盖了它。",
      fix: `请使用与该内核同一次编译得到的 \`Module.symvers\`：重新安装头文件包，或完整编译一次内核。${headersPackage(seen).zh}如果需要另一个树外模块导出的符号，请加上 \`KBUILD_EXTRA_SYMBOLS=…/Module.symvers\`。`,
    }),
  },
});
