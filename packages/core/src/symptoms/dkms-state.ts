import { defineSymptom, type Seen } from "./define-symptom.ts";

export default defineSymptom({
  id: "dkms-state",
  title: { en: "DKMS's own tree is not in order", zh: "DKMS 自身的目录状态不一致" },
  strength: "defect",
  during: "upkeep",
  signatures: [
    {
      id: "no-conf",
      needle: "Could not locate dkms.conf file",
      pattern: /Could not locate dkms\.conf file/,
      example: "Error! Could not locate dkms.conf file.",
    },
    {
      id: "already-added",
      needle: "DKMS tree already contains",
      pattern: /DKMS tree already contains:? (?<module>\S+)/,
      strength: "result",
      example: "Error! DKMS tree already contains: v4l2loopback-0.12.5",
    },
    {
      id: "no-instance",
      // packages ask for a removal first, whether there is something or not
      needle: ["There is no instance of ", "There are no instances of "],
      pattern: /There is no instance of |There are no instances of /,
      strength: "result",
      example: "Error! There is no instance of v4l2loopback 0.12.5",
    },
    {
      id: "diff",
      needle: "Diff between built and installed module",
      pattern: /(?<module>[^\s/,]{1,64})\/.{0,200}Diff between built and installed module/,
      example:
        "i915-sriov-dkms/2025.03.26, 6.11.11-2-pve, x86_64: installed (WARNING! Diff between built and installed module!)",
    },
    {
      id: "not-replaced",
      needle: ["DKMS will not replace this module", "is not newer than what is already found in kernel"],
      pattern: /DKMS will not replace this module|is not newer than what is already found in kernel/,
      strength: "result",
      example: "DKMS will not replace this module.",
    },
    {
      id: "depends",
      needle: "due to missing BUILD_DEPENDS",
      pattern: /build of module (?<module>[^\s/]+)\S* .*due to missing BUILD_DEPENDS: ?(?<owner>[^\s.]+)/,
      example: "Aborting build of module spl/1 for kernel 6.1 (x86_64) due to missing BUILD_DEPENDS: zfs.",
    },
  ],
  next: ["dkms"],
  explain: {
    en: (seen) => ({
      what: state(seen).en,
      why: "DKMS keeps links and copies below `/var/lib/dkms`. A package that was removed by hand, an upgrade that broke off, or a file that something else signed, packed or replaced leaves them out of step.",
      fix: "`dkms status` lists what DKMS believes. `sudo dkms remove NAME/VERSION --all`, then `sudo dkms add` and `sudo dkms install --force NAME/VERSION` bring one module in order; a directory in `/var/lib/dkms` whose `source` leads nowhere may be deleted.",
    }),
    zh: (seen) => ({
      what: state(seen).zh,
      why: "DKMS 在 `/var/lib/dkms` 下保存链接和副本。手工删除软件包、升级中断，或文件被其他程序签名、压缩、替换，都会使它们不一致。",
      fix: "`dkms status` 列出 DKMS 的记录。用 `sudo dkms remove 名称/版本 --all`，再用 `sudo dkms add` 和 `sudo dkms install --force 名称/版本` 可以恢复一个模块；`/var/lib/dkms` 中 `source` 链接失效的目录可以删除。",
    }),
  },
});

function state({ signatures, first: { owner } }: Seen): { en: string; zh: string } {
  if (signatures.includes("no-conf"))
    return {
      en: "The source of a module that DKMS knows is gone.",
      zh: "DKMS 记录的某个模块的源代码已不存在。",
    };
  if (signatures.includes("already-added"))
    return { en: "DKMS has a module of this name and version already.", zh: "DKMS 中已有同名同版本的模块。" };
  if (signatures.includes("no-instance"))
    return {
      en: "DKMS does not know a module of this name and version.",
      zh: "DKMS 中没有该名称和版本的模块。",
    };
  if (signatures.includes("diff"))
    return {
      en: "The installed file is not the one that DKMS built.",
      zh: "已安装的文件不是 DKMS 编译的那一个。",
    };
  if (signatures.includes("depends"))
    return {
      en: `Another module (${owner ? `\`${owner}\`` : "its dependency"}) has to be built first.`,
      zh: `需要先编译另一个模块（${owner ? `\`${owner}\`` : "其依赖"}）。`,
    };
  return {
    en: "A module of this name is installed already, and its version is not older.",
    zh: "已安装了同名模块，且其版本不比待安装的旧。",
  };
}
