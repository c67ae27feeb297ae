import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "userspace-kernel-skew",
  title: {
    en: "The loaded module and its programs are of different versions",
    zh: "已加载的模块与其配套程序版本不同",
  },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "virtualbox",
      needle: ["VERR_VM_DRIVER_VERSION_MISMATCH", "kernel modules do not match this version of VirtualBox"],
      pattern: /VERR_VM_DRIVER_VERSION_MISMATCH|kernel modules do not match this version of VirtualBox/,
      example: "The VirtualBox kernel modules do not match this version of VirtualBox.",
    },
    {
      id: "nvidia-api",
      needle: "API mismatch: the client has the version",
      pattern: /API mismatch: the client has the version (?<wanted>[\d.]+\d)/,
      example: "NVRM: API mismatch: the client has the version 535.183.01, but",
    },
    {
      id: "nvidia",
      needle: "ersion mismatch, kernel version ",
      pattern: /[Vv]ersion mismatch, kernel version (?<found>\S+) user version (?<wanted>\S+)/,
      example: "nvidia-nvswitch: Version mismatch, kernel version 450.80.02 user version 450.51.06",
    },
    {
      id: "nvml",
      needle: "Driver/library version mismatch",
      pattern: /Driver\/library version mismatch/,
      example: "Failed to initialize NVML: Driver/library version mismatch",
    },
  ],
  next: [],
  explain: {
    en: ({ first: { found, wanted } }) => ({
      what: `The module in the kernel${found ? ` is ${found}` : ""} and its programs${wanted ? ` are ${wanted}: they` : ""} do not belong together.`,
      why: "The package was upgraded, and the old module is still loaded, or still in the initramfs; or two packagings of the driver are mixed.",
      fix: "Reboot. If it stays so, make the initramfs anew (`sudo update-initramfs -u`, `sudo dracut -f`) and reboot again; `cat /sys/module/NAME/version` and `modinfo -F version NAME` have to agree.",
    }),
    zh: ({ first: { found, wanted } }) => ({
      what: `内核中的模块${found ? `（${found}）` : ""}与其配套程序${wanted ? `（${wanted}）` : ""}版本不一致。`,
      why: "软件包已升级，但旧模块仍处于加载状态或仍在 initramfs 中；或混用了该驱动的两种打包方式。",
      fix: "请重启。如果仍然如此，请重新生成 initramfs（`sudo update-initramfs -u` 或 `sudo dracut -f`）后再重启；`cat /sys/module/名称/version` 与 `modinfo -F version 名称` 应当一致。",
    }),
  },
});
