import { defineSymptom } from "./define-symptom.ts";
import { releaseIn } from "./shared/words.ts";

export default defineSymptom({
  id: "kernel-modules-dir-missing",
  title: { en: "The running kernel has no module directory", zh: "正在运行的内核没有模块目录" },
  strength: "defect",
  during: "upkeep",
  explains: ["module-not-found"],
  signatures: [
    {
      id: "depmod",
      needle: "could not open directory ",
      pattern:
        /depmod: (?:ERROR|FATAL|WARNING): could not open directory \S*\/lib\/modules\/(?<release>[^\s/:]+)\/?: /,
      example:
        "depmod: ERROR: could not open directory /lib/modules/5.15.90.1-microsoft-standard-WSL2: No such file or directory",
    },
    {
      id: "modprobe",
      needle: "could not open moddep file",
      pattern: /could not open moddep file '?\S*\/lib\/modules\/(?<release>[^\s/]+)\/modules\.dep/,
      example:
        "modprobe: ERROR: ../libkmod/libkmod.c:595 kmod_search_moddep() could not open moddep file '/lib/modules/6.2.7-arch1-1/modules.dep.bin'",
    },
    {
      id: "modules-dep",
      needle: "can't open 'modules.dep'",
      // BusyBox
      pattern: /can't open 'modules\.dep'/,
      example: "modprobe: can't open 'modules.dep': No such file or directory",
    },
    {
      id: "chdir",
      needle: "can't change directory to '",
      // BusyBox
      pattern: /can't change directory to '(?<release>\d[^']*)': No such file/,
      example: "modprobe: can't change directory to '5.10.110': No such file or directory",
    },
  ],
  next: [],
  explain: {
    en: (seen) => ({
      what: `There is no \`/lib/modules/${releaseIn(seen)}\`, or no list of dependencies in it, so no module of this kernel can be found.`,
      why: "An upgrade removed the modules of the kernel that still runs (Arch and relatives), the kernel came from another medium than the root file system, or it never had modules here (WSL, a container on a foreign host).",
      fix: `\`ls /lib/modules\` shows what is there. After an upgrade reboot; else install the modules of ${releaseIn(seen)} and run \`sudo depmod -a ${releaseIn(seen)}\`. In a container load modules on the host.`,
    }),
    zh: (seen) => ({
      what: `没有 \`/lib/modules/${releaseIn(seen)}\`，或其中没有依赖列表，因此找不到该内核的任何模块。`,
      why: "升级删除了仍在运行的内核的模块（Arch 及其衍生版），内核与根文件系统来自不同介质，或这里从来没有该内核的模块（WSL、运行在其他宿主机上的容器）。",
      fix: `用 \`ls /lib/modules\` 查看现有目录。升级后请重启；否则请安装 ${releaseIn(seen)} 的模块并运行 \`sudo depmod -a ${releaseIn(seen)}\`。在容器中请到宿主机上加载模块。`,
    }),
  },
});
