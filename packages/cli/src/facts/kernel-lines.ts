import {
  type ConfigDifference,
  type KernelFacts,
  type OptionMembers,
  sameInAll,
  type Text,
  toolDifferenceText,
  type ValueOf,
} from "@kofit/core";
import { counted, layoutText, line, type Line } from "./describe.ts";

const titles = {
  release: { en: "release", zh: "发布版本号" },
  architecture: { en: "architecture", zh: "架构" },
  generation: { en: "loader", zh: "加载器" },
  features: { en: "loader features", zh: "加载器特性" },
  loaderOptions: { en: "loader options", zh: "加载器编译选项" },
  banner: { en: "banner", zh: "启动信息" },
  vermagic: sameInAll("vermagic"),
  config: { en: "configuration", zh: "内核配置" },
  structModule: sameInAll("struct module"),
  exports: { en: "exports", zh: "导出的符号" },
  crcs: sameInAll("CRC"),
  builtins: { en: "built-in modules", zh: "内置模块" },
  sysfsModules: sameInAll("/sys/module"),
  ownModules: { en: "own modules", zh: "自带模块" },
  moduleSigning: { en: "signing options", zh: "签名相关编译选项" },
  signaturePolicy: { en: "signatures", zh: "签名策略" },
  namespacePolicy: { en: "namespaces", zh: "命名空间" },
  symversDifferences: sameInAll("Module.symvers"),
  headersContradictions: { en: "headers contradict", zh: "头文件自相矛盾" },
  headersDifferences: { en: "headers differ", zh: "头文件差异" },
  structModuleOptions: { en: "options in struct module", zh: "struct module 的选项" },
  toolDifferences: { en: "tools differ", zh: "工具差异" },
  trustedCertificates: { en: "built-in keys", zh: "内置密钥" },
  enrolledCertificates: { en: "enrolled keys", zh: "已登记的证书" },
} as const satisfies Record<keyof KernelFacts, Text>;

const policies = {
  permissive: { en: "modules without a signature load", zh: "没有签名的模块可以加载" },
  enforced: { en: "modules without a valid signature are refused", zh: "没有有效签名的模块会被拒绝" },
  lockdown: {
    en: "lockdown: modules without a valid signature are refused",
    zh: "锁定模式（lockdown）：没有有效签名的模块会被拒绝",
  },
} as const satisfies Record<ValueOf<KernelFacts["signaturePolicy"]>, Text>;

const namespaces = {
  enforced: { en: "have to be imported", zh: "必须导入" },
  warned: { en: "not importing one is only warned of", zh: "未导入时只发出警告" },
} as const satisfies Record<ValueOf<KernelFacts["namespacePolicy"]>, Text>;

/** What is known of a kernel, one line for each fact. */
export function kernelLines(facts: KernelFacts): readonly Line[] {
  const lines = {
    release: line(titles.release, facts.release, sameInAll),
    architecture: line(titles.architecture, facts.architecture, ({ name }) => sameInAll(name)),
    generation: line(titles.generation, facts.generation, loaderText),
    features: line(titles.features, facts.features, (features) => sameInAll([...features].join(", ") || "-")),
    loaderOptions: line(titles.loaderOptions, facts.loaderOptions, (options) =>
      sameInAll([...options].join(", ") || "-"),
    ),
    banner: facts.banner && line(titles.banner, facts.banner, sameInAll),
    vermagic: line(titles.vermagic, facts.vermagic, (text) => sameInAll(text.trim())),
    config: line(titles.config, facts.config, configText),
    structModule: line(titles.structModule, facts.structModule, layoutText),
    exports: line(titles.exports, facts.exports, exportsText),
    crcs: line(titles.crcs, facts.crcs, crcsText),
    builtins: line(titles.builtins, facts.builtins, ({ size }) => modulesText(size)),
    sysfsModules: line(titles.sysfsModules, facts.sysfsModules, namesText),
    ownModules: line(titles.ownModules, facts.ownModules, ({ length }) => modulesText(length)),
    moduleSigning: line(titles.moduleSigning, facts.moduleSigning, signingText),
    signaturePolicy: line(titles.signaturePolicy, facts.signaturePolicy, (policy) => policies[policy]),
    namespacePolicy: line(titles.namespacePolicy, facts.namespacePolicy, (policy) => namespaces[policy]),
    symversDifferences:
      facts.symversDifferences.known && facts.symversDifferences.value
        ? line(titles.symversDifferences, facts.symversDifferences, differencesText)
        : undefined,
    headersContradictions:
      facts.headersContradictions.known && !facts.headersContradictions.value
        ? undefined
        : line(titles.headersContradictions, facts.headersContradictions, contradictionsText),
    headersDifferences:
      facts.headersDifferences &&
      line(titles.headersDifferences, facts.headersDifferences, configDifferencesText),
    structModuleOptions:
      facts.structModuleOptions &&
      line(titles.structModuleOptions, facts.structModuleOptions, structModuleOptionsText),
    toolDifferences:
      facts.toolDifferences.known && facts.toolDifferences.value.length === 0
        ? undefined
        : line(titles.toolDifferences, facts.toolDifferences, toolsText),
    trustedCertificates:
      facts.trustedCertificates &&
      line(titles.trustedCertificates, facts.trustedCertificates, certificatesText),
    enrolledCertificates:
      facts.enrolledCertificates &&
      line(titles.enrolledCertificates, facts.enrolledCertificates, certificatesText),
  } satisfies Record<keyof KernelFacts, Line | undefined>;
  return Object.values(lines).filter((one) => one !== undefined);
}

function structModuleOptionsText(found: readonly OptionMembers[]): Text {
  const members = found.reduce((sum, { members }) => sum + members.length, 0);
  return {
    en: `${found.length} options bring ${members} members`,
    zh: `${found.length} 个选项控制 ${members} 个成员`,
  };
}

/** Settings that are shown. */
const SHOWN = 4;

function configDifferencesText(found: readonly ConfigDifference[]): Text {
  const text = (unset: string): string =>
    found
      .slice(0, SHOWN)
      .map(({ symbol, kernel = unset, headers = unset }) => `${symbol} ${headers} (${kernel})`)
      .join(", ");
  const more = found.length > SHOWN ? ", …" : "";
  return found.length === 0
    ? { en: "none: the headers are configured as the kernel is", zh: "无：头文件的配置与内核一致" }
    : {
        en: `${found.length} settings, headers (kernel): ${text("not set")}${more}`,
        zh: `${found.length} 项设置，头文件（内核）：${text("未设置")}${more}`,
      };
}

const loaderText = (generation: string): Text => ({
  en: `as Linux ${generation} and its successors have it`,
  zh: `与 Linux ${generation} 及其后续版本相同`,
});

function configText({ text }: ValueOf<KernelFacts["config"]>): Text {
  const count = text.match(/^CONFIG_\w+=/gm)?.length ?? 0;
  return { en: `${counted(count, "option")} set`, zh: `设置了 ${count} 个选项` };
}

function exportsText(exports: ValueOf<KernelFacts["exports"]>): Text {
  const { names, gplOnly, namespaces, owners, modulesUnknown } = exports;
  const gpl = gplOnly.reduce((sum, one) => sum + one, 0);
  // Row 0 is "no namespace"; vmlinux is the one owner that is no module.
  const spaces = Math.max(0, namespaces.length - 1);
  if (modulesUnknown) {
    return {
      en: `${counted(names.count, "symbol")} of the image, those of its modules are not known; ${gpl} GPL-only; ${counted(spaces, "namespace")}`,
      zh: `内核映像导出 ${names.count} 个符号，其模块导出的符号未知；其中 ${gpl} 个仅限 GPL；${spaces} 个命名空间`,
    };
  }
  const modules = owners.filter((owner) => owner !== "vmlinux").length;
  return {
    en: `${counted(names.count, "symbol")} of the image and ${counted(modules, "module")}; ${gpl} GPL-only; ${counted(spaces, "namespace")}`,
    zh: `内核映像和 ${modules} 个模块共导出 ${names.count} 个符号；其中 ${gpl} 个仅限 GPL；${spaces} 个命名空间`,
  };
}

function crcsText({ names, crcs }: ValueOf<KernelFacts["crcs"]>): Text {
  const count = crcs.reduce((sum, crc) => sum + (crc === 0 ? 0 : 1), 0);
  if (count === 0) {
    return { en: "none: built without CONFIG_MODVERSIONS", zh: "没有：编译时未启用 CONFIG_MODVERSIONS" };
  }
  return {
    en: `known of ${count} of ${counted(names.count, "symbol")}`,
    zh: `${names.count} 个符号中有 ${count} 个带 CRC`,
  };
}

function differencesText(found: ValueOf<KernelFacts["symversDifferences"]>): Text {
  const count = found?.count ?? 0;
  return {
    en: `not what the image says: ${counted(count, "export")} differ`,
    zh: `与内核映像不一致：${count} 个导出符号不同`,
  };
}

function contradictionsText(found: ValueOf<KernelFacts["headersContradictions"]>): Text {
  const count = found?.contradictions.length ?? 0;
  return {
    en: `.config, auto.conf and autoconf.h disagree on ${counted(count, "symbol")}`,
    zh: `.config、auto.conf 与 autoconf.h 有 ${count} 个选项不一致`,
  };
}

function toolsText(found: ValueOf<KernelFacts["toolDifferences"]>): Text {
  const texts = found.map(toolDifferenceText);
  return { en: texts.map(({ en }) => en).join("; "), zh: texts.map(({ zh }) => zh).join("；") };
}

function certificatesText(certificates: ValueOf<NonNullable<KernelFacts["trustedCertificates"]>>): Text {
  if (certificates.length === 0) return { en: "none", zh: "没有" };
  return sameInAll(certificates.map(({ subject, serial }) => subject ?? serial).join("; "));
}

function signingText(signing: ValueOf<KernelFacts["moduleSigning"]>): Text {
  if (!signing.verifies) return { en: "does not look for any", zh: "不检查签名" };
  const enforces = signing.enforces ? { en: "enforces", zh: "强制检查" } : { en: "verifies", zh: "检查" };
  return {
    en: `${enforces.en} them; ${lockdowns[signing.lockdown].en}`,
    zh: `${enforces.zh}签名；${lockdowns[signing.lockdown].zh}`,
  };
}

const lockdowns = {
  none: { en: "has no lockdown", zh: "没有 lockdown" },
  possible: { en: "can be locked down", zh: "可以进入 lockdown" },
  forced: { en: "is locked down from the start", zh: "启动时即进入 lockdown" },
} as const;

function namesText({ made, drivers }: ValueOf<KernelFacts["sysfsModules"]>): Text {
  const taken = { en: `${counted(made.size, "name")} taken`, zh: `占用了 ${made.size} 个名字` };
  return drivers.size > 0
    ? { en: `${taken.en}; drivers may take more`, zh: `${taken.zh}；内置驱动可能占用更多` }
    : taken;
}

const modulesText = (count: number): Text => ({ en: counted(count, "module"), zh: `${count} 个模块` });
