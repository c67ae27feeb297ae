import { defineSymptom } from "./define-symptom.ts";
import { releaseIn } from "./shared/words.ts";

export default defineSymptom({
  id: "host-tools-arch",
  title: { en: "The headers' own programs do not run on this machine", zh: "头文件自带的程序无法在本机运行" },
  strength: "defect",
  during: "build",
  insteadOf: ["host-deps"],
  signatures: [
    {
      id: "exec-format",
      needle: "Exec format error",
      pattern: /(?<tool>(?:scripts|tools)\/[\w/.-]+): (?:cannot execute binary file: )?Exec format error/,
      example: "/bin/sh: 1: scripts/basic/fixdep: Exec format error",
    },
    {
      id: "read-as-script",
      needle: "yntax error",
      // a shell that was handed an ELF file of another machine
      pattern: /(?<tool>(?:scripts|tools)\/[\w/.-]+): .*[Ss]yntax error: /,
      example: './scripts/recordmcount: 1: ./scripts/recordmcount: Syntax error: "(" unexpected',
    },
    {
      id: "not-found",
      needle: [
        "scripts/basic/fixdep: ",
        "scripts/mod/modpost: ",
        "scripts/genksyms/genksyms: ",
        "scripts/recordmcount: ",
        "scripts/sorttable: ",
      ],
      pattern:
        /(?<tool>scripts\/basic\/fixdep: |scripts\/mod\/modpost: |scripts\/genksyms\/genksyms: |scripts\/recordmcount: |scripts\/sorttable: )(?:not found|No such file or directory|cannot execute: required file not found|Permission denied)/,
      example: "/bin/sh: 1: scripts/genksyms/genksyms: not found",
    },
    {
      id: "libc",
      needle: "' not found (required by ",
      pattern:
        /version [`'](?<wanted>GLIBC_[\d.]+)' not found \(required by \S*(?<tool>(?:scripts|tools)\/[\w/.-]+)\)/,
      example:
        "scripts/basic/fixdep: /lib/aarch64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by scripts/basic/fixdep)",
    },
  ],
  next: ["preflight", "repair"],
  explain: {
    en: (seen) => ({
      what: `\`${toolOf(seen.first.tool)}\` of the headers cannot be run here${seen.first.wanted ? `: it wants ${seen.first.wanted}` : ""}.`,
      why: "The headers were made on another machine: their programs are for its processor, or for a newer C library. A program that is there and is said to be not found lacks the loader of its architecture.",
      fix: `Install a headers package that was made for this machine. Or build the programs again where it has their sources: \`make -C /lib/modules/${releaseIn(seen)}/build scripts\`, with \`pahole\` and the kernel's compiler installed before, for this may configure the headers anew; \`kofit preflight\` tells whether it did.`,
    }),
    zh: (seen) => ({
      what: `头文件中的 \`${toolOf(seen.first.tool)}\` 无法在本机运行${seen.first.wanted ? `：它需要 ${seen.first.wanted}` : ""}。`,
      why: "头文件是在另一台机器上生成的：其中的程序属于那台机器的处理器，或需要更新的 C 库。文件存在却提示找不到，是因为缺少对应架构的动态加载器。",
      fix: `请安装为本机制作的头文件包。或者在有其源代码时重新编译这些程序：\`make -C /lib/modules/${releaseIn(seen)}/build scripts\`；此前请先安装 \`pahole\` 和编译内核的编译器，因为这可能使头文件重新生成配置；\`kofit preflight\` 会说明配置是否改变。`,
    }),
  },
});

const toolOf = (tool = "scripts/…"): string => tool.replace(/: $/, "");
