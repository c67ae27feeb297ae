import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "compiler-version",
  title: {
    en: "The compiler is too old for this kernel, or missing",
    zh: "编译器对该内核来说太旧，或没有安装",
  },
  strength: "defect",
  during: "build",
  explains: ["conftest-misdiagnosis"],
  insteadOf: ["host-deps", "compile-error"],
  signatures: [
    {
      id: "named-compiler",
      needle: [": not found", ": command not found", ": No such file or directory"],
      pattern:
        /(?:^|[\s:/])(?<tool>(?:[\w-]{1,20}-linux-gnu\w{0,10}-)?(?:gcc-|clang-)\d+)(?:: not found|: No such file or directory|: command not found)/,
      example: "/bin/sh: 1: gcc-12: not found",
    },
    {
      id: "too-old",
      needle: ["C compiler is too old", "Linker is too old", "Assembler is too old", "Compiler is too old"],
      pattern:
        /\*\*\* (?<tool>C compiler is too old|Linker is too old|Assembler is too old|Compiler is too old)/,
      example: "*** C compiler is too old.",
    },
    {
      id: "option",
      needle: ["nrecognized command-line option ", "nrecognized command line option "],
      pattern:
        /(?<tool>[\w.-]{0,40}gcc[\w.-]{0,40}|cc1): error: (?:unrecognized command-line option |unrecognized command line option )[‘'"“]?(?<option>-[^\s’'"”;]+)/,
      example: "gcc: error: unrecognized command-line option ‘-ftrivial-auto-var-init=zero’",
    },
    {
      id: "clang-option",
      needle: ["unknown argument: ", "unsupported option "],
      pattern:
        /(?<tool>[\w.-]{0,40}clang[\w.-]{0,40}): error: (?:unknown argument: |unsupported option )'?(?<option>-[^\s']+)/,
      example: "clang: error: unknown argument: '-mindirect-branch=thunk-extern'",
    },
    {
      id: "value",
      needle: "error: bad value (",
      pattern: /(?<tool>cc1|gcc[\w.-]*): error: bad value \([‘'"]?(?<found>[^’'")]*)/,
      example: "cc1: error: bad value (‘branch’) for ‘-mharden-sls=’ switch",
    },
  ],
  next: ["preflight"],
  explain: {
    en: ({ first: { tool, option } }) => ({
      what: option
        ? `\`${tool ?? "the compiler"}\` does not know \`${option}\`, an option that this kernel was built with.`
        : `The compiler that this kernel wants is not there, or too old${tool ? ` (\`${tool}\`)` : ""}.`,
      why: "Modules are compiled with the kernel's own options. This kernel was built by a newer compiler than the system's default (HWE and backported kernels), or by one of the other kind: options of GCC mean nothing to clang.",
      fix: "`cat /proc/version` names the compiler of the running kernel. Install it and use it: `sudo apt install gcc-12`, `make CC=gcc-12`; for DKMS `sudo update-alternatives --config gcc`. A kernel built by clang needs `make LLVM=1`.",
    }),
    zh: ({ first: { tool, option } }) => ({
      what: option
        ? `\`${tool ?? "编译器"}\` 不认识 \`${option}\`，而该内核是用此参数编译的。`
        : `缺少该内核所需的编译器，或版本太旧${tool ? `（\`${tool}\`）` : ""}。`,
      why: "模块使用内核自己的编译参数。该内核是由比系统默认版本更新的编译器编译的（HWE 和向后移植的内核），或由另一种编译器编译：clang 不认识 GCC 的参数。",
      fix: "`cat /proc/version` 显示编译当前内核的编译器。请安装并使用它：`sudo apt install gcc-12`，`make CC=gcc-12`；DKMS 可用 `sudo update-alternatives --config gcc`。由 clang 编译的内核需要 `make LLVM=1`。",
    }),
  },
});
