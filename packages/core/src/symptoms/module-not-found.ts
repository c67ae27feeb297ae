import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst, releaseIn } from "./shared/words.ts";

export default defineSymptom({
  id: "module-not-found",
  title: { en: "modprobe knows no module of this name", zh: "modprobe 找不到该名称的模块" },
  strength: "defect",
  during: "upkeep",
  signatures: [
    {
      id: "not-found",
      needle: " not found",
      pattern:
        /modprobe: (?:FATAL|ERROR): [Mm]odule (?<module>[\w.-]+) not found(?: in directory \S*\/lib\/modules\/(?<release>[^\s`*.]+(?:\.[^\s`*.]+)*))?/,
      example: "modprobe: FATAL: Module kvm_intel not found in directory /lib/modules/5.3.7-arch1-1",
    },
    {
      id: "busybox",
      needle: " not found in modules.dep",
      pattern: /modprobe: module (?<module>\S+) not found in modules\.dep/,
      example: "modprobe: module tun not found in modules.dep",
    },
    {
      id: "modules-load",
      needle: "Failed to find module '",
      pattern: /Failed to find module '(?<module>[^']+)'/,
      example: "systemd-modules-load[312]: Failed to find module 'v4l2loopback'",
    },
  ],
  next: ["preflight"],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} is not in the list of modules of ${releaseIn(seen)}.`,
      why: "It was copied there without `depmod`, DKMS did not build it for this kernel, the kernel was upgraded and the machine not rebooted, or this kernel does not have it: built in, not configured, or in a package of its own.",
      fix: `\`sudo depmod -a\`, then again; \`dkms status\` tells whether DKMS built it for ${releaseIn(seen)}; \`grep NAME /lib/modules/$(uname -r)/modules.builtin\` whether it is built in. Ubuntu keeps many modules in \`linux-modules-extra-${releaseIn(seen)}\`.`,
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 不在 ${releaseIn(seen)} 的模块列表中。`,
      why: "复制文件后没有运行 `depmod`，DKMS 没有为该内核编译它，内核已升级而机器没有重启，或该内核没有这个模块：已内置、未配置，或在单独的软件包中。",
      fix: `先运行 \`sudo depmod -a\` 再试；\`dkms status\` 会显示 DKMS 是否为 ${releaseIn(seen)} 编译过它；\`grep 名称 /lib/modules/$(uname -r)/modules.builtin\` 可以看出是否内置。Ubuntu 的许多模块在 \`linux-modules-extra-${releaseIn(seen)}\` 中。`,
    }),
  },
});
