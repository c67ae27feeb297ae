import type { LoaderFeature, LoaderOption, Text } from "@kofit/core";

/** What a loader with the feature does and one without does not. */
export const featureWords: Readonly<Record<LoaderFeature, Text>> = {
  "elf-messages": {
    en: "has a message of its own for each ELF defect",
    zh: "对每种 ELF 缺陷都有单独的消息",
  },
  "taint-names-symbol": {
    en: "names the symbol when it refuses a module for what a proprietary one exports",
    zh: "因专有模块的导出符号而拒绝模块时会指明该符号",
  },
  "test-taint": { en: "taints the kernel when a test module loads", zh: "加载测试模块时标记内核被污染" },
  "relocation-target-invalid": {
    en: "x86_64: says `Invalid relocation target` where others say `Skipping invalid relocation target`",
    zh: "x86_64：输出 `Invalid relocation target`，而非 `Skipping invalid relocation target`",
  },
  "this-module-checks": {
    en: "compares the size of `struct module`, and judges vermagic and CRC before anything is allocated",
    zh: "比较 `struct module` 的大小，并在分配内存之前检查 vermagic 与 CRC",
  },
  "arm64-plts-always": { en: "arm64: always wants sections for PLTs", zh: "arm64：始终要求有 PLT 节" },
  "riscv-relocation-kinds": {
    en: "riscv: refuses relocations of dynamic linking by name, and applies more types",
    zh: "riscv：按名称拒绝动态链接的重定位，并支持更多重定位类型",
  },
  "return-thunk-warning": {
    en: "x86_64: warns of returns that were not replaced",
    zh: "x86_64：对未替换的返回指令发出警告",
  },
  "elf-checks-by-subject": {
    en: "checks the ELF file in another order",
    zh: "以另一种顺序检查 ELF 文件",
  },
  "symbol-names-checks": {
    en: "refuses a table of symbol names that is damaged",
    zh: "拒绝符号名表损坏的模块",
  },
  "extended-versions": {
    en: "reads CRCs of long names (`__version_ext_crcs`)",
    zh: "读取长名称的 CRC（`__version_ext_crcs`）",
  },
  "module-namespaces": {
    en: "knows namespaces for named modules (`module:…`), and refuses whoever imports one",
    zh: "支持面向指定模块的命名空间（`module:…`），并拒绝导入它的模块",
  },
  "init-ftrace-trampoline": {
    en: "arm64: looks for `.init.text.ftrace_trampoline`",
    zh: "arm64：查找 `.init.text.ftrace_trampoline`",
  },
  "relocation-target-section": {
    en: "x86_64: names the section in its line about a relocation target that is not zero",
    zh: "x86_64：重定位目标非零时，消息中会指明所在的节",
  },
  "section-index-checks": {
    en: "refuses a symbol in a section that is not there",
    zh: "拒绝符号指向不存在的节的模块",
  },
  "export-flags": {
    en: "reads from `__kflagstab` which exports are GPL-only: modules that export symbols have to have it",
    zh: "从 `__kflagstab` 读取哪些导出符号仅限 GPL：导出符号的模块必须带有它",
  },
};

/** What a loader built with the option does. */
export const optionWords: Readonly<Record<LoaderOption, Text>> = {
  "strict-rwx": {
    en: "refuses a section that is writable and executable",
    zh: "拒绝同时可写且可执行的节",
  },
  "force-load": {
    en: "loads modules without vermagic or versions when asked to",
    zh: "可按要求加载没有 vermagic 或版本信息的模块",
  },
  livepatch: { en: "loads live patches", zh: "可加载热补丁" },
  constructors: { en: "runs constructors of modules", zh: "执行模块的构造函数" },
  "call-ops": {
    en: "keeps an address in front of every function, and wants places for it aligned",
    zh: "在每个函数之前保存一个地址，并要求其位置对齐",
  },
  "call-tables": { en: "routes far calls of modules through a table", zh: "模块的远距离调用通过跳转表进行" },
};
