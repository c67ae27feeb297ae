import { defineSymptom } from "./define-symptom.ts";
import { releaseIn } from "./shared/words.ts";

export default defineSymptom({
  id: "wrong-target-kernel",
  title: {
    en: "The module is built for another kernel than it is installed for",
    zh: "模块的编译目标与安装目标是不同的内核",
  },
  strength: "defect",
  during: "build",
  signatures: [
    {
      id: "other-directory",
      needle: ["/usr/src/linux-headers-", "/usr/src/kernels/", "/lib/modules/"],
      otherThanDkms: true,
      // Debian's headers have a directory `-common` for all flavours of a release
      pattern:
        /(?:make(?:\[\d+\])?: \S+ \S+ |make\b.* -C )[`'"]?(?:\/usr\/src\/linux-headers-|\/usr\/src\/kernels\/|(?:\/usr)?\/lib\/modules\/)(?![^\s'"`]*-common)(?<found>\d[^/\s'"`]*)/,
      example: "make[1]: Entering directory '/usr/src/linux-headers-6.1.0-17-amd64'",
    },
    {
      id: "vmware",
      needle: "Version mismatch: module ",
      pattern: /Version mismatch: module (?<module>\S+) (?<found>[^\s,]+), kernel (?<release>\S+)/,
      example:
        "Version mismatch: module vmmon-only/vmmon.ko 5.1.11-300.fc30.x86_64, kernel 5.1.12-300.fc30.x86_64",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `The module is meant for ${releaseIn(seen)} and was built with the headers of ${seen.first.found ?? "another kernel"}.`,
      why: "The module's Makefile asks `uname -r`, which is the kernel that runs during the build. DKMS says that the module is installed, and after the next reboot it does not load.",
      fix: `Tell the Makefile which kernel is meant: in \`dkms.conf\` \`MAKE="make KVER=$kernelver KDIR=$kernel_source_dir"\` (or as its variables are called), then \`sudo dkms build --force NAME/VERSION -k ${releaseIn(seen)}\`.`,
    }),
    zh: (seen) => ({
      what: `模块应当用于 ${releaseIn(seen)}，却使用了 ${seen.first.found ?? "另一个内核"} 的头文件编译。`,
      why: "模块的 Makefile 调用了 `uname -r`，得到的是编译时正在运行的内核。DKMS 显示模块已安装，但下次重启后它无法加载。",
      fix: `请告诉 Makefile 目标内核：在 \`dkms.conf\` 中写 \`MAKE="make KVER=$kernelver KDIR=$kernel_source_dir"\`（变量名以该 Makefile 为准），然后运行 \`sudo dkms build --force 名称/版本 -k ${releaseIn(seen)}\`。`,
    }),
  },
});
