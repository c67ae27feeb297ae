import type { Language, Text } from "../../model/fact.ts";
import type { Seen } from "../define-symptom.ts";

/** Names from a log that may stand in a command: anything else could be read by a shell. */
const plain = /^[\w.+~@%:/-]+$/;

/** A release for a command: the one that the log is about, else the running kernel's. */
export const releaseIn = ({ release }: Seen): string =>
  release !== undefined && plain.test(release) ? release : "$(uname -r)";

/** The module's name in a sentence, or what stands for it where no line names one. */
export function moduleIn({ first }: Seen, language: Language): string {
  return first.module === undefined
    ? { en: "the module", zh: "该模块" }[language]
    : `\`${moduleName(first.module)}\``;
}

/** At the beginning of a sentence. */
export function moduleFirst(seen: Seen, language: Language): string {
  return seen.first.module === undefined && language === "en" ? "The module" : moduleIn(seen, language);
}

/** The name that a module's file stands for: `./v4l2-loopback.ko.xz` is `v4l2_loopback`. */
export function moduleName(file: string): string {
  const base = file.slice(file.lastIndexOf("/") + 1).replace(/\.k?o(?:\.(?:xz|gz|zst))?$/, "");
  return base.replaceAll("-", "_");
}

/** Symbols in a sentence, the first few. */
export function symbolsIn({ symbols }: Seen, language: Language): string {
  const shown = symbols.slice(0, 3).map((name) => `\`${name}\``);
  if (shown.length === 0) return { en: "a symbol", zh: "某个符号" }[language];
  const more = symbols.length - shown.length;
  const separator = { en: ", ", zh: "、" }[language];
  return (
    shown.join(separator) +
    (more > 0 ? { en: ` and ${more} more`, zh: ` 等 ${symbols.length} 个` }[language] : "")
  );
}

/** How a module is built anew for the kernel that the log is about. */
export const rebuild = (seen: Seen): Text => ({
  en: `Install the headers package of exactly this kernel and build the module again from a clean tree: \`make -C /lib/modules/${releaseIn(seen)}/build M=$PWD clean modules\` (DKMS: \`dkms build --force NAME/VERSION -k ${releaseIn(seen)}\`).`,
  zh: `请安装与该内核完全对应的头文件包，清理后重新编译模块：\`make -C /lib/modules/${releaseIn(seen)}/build M=$PWD clean modules\`（DKMS：\`dkms build --force 名称/版本 -k ${releaseIn(seen)}\`）。`,
});

/** How the headers package of a kernel is installed anew, on the usual distributions. */
export const headersPackage = (seen: Seen): Text => ({
  en: `Debian, Ubuntu: \`sudo apt install --reinstall linux-headers-${releaseIn(seen)}\`; Fedora: \`sudo dnf reinstall kernel-devel-${releaseIn(seen)}\`; Arch: \`sudo pacman -S linux-headers\`.`,
  zh: `Debian、Ubuntu：\`sudo apt install --reinstall linux-headers-${releaseIn(seen)}\`；Fedora：\`sudo dnf reinstall kernel-devel-${releaseIn(seen)}\`；Arch：\`sudo pacman -S linux-headers\`。`,
});
