import type { Text } from "../../src/model/fact.ts";

/** What a fetched package is for. */
export type Purpose = "image" | "modules" | "base" | "headers" | "debug" | "build" | "other";

/** What each purpose means, for a list that a person reads. */
export const purposes: Readonly<Record<Purpose, Text>> = {
  image: { en: "the kernel image", zh: "内核映像" },
  modules: { en: "the kernel's modules", zh: "内核自带的模块" },
  base: { en: "the kernel's configuration and lists of built-in modules", zh: "内核配置与内建模块列表" },
  headers: {
    en: "the kernel's exports (Module.symvers) and types",
    zh: "内核导出的符号（Module.symvers）与类型",
  },
  debug: { en: "the kernel's debugging information", zh: "内核调试信息" },
  build: { en: "needed to build modules", zh: "编译模块所需" },
  other: { en: "the package asked for", zh: "所请求的软件包" },
};

/**
 * How Debian and its derivatives cut a kernel into packages, told from their names: `linux-image-<release>` held the
 * image, its configuration and the modules for long; in Debian's linux 7.2 it is an empty package that depends on
 * `linux-binary-`, `linux-modules-` and `linux-base-<release>`. Ubuntu cuts off `linux-modules-` and
 * `linux-modules-extra-<release>`.
 */
export function purposeOf(name: string): Purpose {
  if (/-dbg(sym)?$/.test(name)) return "debug";
  if (/^linux-kbuild-|^linux-headers-.*-common(-|$)/.test(name)) return "build";
  const kind = /^linux-(?<kind>[a-z]+)-/.exec(name)?.groups?.["kind"] ?? "";
  return KINDS.get(kind) ?? "other";
}

const KINDS: ReadonlyMap<string, Purpose> = new Map([
  ["image", "image"],
  ["binary", "image"],
  ["modules", "modules"],
  ["base", "base"],
  ["headers", "headers"],
]);

/**
 * Whether the package is of one release (`linux-image-6.1.0-40-amd64`), not one that follows the releases
 * (`linux-image-686`, `linux-image-generic-hwe-22.04`).
 */
export const isOfOneRelease = (name: string): boolean =>
  /^linux-(image|binary|modules|base|headers|kbuild)-(unsigned-|extra-)?\d+\.\d+/.test(name);

/** `uname -r` of the kernel that an image package holds; absent for every other package. */
export function releaseOfImage(name: string): string | undefined {
  if (purposeOf(name) !== "image" || !isOfOneRelease(name)) return undefined;
  return name.replace(/^linux-(image|binary)-(unsigned-)?/, "").replace(/-unsigned$/, "");
}

/**
 * What the same image is called without Secure Boot's signature: it is there before the signed one is, and on
 * architectures and suites that sign nothing. `-unsigned` is Debian's suffix up to linux 6.12, `unsigned-` its infix
 * in 7.2, and Ubuntu's.
 */
export function unsignedNames(name: string): string[] {
  const release = releaseOfImage(name);
  if (release === undefined) return [];
  return [
    `linux-image-${release}-unsigned`,
    `linux-image-unsigned-${release}`,
    `linux-binary-unsigned-${release}`,
  ].filter((other) => other !== name);
}
