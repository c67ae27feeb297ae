import { defineSymptom } from "./define-symptom.ts";

/** The package that has a tool, where it is not called as the tool. */
const packages: Readonly<Partial<Record<string, string>>> = {
  cc: "gcc",
  ld: "binutils",
  "ld.lld": "lld",
  pahole: "pahole (dwarves)",
  "gelf.h": "libelf-dev (elfutils-libelf-devel)",
  "libelf.h": "libelf-dev (elfutils-libelf-devel)",
  "openssl/bio.h": "libssl-dev (openssl-devel)",
  "openssl/evp.h": "libssl-dev (openssl-devel)",
  "openssl/opensslv.h": "libssl-dev (openssl-devel)",
};

export default defineSymptom({
  id: "host-deps",
  title: { en: "A program or library for building is missing", zh: "缺少编译所需的程序或库" },
  strength: "defect",
  during: "build",
  explains: ["conftest-misdiagnosis", "headers-config-drift"],
  insteadOf: ["kbuild-api", "compile-error"],
  signatures: [
    {
      id: "command",
      needle: [": not found", ": command not found"],
      pattern:
        /(?:^|[\s:/])(?<tool>flex|bison|bc|gcc|cc|make|ld|openssl|clang|ld\.lld|rustc|bindgen|pahole|perl|python3|cpio|kmod|rsync)(?:: command not found|: not found)/,
      example: "/bin/sh: 1: flex: not found",
    },
    {
      id: "make-cannot-run",
      needle: [
        "]: gcc: No such",
        "make: gcc: No such",
        "]: cc: No such",
        "make: cc: No such",
        "]: flex: No such",
      ],
      pattern: /(?:\]: gcc: No such|make: gcc: No such|\]: cc: No such|make: cc: No such|\]: flex: No such)/,
      example: "make[1]: gcc: No such file or directory",
    },
    {
      id: "pahole",
      needle: ["pahole: No such file", "pahole is not available"],
      pattern: /pahole: No such file|pahole is not available/,
      example: "BTF: .tmp_vmlinux.btf: pahole is not available",
    },
    {
      id: "pahole-old",
      needle: " is too old, need at least ",
      // scripts/link-vmlinux.sh
      pattern: /(?<tool>pahole) version (?<found>\S+) is too old, need at least (?<wanted>\S+)/,
      example: "BTF: .tmp_vmlinux.btf: pahole version v1.12 is too old, need at least v1.13",
    },
    {
      id: "libelf",
      needle: "please install libelf",
      pattern: /please install libelf/,
      example:
        'Makefile:938: *** "Cannot generate ORC metadata for CONFIG_UNWINDER_ORC=y, please install libelf-dev, libelf-devel or elfutils-libelf-devel".  Stop.',
    },
    {
      id: "header",
      needle: [": No such file or directory", "' file not found"],
      pattern:
        /fatal error: '?(?<tool>gelf\.h|libelf\.h|openssl\/\w+\.h)(?:: No such file or directory|' file not found)/,
      example: "scripts/sign-file.c:25:10: fatal error: openssl/opensslv.h: No such file or directory",
    },
    {
      id: "make-old",
      needle: "GNU Make >= ",
      pattern: /GNU Make >= (?<wanted>\S+) is required/,
      example: "Makefile:15: *** GNU Make >= 4.0 is required. Your Make version is 3.82.  Stop.",
    },
  ],
  next: ["preflight"],
  explain: {
    en: ({ first: { tool, found, wanted } }) => ({
      what:
        tool === undefined
          ? "The build needs a program or library that is not installed, or is too old."
          : wanted === undefined
            ? `The build needs \`${tool}\`, which is not installed.`
            : `\`${tool}\` is ${found ?? "too old"}; the build needs ${wanted}.`,
      why: "Building a module, or the kernel's own tools, takes more than a compiler; small systems and containers do not bring it along.",
      fix: `Install ${packages[tool ?? ""] ?? tool ?? "what the line names"}: \`sudo apt install build-essential flex bison bc libelf-dev libssl-dev pahole\` has all of it on Debian and Ubuntu, \`sudo dnf install gcc make flex bison bc elfutils-libelf-devel openssl-devel dwarves\` on Fedora, \`sudo pacman -S base-devel bc pahole\` on Arch. Where \`pahole\` was missing, reinstall the headers afterwards.`,
    }),
    zh: ({ first: { tool, found, wanted } }) => ({
      what:
        tool === undefined
          ? "编译需要某个未安装或过旧的程序或库。"
          : wanted === undefined
            ? `编译需要 \`${tool}\`，但没有安装。`
            : `\`${tool}\` 的版本为 ${found ?? "过旧"}，编译需要 ${wanted}。`,
      why: "编译模块或内核自带的工具不只需要编译器；精简的系统和容器往往没有这些程序。",
      fix: `请安装 ${packages[tool ?? ""] ?? tool ?? "该行所指的软件"}：Debian、Ubuntu 上 \`sudo apt install build-essential flex bison bc libelf-dev libssl-dev pahole\`，Fedora 上 \`sudo dnf install gcc make flex bison bc elfutils-libelf-devel openssl-devel dwarves\`，Arch 上 \`sudo pacman -S base-devel bc pahole\`。如果缺少的是 \`pahole\`，之后请重新安装头文件。`,
    }),
  },
});
