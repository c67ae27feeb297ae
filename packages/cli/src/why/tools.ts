import type { Text } from "@kofit/core";

/** A program that Kconfig asks, and where it comes from. */
export interface Tool {
  readonly id: string;
  /** What a command of Kconfig has in it that asks this program; the first tool that matches is it. */
  readonly asks: RegExp;
  readonly name: Text;
  /** Debian's package; absent where installing one is not what helps. */
  readonly debian?: string;
  /** What other distributions call it, where that differs. */
  readonly elsewhere?: string;
  /** What to do, where that is not to install the package. */
  readonly advice?: Text;
  /** What the script says of a program that is not there; by the answer. */
  readonly absent?: Readonly<Record<string, Text>>;
}

const kernelsCompiler: Text = {
  en: "configure with the compiler and binutils that the kernel was built with: CONFIG_CC_VERSION_TEXT in its configuration names them",
  zh: "请使用编译该内核时所用的编译器和 binutils 进行配置：内核配置中的 CONFIG_CC_VERSION_TEXT 指出了编译器的版本",
};

/** From the special to the general: nearly every command has the compiler in it. */
export const tools: readonly Tool[] = [
  {
    id: "pahole",
    asks: /pahole/i,
    name: { en: "pahole", zh: "pahole" },
    debian: "pahole",
    elsewhere: "dwarves",
    // scripts/pahole-version.sh
    absent: {
      "0": {
        en: "the script prints 0 when it finds no pahole in PATH that it may run",
        zh: "在 PATH 中找不到可执行的 pahole 时，该脚本输出 0",
      },
    },
  },
  {
    id: "rust",
    asks: /rust|bindgen/i,
    name: { en: "the Rust compiler and bindgen", zh: "Rust 编译器和 bindgen" },
    debian: "rustc rust-src bindgen",
    // scripts/rustc-version.sh, scripts/rust_is_available.sh
    absent: {
      "0": {
        en: "the script prints 0 when it finds no rustc that it may run",
        zh: "找不到可执行的 rustc 时，该脚本输出 0",
      },
      n: {
        en: "the script fails when rustc, bindgen or the sources of the standard library are not there, or too old",
        zh: "缺少 rustc、bindgen 或标准库源代码，或其版本过旧时，该脚本失败",
      },
    },
  },
  {
    id: "gcc-plugins",
    asks: /plugin/,
    name: { en: "the headers for plugins of GCC", zh: "GCC 插件的头文件" },
    advice: {
      en: "`apt install gcc-$(gcc -dumpversion | cut -d. -f1)-plugin-dev` (Fedora: gcc-plugin-devel)",
      zh: "运行 `apt install gcc-$(gcc -dumpversion | cut -d. -f1)-plugin-dev`（Fedora：gcc-plugin-devel）",
    },
  },
  {
    id: "libc",
    asks: /cc-can-link/,
    name: { en: "the C library for programs", zh: "用户程序的 C 库" },
    debian: "libc6-dev",
    elsewhere: "glibc-devel",
  },
  {
    id: "linker",
    asks: /ld-version|\$\(LD\)|\bld\b/,
    name: { en: "the linker", zh: "链接器" },
    advice: kernelsCompiler,
  },
  {
    id: "assembler",
    asks: /as-version|assembler|-Wa,/,
    name: { en: "the assembler", zh: "汇编器" },
    advice: kernelsCompiler,
  },
  {
    id: "compiler",
    asks: /cc-version|\$\(CC\)|-x c|CC_VERSION_TEXT|\bgcc\b|\bclang\b/,
    name: { en: "the compiler", zh: "编译器" },
    advice: kernelsCompiler,
  },
];

/** The tool that `command` asks; `undefined` for one that none of {@link tools} is. */
export function toolOf(command: string): Tool | undefined {
  return tools.find(({ asks }) => asks.test(command));
}

/** What to type for it. */
export function remedyOf({ debian, elsewhere, advice }: Tool): Text | undefined {
  if (advice) return advice;
  if (debian === undefined) return undefined;
  const other =
    elsewhere === undefined
      ? { en: "", zh: "" }
      : { en: ` (other distributions: ${elsewhere})`, zh: `（其他发行版：${elsewhere}）` };
  return {
    en: `\`apt install ${debian}\`${other.en}, then configure again: \`make olddefconfig\``,
    zh: `运行 \`apt install ${debian}\`${other.zh}，然后重新配置：\`make olddefconfig\``,
  };
}
