import { compilerIn, type Text } from "@kofit/core";

/** The compiler of a kernel beside one of this machine. */
export interface Drift {
  /** Whether a module may come out otherwise, or not at all. */
  readonly matters: boolean;
  readonly text: Text;
}

/**
 * How two compilers differ, by the line that each prints of itself; `undefined` when they do not.
 *
 * @param plugins whether the kernel is built with plugins of its compiler, which load into the very same compiler only.
 */
export function compilerDrift(kernel: string, here: string, plugins: boolean): Drift | undefined {
  if (versionPart(kernel) === versionPart(here)) return undefined;
  const [theirs, mine] = [compilerIn(kernel), compilerIn(here)];
  const both: Text = {
    en: `the kernel was built with "${kernel}", here is "${here}"`,
    zh: `内核由 "${kernel}" 编译，本机为 "${here}"`,
  };
  const say = (matters: boolean, en: string, zh: string): Drift => ({
    matters,
    text: { en: `${both.en}: ${en}`, zh: `${both.zh}：${zh}` },
  });
  if (!theirs || !mine) {
    return say(
      false,
      "how they differ cannot be told; the probe module shows it",
      "无法判断差别；由探测模块验证",
    );
  }
  if (theirs.kind !== mine.kind) {
    return say(true, "options of the one are not known to the other", "两者的编译选项互不相识");
  }
  if (plugins) {
    return say(
      true,
      "the kernel's compiler plugins load into their own compiler only",
      "内核的编译器插件只能由同一个编译器加载",
    );
  }
  if (mine.version[0] < theirs.version[0]) {
    return say(
      false,
      "an older one may lack options; the probe module shows it",
      "较旧的编译器可能缺少某些选项；由探测模块验证",
    );
  }
  return say(
    false,
    'that is noise, and so is make\'s warning "the compiler differs": no kernel compares it',
    '这无关紧要，make 的警告 "the compiler differs" 也一样：内核不比较编译器',
  );
}

/**
 * The compiler in `Linux version 6.12.95 (user@host) (gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld …) #1 SMP …`, which
 * scripts/mkcompile_h wrote before the linker's; `undefined` where there is none.
 */
export const compilerInBanner = (banner: string): string | undefined =>
  /^Linux version \S+ \([^()]*\) \((?<compiler>.+?), (?:GNU ld|LLD|\w+ LLD)\b/.exec(banner)?.groups?.[
    "compiler"
  ];

/** Without what the program was called: `aarch64-linux-gnu-gcc-12 (Debian 12.2.0-14) 12.2.0` and `gcc-12 …` are one. */
const versionPart = (text: string): string =>
  text.replace(/^(?:\S*-)?(gcc|clang)(?:-\d+)?(?=\s)/, "$1").trim();
