import { defineSymptom } from "./define-symptom.ts";
import { moduleIn } from "./shared/words.ts";

export default defineSymptom({
  id: "btf",
  title: { en: "The module's BTF does not fit the kernel's", zh: "模块的 BTF 与内核不符" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "not-valid",
      needle: "failed to validate module [",
      // btf_module_notify() in kernel/bpf/btf.c
      pattern: /failed to validate module \[(?<module>[^\]]*)\] BTF: (?<number>-?\d+)/,
      checks: ["btf-damaged", "btf-damaged-ignored"],
      example: "failed to validate module [tcp_htcp] BTF: -22",
    },
    {
      id: "verifier",
      needle: [
        "BPF: Invalid name",
        "BPF:Invalid name",
        " Invalid name_offset",
        " Invalid type_id",
        "BPF: btf_header not found",
        "BPF: hdr_len not found",
        " Invalid kind:",
        "BPF: Unsupported version",
        "BPF: Unsupported btf_header",
      ],
      pattern:
        /^BPF:(?:\s*\[\d+\])?(?: [A-Z].*)?(?: Invalid name_offset| Invalid type_id| Invalid kind:)|BPF: Invalid name|BPF:Invalid name|BPF: btf_header not found|BPF: hdr_len not found|BPF: Unsupported version|BPF: Unsupported btf_header/,
      // Said by kernels, too, that go on without the BTF.
      strength: "sign",
      checks: ["btf-damaged", "btf-damaged-ignored"],
      example: "BPF: [129365] Invalid name_offset:2322721",
    },
    {
      id: "base",
      needle: "ailed to parse base BTF",
      pattern: /[Ff]ailed to parse base BTF '?(?<file>[^\s']*)/,
      example: "Failed to parse base BTF 'vmlinux': -22",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `The BTF of ${moduleIn(seen, "en")} refers to types of another \`vmlinux\` than the running one, and this kernel refuses such a module.`,
      why: "A module's BTF continues the kernel's: it was made from the `vmlinux` of another build, by a `pahole` that is too old or too new, or kernel and modules were not installed together. A module without BTF is not looked at.",
      fix: "Reinstall kernel and modules from one build. For a module of your own build it without BTF, `make CONFIG_DEBUG_INFO_BTF_MODULES=`, or take the section away: `objcopy --remove-section=.BTF MODULE.ko` (before it is signed).",
    }),
    zh: (seen) => ({
      what: `${moduleIn(seen, "zh")} 的 BTF 引用了另一个 \`vmlinux\` 的类型，而该内核拒绝这样的模块。`,
      why: "模块的 BTF 是内核 BTF 的延续：它由另一次编译的 `vmlinux` 生成，或由过旧、过新的 `pahole` 生成，或内核与模块不是一起安装的。没有 BTF 的模块不受此检查。",
      fix: "请从同一次编译重新安装内核和模块。自己编译的模块可以不生成 BTF：`make CONFIG_DEBUG_INFO_BTF_MODULES=`，或删除该节：`objcopy --remove-section=.BTF MODULE.ko`（在签名之前）。",
    }),
  },
});
