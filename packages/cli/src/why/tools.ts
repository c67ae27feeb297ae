import type { Text } from "@kofit/core";

/** A program that Kconfig asks, and where it comes from. */
export interface Tool {
  readonly id: string;
  /** What a command of Kconfig has in it that asks this program; the first tool that matches is it. */
  readonly asks: RegExp;
  readonly name: Text;
  readonly remedy: Package | Advice;
  /** What a script means by its answer when the program is not there. */
  readonly absent?: readonly Absent[];
}

/** To be installed. */
interface Package {
  readonly debian: string;
  /** What other distributions call it, where that differs. */
  readonly elsewhere?: string;
}

/** Where installing one package is not what helps. */
interface Advice {
  readonly advice: Text;
}

interface Absent {
  /** A command that has this in it. */
  readonly script: string;
  readonly answer: string;
  readonly means: Text;
}

const kernelsCompiler: Advice = {
  advice: {
    en: "configure with the compiler and binutils that the kernel was built with: CONFIG_CC_VERSION_TEXT in its configuration names the compiler",
    zh: "请使用编译该内核时所用的编译器和 binutils 进行配置：内核配置中的 CONFIG_CC_VERSION_TEXT 指出了编译器的版本",
  },
};

/** From the special to the general: nearly every command has the compiler in it. */
export const tools: readonly Tool[] = [
  {
    id: "pahole",
    asks: /pahole/i,
    name: { en: "pahole", zh: "pahole" },
    remedy: { debian: "pahole", elsewhere: "dwarves" },
    absent: [
      {
        script: "scripts/pahole-version.sh",
        answer: "0",
        means: {
          en: "the script prints 0 when it finds no pahole in PATH that it may run",
          zh: "在 PATH 中找不到可执行的 pahole 时，该脚本输出 0",
        },
      },
    ],
  },
  {
    id: "rust",
    asks: /rust|bindgen/i,
    name: { en: "the Rust compiler and bindgen", zh: "Rust 编译器和 bindgen" },
    remedy: { debian: "rustc rust-src bindgen" },
    absent: [
      {
        script: "scripts/rustc-version.sh",
        answer: "0",
        means: {
          en: "the script prints 0 when it finds no rustc that it may run",
          zh: "找不到可执行的 rustc 时，该脚本输出 0",
        },
      },
      {
        script: "scripts/rust_is_available.sh",
        answer: "n",
        means: {
          en: "the script fails when rustc, bindgen or the sources of the standard library are not there, or too old",
          zh: "缺少 rustc、bindgen 或标准库源代码，或其版本过旧时，该脚本失败",
        },
      },
    ],
  },
  {
    id: "gcc-plugins",
    asks: /plugin/,
    name: { en: "the headers for plugins of GCC", zh: "GCC 插件的头文件" },
    remedy: {
      advice: {
        en: "`apt install gcc-$(gcc -dumpversion | cut -d. -f1)-plugin-dev` (Fedora: gcc-plugin-devel)",
        zh: "运行 `apt install gcc-$(gcc -dumpversion | cut -d. -f1)-plugin-dev`（Fedora：gcc-plugin-devel）",
      },
    },
  },
  {
    id: "libc",
    asks: /cc-can-link/,
    name: { en: "the C library for programs", zh: "用户程序的 C 库" },
    remedy: { debian: "libc6-dev", elsewhere: "glibc-devel" },
  },
  {
    id: "linker",
    asks: /ld-version|\$\(LD\)|\bld\b/,
    name: { en: "the linker", zh: "链接器" },
    remedy: kernelsCompiler,
  },
  {
    id: "assembler",
    asks: /as-version|assembler|-Wa,/,
    name: { en: "the assembler", zh: "汇编器" },
    remedy: kernelsCompiler,
  },
  {
    id: "compiler",
    asks: /cc-version|\$\(CC\)|-x c|CC_VERSION_TEXT|\bgcc\b|\bclang\b/,
    name: { en: "the compiler", zh: "编译器" },
    remedy: kernelsCompiler,
  },
];

/** The tool that `command` asks; `undefined` for one that none of {@link tools} is. */
export function toolOf(command: string): Tool | undefined {
  return tools.find(({ asks }) => asks.test(command));
}

/** What `answer` to `command` says of a program that is not there; `undefined` when it says nothing of the kind. */
export function absenceIn({ absent = [] }: Tool, command: string, answer: string): Text | undefined {
  return absent.find((one) => command.includes(one.script) && answer === one.answer)?.means;
}

/** What to type for it. */
export function remedyOf({ remedy }: Tool): Text {
  if ("advice" in remedy) return remedy.advice;
  const { debian, elsewhere } = remedy;
  const other =
    elsewhere === undefined
      ? { en: "", zh: "" }
      : { en: ` (other distributions: ${elsewhere})`, zh: `（其他发行版：${elsewhere}）` };
  return {
    en: `\`apt install ${debian}\`${other.en}, then configure again: \`make olddefconfig\``,
    zh: `运行 \`apt install ${debian}\`${other.zh}，然后重新配置：\`make olddefconfig\``,
  };
}
