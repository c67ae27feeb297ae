import { defineSymptom } from "./define-symptom.ts";
import { moduleIn, symbolsIn } from "./shared/words.ts";

export default defineSymptom({
  id: "symbol-crc",
  title: { en: "The CRC of a symbol is not the exporter's", zh: "符号的 CRC 与导出方不同" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "disagrees",
      needle: ": disagrees about version of symbol ",
      // check_version() in kernel/module/version.c
      pattern: /(?<=(?<module>[^\s:]{1,64})): disagrees about version of symbol (?<symbol>[^\s`]+)/,
      checks: ["symbol-crc-mismatch"],
      example: "imx_cam: disagrees about version of symbol v4l2_subdev_register",
    },
    {
      id: "unknown-22",
      needle: ": Unknown symbol ",
      // simplify_symbols() in kernel/module/main.c: the symbol is there, and was not taken
      pattern: /(?<=(?<module>[^\s:]{1,64})): Unknown symbol (?<symbol>\S*) \(err -22\)/,
      strength: "errno",
      example: "imx_cam: Unknown symbol v4l2_subdev_register (err -22)",
    },
    {
      id: "insmod",
      needle: "Module has wrong symbol version",
      pattern: /insmod: .*?(?<module>[^\s:']+)'?: (?:-\d+ )?Module has wrong symbol version/,
      strength: "errno",
      example: "insmod: ERROR: could not insert module ./vloop.ko: Module has wrong symbol version",
    },
    {
      id: "depmod",
      needle: " disagrees about version of symbol ",
      pattern: /depmod: WARNING: (?<module>\S+) disagrees about version of symbol (?<symbol>\S+)/,
      example:
        "depmod: WARNING: /lib/modules/5.15.0-91-generic/extra/vloop.ko disagrees about version of symbol usb_alloc_urb",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `${symbolsIn(seen, "en")}: the CRC that ${moduleIn(seen, "en")} was built with is not the one of the kernel or module that exports it.`,
      why: "A type in its signature differs: the exporting module was built apart (a backport, a vendor's stack, another DKMS module), or the `Module.symvers` that was used is of another build.",
      fix: "Build against the `Module.symvers` of what is loaded: `make … KBUILD_EXTRA_SYMBOLS=/path/to/provider/Module.symvers`. Loading by force hides the difference and does not remove it.",
    }),
    zh: (seen) => ({
      what: `${symbolsIn(seen, "zh")}：${moduleIn(seen, "zh")} 编译时所用的 CRC 与导出该符号的内核或模块不同。`,
      why: "其签名中的某个类型不同：导出它的模块是另行编译的（向后移植、厂商软件栈、另一个 DKMS 模块），或者所用的 `Module.symvers` 来自另一次编译。",
      fix: "请用实际加载的那一方的 `Module.symvers` 重新编译：`make … KBUILD_EXTRA_SYMBOLS=/路径/Module.symvers`。强制加载只会掩盖差异，不会消除它。",
    }),
  },
});
