import { sameInAll, type Text } from "@kofit/core";
import type { Contradiction } from "./contradictions.ts";

/** `CONFIG_X is not set`, `CONFIG_X=y`. */
function setting(symbol: string, value: string | undefined): Text {
  return value === undefined || value === "n"
    ? { en: `${symbol} is not set`, zh: `${symbol} 未设置` }
    : sameInAll(`${symbol}=${value}`);
}

/** Sentences of `kofit why` that are no arrow. */
export const words = {
  value: setting,
  where: (headers: string, path: string): Text => sameInAll(`${headers.replace(/\/+$/, "")}/${path}`),
  also: (cause: Text, place: string): Text => ({
    en: `and on ${cause.en} (${place})`,
    zh: `还依赖 ${cause.zh}（${place}）`,
  }),
  contradiction: ({ path, symbols, value }: Contradiction, symbol: string, first: string): Text => {
    const count = { en: `${symbols} symbol${symbols === 1 ? "" : "s"}`, zh: `${symbols} 个符号` };
    const it = value === undefined ? undefined : setting(symbol, value);
    return {
      en: `${path} contradicts ${first} in ${count.en}${it ? `: there ${it.en}` : ""}; modules are compiled with include/generated/autoconf.h. \`make syncconfig\` writes both anew from .config`,
      zh: `${path} 与 ${first} 有 ${count.zh}不一致${it ? `：其中 ${it.zh}` : ""}；模块编译时使用的是 include/generated/autoconf.h。\`make syncconfig\` 会根据 .config 重新生成这两个文件`,
    };
  },
  noRules: (headers: string, version: string | undefined): Text => {
    const series = version === undefined ? undefined : /^\d+\.\d+/.exec(version)?.[0];
    const name = series === undefined ? "linux-source" : `linux-source-${series}`;
    const which = version ?? "";
    return {
      en: `why is not known: ${headers} has no Kconfig files, as most headers packages have none. Give the kernel's source of the same version${which && ` (${which})`}: \`apt install ${name}\`, \`tar xf /usr/src/${name}.tar.xz\`, then \`--source ${name}\``,
      zh: `原因未知：${headers} 中没有 Kconfig 文件，大多数头文件软件包都不包含它们。请提供同一版本${which && `（${which}）`}的内核源代码：\`apt install ${name}\`，\`tar xf /usr/src/${name}.tar.xz\`，然后使用 \`--source ${name}\``,
    };
  },
  otherVersion: (directory: string, version: string, wanted: string): Text => ({
    en: `${directory} is Linux ${version}, the headers are of ${wanted}: its rules may be others`,
    zh: `${directory} 是 Linux ${version}，而头文件属于 ${wanted}：规则可能不同`,
  }),
  disagrees: (symbol: string, computed: string, path: string): Text => ({
    en: `by these rules it would be ${computed}: ${path} was changed by hand, or written by other rules. \`make olddefconfig\` would make it ${computed}`,
    zh: `按照这些规则，${symbol} 应为 ${computed}：${path} 被手工修改过，或由其他规则生成。\`make olddefconfig\` 会将其变为 ${computed}`,
  }),
  problems: (count: number): Text => ({
    en: `${count} ${count === 1 ? "place" : "places"} in the Kconfig files could not be read; the rest counts:`,
    zh: `Kconfig 文件中有 ${count} 处无法读取，仅依据其余内容：`,
  }),
  kernelUnknown: (name: string, why: Text): Text => ({ en: `${name}: ${why.en}`, zh: `${name}：${why.zh}` }),
  inKernel: (symbol: string, value: string | undefined, name: string, same: boolean): Text => {
    const it = setting(symbol, value);
    return {
      en: `${it.en} in the kernel's configuration${same ? ", too" : ""} (${name})`,
      zh: `内核的配置中${same ? "同样是" : "是"} ${it.zh}（${name}）`,
    };
  },
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
