import { defineSymptom } from "./define-symptom.ts";
import { releaseIn } from "./shared/words.ts";

export default defineSymptom({
  id: "dkms-breaks-upgrade",
  title: { en: "A module of DKMS stopped the installation of a kernel", zh: "DKMS 模块使内核安装中断" },
  strength: "result",
  during: "upkeep",
  signatures: [
    {
      id: "autoinstall",
      needle: "modules failed to install during autoinstall",
      pattern: /One or more modules failed to install during autoinstall/,
      example: "Error! One or more modules failed to install during autoinstall.",
    },
    {
      id: "postinst",
      needle: "postinst.d/dkms exited with return code",
      pattern:
        /\/etc\/kernel\/\w+\.d\/dkms exited with return code (?<number>\d+)|postinst\.d\/dkms exited with return code/,
      example: "run-parts: /etc/kernel/postinst.d/dkms exited with return code 11",
    },
    {
      id: "kernel-install",
      needle: "40-dkms.install failed",
      pattern: /40-dkms\.install failed/,
      example: "/usr/lib/kernel/install.d/40-dkms.install failed with exit status 11.",
    },
    {
      id: "dpkg",
      needle: "post-installation script subprocess returned error",
      pattern:
        /installed (?:linux-(?:image|headers)-)(?<release>\d\S*) package post-installation script subprocess returned error exit status (?<number>\d+)/,
      example:
        "dpkg: error processing package linux-image-6.8.12-amd64 (--configure): installed linux-image-6.8.12-amd64 package post-installation script subprocess returned error exit status 11",
    },
  ],
  next: ["dkms", "preflight"],
  explain: {
    en: (seen) => ({
      what: `A module of DKMS could not be built for ${releaseIn(seen)}, and the package manager left that kernel half installed.`,
      why: "The hook of DKMS ends with an error when one module fails, and takes the kernel's package with it; on Fedora the new kernel then has no initramfs and does not boot.",
      fix: "Find the module: `dkms status`, then `kofit explain /var/lib/dkms/NAME/VERSION/build/make.log`. To finish the upgrade without it: `sudo dkms remove NAME/VERSION --all` and `sudo dpkg --configure -a` (Fedora: `sudo kernel-install add RELEASE /lib/modules/RELEASE/vmlinuz`), before the reboot.",
    }),
    zh: (seen) => ({
      what: `DKMS 的某个模块未能为 ${releaseIn(seen)} 编译，包管理器因此没有完成该内核的安装。`,
      why: "只要有一个模块失败，DKMS 的钩子就以错误结束，并使内核软件包一同失败；在 Fedora 上新内核会没有 initramfs，因而无法启动。",
      fix: "请先找出模块：`dkms status`，然后 `kofit explain /var/lib/dkms/名称/版本/build/make.log`。若要不带该模块完成升级，请在重启之前运行 `sudo dkms remove 名称/版本 --all` 和 `sudo dpkg --configure -a`（Fedora：`sudo kernel-install add 版本 /lib/modules/版本/vmlinuz`）。",
    }),
  },
});
