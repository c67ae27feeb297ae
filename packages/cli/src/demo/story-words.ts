import type { Language, Verdict } from "@kofit/core";
import type { Sides } from "./what-happened.ts";

/** What stands between the two checks. Backticks mark code; numbers are bytes. */
export interface StoryWords {
  readonly thisKernel: string;
  readonly title: string;
  introduction(release: string): string;
  made(packages: readonly string[], compiler: string): string;
  readonly firstHeading: string;
  readonly secondHeading: string;
  readonly explanationHeading: string;
  /** Labels of the comparison. */
  readonly versions: string;
  readonly size: string;
  readonly exit: string;
  readonly same: string;
  /** `less`: by how much the module's value is smaller. */
  sides(values: Sides<number>, less: number): string;
  /** The links of the chain, in its order. */
  readonly reconfigured: string;
  paholeVersion(versions: Sides<string>): string;
  lostOption(option: string, more: number): string;
  lostOptions(options: readonly string[]): string;
  lostMembers(members: readonly string[]): string;
  moved(bytes: number): string;
  otherSize(bytes: number): string;
  sameSize(size: string): string;
  readonly outcome: Readonly<Record<Verdict["outcome"], string>>;
  readonly repairHeading: string;
  readonly repairs: readonly { readonly text: string; readonly command: string }[];
  readonly afterwards: string;
  readonly afterFresh: string;
}

const hexAndDecimal = (value: number): string => `0x${value.toString(16)} (${value})`;
const reinstall = "sudo apt install --reinstall linux-headers-current-sunxi64";
const rebuild = "make clean && make && kofit check tty0tty.ko";

const en: StoryWords = {
  thisKernel: "this kernel",
  title: "One source, two modules, one kernel",
  introduction: (release) =>
    "A module compiles without an error, `modinfo` shows the right vermagic, and yet `insmod` answers " +
    "`Exec format error`. It happened on a NanoPi Neo Core2 (Armbian, sunxi64), to tty0tty, v4l2loopback and every " +
    `other module. Here is the same mistake with real files: demo/src/loopline.c, built twice for ${release}.`,
  made: (packages, compiler) => `Fetched: ${packages.join(", ")}. Built with ${compiler}.`,
  firstHeading: "1. Built against the headers as they were shipped",
  secondHeading: "2. Built against the same headers, configured again on a machine without pahole",
  explanationHeading: "3. What happened",
  versions: "vermagic, CRCs",
  size: "struct module",
  exit: "offset of exit",
  same: "the same in both modules, so they do not give it away",
  sides({ kernel, module }, less) {
    if (less === 0) return `${hexAndDecimal(kernel)} on both sides`;
    const difference = `${Math.abs(less)} bytes ${less > 0 ? "less" : "more"}`;
    return `${hexAndDecimal(kernel)} in the kernel, ${hexAndDecimal(module)} in module 2: ${difference}`;
  },
  reconfigured: "The headers were configured again where `pahole` is not installed.",
  paholeVersion: ({ kernel, module }) => `CONFIG_PAHOLE_VERSION became ${module}; the kernel has ${kernel}.`,
  lostOption: (option, more) =>
    `Kconfig dropped ${option}, which the kernel has${more > 0 ? ` (and ${more} more)` : ""}.`,
  lostOptions: (options) => `Kconfig dropped what the kernel has: ${options.join(", ")}.`,
  lostMembers: (members) => `\`struct module\` lost the members that it guards: ${code(members, ", ")}.`,
  moved: (bytes) =>
    `What follows them, \`exit\` too, stands ${Math.abs(bytes)} bytes ${bytes > 0 ? "earlier" : "later"}.`,
  otherSize: (bytes) =>
    bytes > 0
      ? `Rounded up to whole cache lines, \`struct module\` became ${bytes} bytes shorter.`
      : `Rounded up to whole cache lines, \`struct module\` became ${-bytes} bytes longer.`,
  sameSize: (size) =>
    `Rounded up to whole cache lines, \`struct module\` still has ${size} bytes: comparing sizes shows nothing.`,
  outcome: {
    refused: "The kernel refuses the module.",
    unsafe: "The kernel loads the module, and then uses members that are not where it looks for them.",
    loads: "The kernel loads the module: what was dropped makes no difference to it.",
    unknown: "Whether the kernel loads the module cannot be told: a fact is missing.",
  },
  repairHeading: "4. What repairs it",
  repairs: [
    { text: "Install pahole (older systems call the package dwarves):", command: "sudo apt install pahole" },
    {
      text: "Install the headers again, so that they are configured again, with pahole. On that board:",
      command: reinstall,
    },
    { text: "Build the module again, and ask before it is loaded:", command: rebuild },
  ],
  afterwards: "`kofit demo --fresh` does all of this anew, with today's kernel.",
  afterFresh: "All of this was fetched and built just now. What was unpacked and built is deleted again.",
};

const zh: StoryWords = {
  thisKernel: "该内核",
  title: "同一份源代码，两个模块，同一个内核",
  introduction: (release) =>
    "模块编译时没有任何错误，`modinfo` 显示的 vermagic 也正确，可是 `insmod` 却报告 `Exec format error`。" +
    "这发生在一块 NanoPi Neo Core2（Armbian，sunxi64）上，tty0tty、v4l2loopback 以及其他所有模块都是如此。" +
    `下面用真实的文件重现同样的失误：为 ${release} 编译了两次的 demo/src/loopline.c。`,
  made: (packages, compiler) => `已下载：${packages.join("、")}。所用编译器：${compiler}。`,
  firstHeading: "1. 用原样发布的头文件编译",
  secondHeading: "2. 用同一份头文件编译，但它在没有 pahole 的机器上被重新配置过",
  explanationHeading: "3. 问题出在哪里",
  versions: "vermagic、CRC",
  size: "struct module",
  exit: "exit 的偏移",
  same: "两个模块完全相同，因此从中看不出问题",
  sides({ kernel, module }, less) {
    if (less === 0) return `两边都是 ${hexAndDecimal(kernel)}`;
    const difference = `${less > 0 ? "少" : "多"} ${Math.abs(less)} 字节`;
    return `内核中为 ${hexAndDecimal(kernel)}，模块 2 中为 ${hexAndDecimal(module)}：${difference}`;
  },
  reconfigured: "头文件在没有安装 `pahole` 的机器上被重新配置。",
  paholeVersion: ({ kernel, module }) => `于是其中 CONFIG_PAHOLE_VERSION=${module}，而内核的值是 ${kernel}。`,
  lostOption: (option, more) =>
    `Kconfig 因此去掉了内核所启用的 ${option}${more > 0 ? `（另外还有 ${more} 个选项）` : ""}。`,
  lostOptions: (options) => `Kconfig 因此去掉了内核所启用的选项：${options.join("、")}。`,
  lostMembers: (members) => `\`struct module\` 因此少了由该选项引入的成员：${code(members, "、")}。`,
  moved: (bytes) =>
    `排在它们之后的成员（包括 \`exit\`）因此${bytes > 0 ? "前移" : "后移"}了 ${Math.abs(bytes)} 字节。`,
  otherSize: (bytes) =>
    bytes > 0
      ? `按整条缓存行向上取整后，\`struct module\` 短了 ${bytes} 字节。`
      : `按整条缓存行向上取整后，\`struct module\` 长了 ${-bytes} 字节。`,
  sameSize: (size) =>
    `按整条缓存行向上取整后，\`struct module\` 的大小仍为 ${size} 字节：只比较大小发现不了问题。`,
  outcome: {
    refused: "内核拒绝加载该模块。",
    unsafe: "内核会加载该模块，但随后会到错误的位置去访问其成员。",
    loads: "内核可以加载该模块：被去掉的选项对它没有影响。",
    unknown: "缺少必要的信息，无法判断内核是否会加载该模块。",
  },
  repairHeading: "4. 如何修复",
  repairs: [
    { text: "安装 pahole（较旧的系统中软件包名为 dwarves）：", command: "sudo apt install pahole" },
    { text: "重新安装头文件包，使其在有 pahole 的情况下重新配置。在那块开发板上：", command: reinstall },
    { text: "重新编译模块，并在加载之前先检查：", command: rebuild },
  ],
  afterwards: "`kofit demo --fresh` 会用当前最新的内核把这一切重新做一遍。",
  afterFresh: "以上内容均为刚刚下载并编译所得；解包和编译产生的文件已经删除。",
};

export const words: Readonly<Record<Language, StoryWords>> = { en, zh };

function code(names: readonly string[], separator: string): string {
  return names.map((name) => `\`${name}\``).join(separator);
}
