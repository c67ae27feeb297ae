import { defineSymptom } from "./define-symptom.ts";
import { headersPackage, releaseIn } from "./shared/words.ts";

export default defineSymptom({
  id: "headers-missing",
  title: { en: "The kernel's headers are not installed", zh: "没有安装内核头文件" },
  strength: "defect",
  during: "build",
  explains: ["dkms-breaks-upgrade", "conftest-misdiagnosis"],
  signatures: [
    {
      id: "dkms",
      needle: "kernel headers for kernel ",
      pattern: /[Yy]our kernel headers for kernel (?<release>\S*?) ?cannot be found/,
      example:
        "Error! Your kernel headers for kernel 5.9.0-kali1-amd64 cannot be found at /lib/modules/5.9.0-kali1-amd64/build or /lib/modules/5.9.0-kali1-amd64/source.",
    },
    {
      id: "skipped",
      needle: " was skipped since the",
      pattern:
        /Module build for (?:kernel (?<release>\S+)|the currently running kernel) was skipped since the/,
      example:
        "Module build for kernel 5.13.19-1-pve was skipped since the kernel headers for this kernel do not seem to be installed.",
    },
    {
      id: "make",
      needle: "/lib/modules/",
      // "Stop." is translated, the path is not
      pattern: /\*\*\* \S*\/lib\/modules\/(?<release>[^/\s]+)\/(?:build|source)\/?: /,
      example: "make: *** /lib/modules/6.6.31+rpt-rpi-v8/build: No such file or directory.  Stop.",
    },
    {
      id: "no-directory",
      needle: "/lib/modules/",
      pattern: /\/lib\/modules\/(?<release>[^/\s'"]+)\/build['"]?: No such file or directory/,
      example:
        "ls: cannot access '/lib/modules/5.15.90.1-microsoft-standard-WSL2/build': No such file or directory",
    },
    {
      id: "kernels",
      needle: "*** /usr/src/",
      pattern: /\*\*\* \/usr\/src\/(?:linux-headers-|kernels\/|linux-)(?<release>[^/\s:]+)\/?: /,
      example: "make: *** /usr/src/linux-headers-5.4.0-42-generic: No such file or directory.  Stop.",
    },
  ],
  next: ["recipe-headers", "preflight"],
  explain: {
    en: (seen) => ({
      what: `There is nothing at \`/lib/modules/${releaseIn(seen)}/build\` to build a module with.`,
      why: "The headers package is not installed, or is of another release: the kernel was upgraded and not rebooted, the archive has moved on to a newer one, or the kernel came from elsewhere (WSL, a container on a foreign host, `rpi-update`, a vendor).",
      fix: `Install exactly its headers. ${headersPackage(seen).en} Raspberry Pi OS: \`sudo apt install linux-headers-rpi-v8\`. Where the archive has a newer kernel only, upgrade and reboot first. WSL and containers: build the tree of the host's kernel.`,
    }),
    zh: (seen) => ({
      what: `\`/lib/modules/${releaseIn(seen)}/build\` 处没有可用于编译模块的内容。`,
      why: "没有安装头文件包，或其版本不同：内核升级后没有重启、软件源中已换成更新的版本，或内核来自别处（WSL、运行在其他宿主机上的容器、`rpi-update`、厂商）。",
      fix: `请安装与之完全对应的头文件。${headersPackage(seen).zh}Raspberry Pi OS：\`sudo apt install linux-headers-rpi-v8\`。如果软件源中只有更新的内核，请先升级并重启。WSL 和容器：请编译宿主机内核的源代码树。`,
    }),
  },
});
