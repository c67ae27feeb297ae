import { type KconfigProblem, sameInAll, type Text } from "@kofit/core";
import type { Contradiction } from "./contradictions.ts";
import { placeText } from "./reason-words.ts";

/** Symbols that are named, of many. */
const NAMED = 3;

/** `CONFIG_X is not set`, `CONFIG_X=y`. */
function setting(symbol: string, value: string | undefined): Text {
  return value === undefined || value === "n"
    ? { en: `${symbol} is not set`, zh: `${symbol} 未设置` }
    : sameInAll(`${symbol}=${value}`);
}

const noArchitecture: Text = {
  en: "why is not known: the configuration's first lines do not say of which architecture and version it is (`# Linux/arm64 6.12.95 Kernel Configuration`), as those of .config do",
  zh: "原因未知：配置文件的开头没有说明体系结构和版本（`# Linux/arm64 6.12.95 Kernel Configuration`），而 .config 的开头会说明",
};

const noPlace: Text = {
  en: "no directory with Kconfig files was given",
  zh: "没有给出包含 Kconfig 文件的目录",
};

function noKconfig(looked: readonly string[]): Text {
  return {
    en: `there is no file Kconfig in ${looked.join(", nor in ")}`,
    zh: `以下目录中没有 Kconfig 文件：${looked.join("、")}`,
  };
}

/** Sentences of `kofit why` that are no arrow. */
export const words = {
  value: setting,
  where: (headers: string, path: string): Text => sameInAll(`${headers.replace(/\/+$/, "")}/${path}`),
  ofKernel: (name: string): Text => ({
    en: `the kernel's configuration: ${name}`,
    zh: `内核的配置：${name}`,
  }),
  also: (cause: Text, place: string): Text => ({
    en: `and on ${cause.en} (${place})`,
    zh: `还依赖 ${cause.zh}（${place}）`,
  }),
  contradiction: ({ path, symbols, value }: Contradiction, symbol: string, first: string): Text => {
    const count = {
      en: `${symbols.length} symbol${symbols.length === 1 ? "" : "s"}`,
      zh: `${symbols.length} 个符号`,
    };
    const it = value === undefined ? undefined : setting(symbol, value);
    const others = symbols.filter((name) => name !== symbol);
    const names = others.slice(0, NAMED).join(", ") + (others.length > NAMED ? ", …" : "");
    const also = others.length > 0;
    return {
      en: `${path} contradicts ${first} in ${count.en}: ${it ? `there ${it.en}${also ? `; and in ${names}` : ""}` : names}. Modules are compiled with include/generated/autoconf.h; \`make syncconfig\` writes it and auto.conf anew from .config`,
      zh: `${path} 与 ${first} 有 ${count.zh}不一致：${it ? `其中 ${it.zh}${also ? `；还有 ${names}` : ""}` : names}。模块编译时使用的是 include/generated/autoconf.h；\`make syncconfig\` 会根据 .config 重新生成该文件和 auto.conf`,
    };
  },
  damaged: (message: string): Text => ({
    en: `not read, so what it says does not count: ${message}`,
    zh: `未能读取，因此不予考虑：${message}`,
  }),
  noRules: (looked: readonly string[] | undefined, version: string | undefined): Text => {
    if (!looked) return noArchitecture;
    const series = version === undefined ? undefined : /^\d+\.\d+/.exec(version)?.[0];
    const name = series === undefined ? "linux-source" : `linux-source-${series}`;
    const which = version ?? "";
    const no = looked.length === 0 ? noPlace : noKconfig(looked);
    return {
      en: `why is not known: ${no.en}. The rules are in the kernel's source: give that of the same version${which && ` (${which})`}: \`apt install ${name}\`, \`tar xf /usr/src/${name}.tar.xz\`, then \`--source ${name}\``,
      zh: `原因未知：${no.zh}。规则位于内核源代码中，请提供同一版本${which && `（${which}）`}的源代码：\`apt install ${name}\`，\`tar xf /usr/src/${name}.tar.xz\`，然后使用 \`--source ${name}\``,
    };
  },
  near: (near: string): Text => ({
    en: `the configuration has no line about it; did you mean ${near}?`,
    zh: `配置中没有关于它的行，您是否想用 ${near}？`,
  }),
  otherVersion: (directory: string, version: string, wanted: string): Text => ({
    en: `${directory} is Linux ${version}, the headers are of ${wanted}: its rules may be others`,
    zh: `${directory} 是 Linux ${version}，而头文件属于 ${wanted}：规则可能不同`,
  }),
  disagrees: (symbol: string, computed: string, path: string): Text => ({
    en: `by these rules it would be ${computed}: ${path} was changed by hand, or written by other rules. \`make olddefconfig\` would make it ${computed}`,
    zh: `按照这些规则，${symbol} 应为 ${computed}：${path} 被手工修改过，或由其他规则生成。\`make olddefconfig\` 会将其变为 ${computed}`,
  }),
  problems: (count: number): Text => ({
    en: `the Kconfig files are not whole, or not all understood (${count} ${count === 1 ? "place" : "places"}): what they do not tell is taken as the configuration has it`,
    zh: `Kconfig 文件不完整，或未能全部理解（${count} 处）：其中没有说明的内容以配置文件为准`,
  }),
  problem: ({ kind, where, what }: KconfigProblem): Text => {
    const text = {
      "missing-file": { en: `${what} is missing`, zh: `缺少 ${what}` },
      "unknown-file": { en: `which file ${what} is, is not known`, zh: `不知道 ${what} 指的是哪个文件` },
      unread: { en: `not read: ${what}`, zh: `未读取：${what}` },
      syntax: { en: `not understood: ${what}`, zh: `无法理解：${what}` },
      recursion: { en: `${what} includes itself`, zh: `${what} 包含了自身` },
      limit: { en: `too much for kofit: ${what}`, zh: `超出 kofit 的限度：${what}` },
    }[kind];
    const place = placeText(where);
    return kind === "missing-file" && where.file === what
      ? text
      : { en: `${text.en} (${place})`, zh: `${text.zh}（${place}）` };
  },
  kernelUnknown: (name: string, why: Text): Text => ({ en: `${name}: ${why.en}`, zh: `${name}：${why.zh}` }),
  inKernel: (symbol: string, value: string | undefined, name: string, same: boolean): Text => {
    const it = setting(symbol, value);
    return {
      en: `${it.en} in the kernel's configuration${same ? ", too" : ""} (${name})`,
      zh: `内核的配置中${same ? "同样是" : "是"} ${it.zh}（${name}）`,
    };
  },
  otherKernel: (other: string): Text => ({
    en: `this kernel is ${other}, and not what the headers are of: what its configuration says proves little of theirs`,
    zh: `该内核是 ${other}，与头文件所属的内核不同：其配置对头文件的配置说明不了多少`,
  }),
  parting: (name: string, { here, there }: { readonly here: Text; readonly there: Text }): Text => ({
    en: `the first difference: ${name} is ${here.en} here and ${there.en} in the kernel`,
    zh: `最初的差异：${name} 在这里为 ${here.zh}，在内核中为 ${there.zh}`,
  }),
  partingProbe: (
    what: Text | undefined,
    { here, there }: { readonly here: Text; readonly there: Text },
  ): Text => ({
    en: `the first difference: ${what?.en ?? here.en}; when the kernel was configured the answer was ${there.en}`,
    zh: `最初的差异：${what?.zh ?? here.zh}；配置内核时的结果为 ${there.zh}`,
  }),
} as const;
