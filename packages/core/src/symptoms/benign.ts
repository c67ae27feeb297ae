import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "benign",
  title: {
    en: "Lines that stand beside most failures and cause none",
    zh: "常与故障同时出现、但并非原因的日志行",
  },
  strength: "noise",
  during: "load",
  signatures: [
    {
      id: "unsigned-taints",
      needle: ": module verification failed: ",
      // module_sig_check() in kernel/module/signing.c: the module is loaded
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): module verification failed: signature and\/or required key missing/,
      checks: ["taints-unsigned"],
      example: "vloop: module verification failed: signature and/or required key missing - tainting kernel",
      says: {
        en: "An unsigned module on a kernel that does not insist on signatures: it goes on.",
        zh: "内核不强制签名时加载未签名的模块：内核会继续加载。",
      },
    },
    {
      id: "out-of-tree",
      needle: ": loading out-of-tree module taints",
      pattern: /(?<=(?<module>[^\s:]{1,64})): loading out-of-tree module taints kernel/,
      checks: ["taints-out-of-tree"],
      example: "vloop: loading out-of-tree module taints kernel.",
      says: {
        en: "Said of every module from outside the kernel's source.",
        zh: "凡是树外模块都会出现这一行。",
      },
    },
    {
      id: "license",
      needle: ": module license ",
      pattern: /(?<=(?<module>[^\s:]{1,64})): module license (?:'[^']*' )?taints kernel/,
      checks: ["taints-proprietary", "license-taint-told"],
      example: "wl: module license 'MIXED/Proprietary' taints kernel.",
      says: {
        en: "The licence is not GPL: the kernel notes it, and refuses GPL-only symbols only.",
        zh: "许可证不是 GPL：内核只作记录，仅拒绝仅限 GPL 的符号。",
      },
    },
    {
      id: "lock-debugging",
      needle: "Disabling lock debugging due to kernel taint",
      pattern: /Disabling lock debugging due to kernel taint/,
      checks: ["taints-proprietary", "license-taint-told"],
      example: "Disabling lock debugging due to kernel taint",
      says: { en: "Follows from a taint; breaks nothing.", zh: "由污染标记引起，不影响功能。" },
    },
    {
      id: "other-taints",
      needle: [
        "loading test module taints",
        "with TAINT_LIVEPATCH",
        "module has bad taint, not creating",
        ", inheriting taint",
      ],
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): (?:loading test module taints kernel|tainting kernel with TAINT_LIVEPATCH|module has bad taint, not creating trace events|module uses symbols .*, inheriting taint)/,
      checks: ["taints-test", "taints-livepatch", "trace-events-refused", "taint-inherited"],
      example: "klp_fix: tainting kernel with TAINT_LIVEPATCH",
      says: {
        en: "A taint flag: a note for those who read reports.",
        zh: "污染标记：只是给阅读报告的人看的记录。",
      },
    },
    {
      id: "staging",
      needle: "module is from the staging directory",
      pattern: /(?<=(?<module>[^\s:]{1,64})): module is from the staging directory/,
      checks: ["taints-staging"],
      example: "r8188eu: module is from the staging directory, the quality is unknown, you have been warned.",
      says: { en: "Said of every staging driver.", zh: "staging 目录中的驱动都会出现这一行。" },
    },
    {
      id: "btf-mismatch",
      needle: "Kernel module BTF mismatch detected",
      pattern: /Kernel module BTF mismatch detected/,
      example: "Kernel module BTF mismatch detected, BTF debug info may be unavailable for some modules",
      says: {
        en: "This kernel loads modules whose BTF does not fit; only BPF programs miss their types.",
        zh: "该内核允许 BTF 不匹配的模块加载；只是 BPF 程序看不到它们的类型。",
      },
    },
    {
      id: "unknown-parameter",
      needle: ": unknown parameter '",
      pattern: /(?<=(?<module>[^\s:]{1,64})): unknown parameter '(?<option>[^']*)' ignored/,
      checks: ["parameter-unknown"],
      example: "snd_hda_intel: unknown parameter 'power_safe' ignored",
      says: {
        en: "An option in /etc/modprobe.d that the module does not have: it is passed over.",
        zh: "/etc/modprobe.d 中写了该模块没有的参数：会被忽略。",
      },
    },
    {
      id: "parameters-passed-over",
      needle: ["Ignoring obsolete parameters", "after `--' ignored", "ignoring obsolete section "],
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): (?:Ignoring obsolete parameters|parameters '[^']*' after `--' ignored|ignoring obsolete section \S+)/,
      checks: ["obsolete-parameters", "parameters-after-dashes", "gpl-exports-ignored"],
      example: "oldmod: Ignoring obsolete parameters",
      says: { en: "The kernel passes over what it does not know.", zh: "内核会忽略它不认识的内容。" },
    },
    {
      id: "percpu-alignment",
      needle: ": per-cpu alignment ",
      pattern: /(?<=(?<module>[^\s:]{1,64})): per-cpu alignment \d+ > \d+/,
      checks: ["percpu-over-aligned"],
      example: "vloop: per-cpu alignment 8192 > 4096",
      says: {
        en: "The alignment is lowered to a page, and loading goes on.",
        zh: "对齐会降为一页，加载继续进行。",
      },
    },
    {
      id: "sign-file",
      needle: "not found, modules won't be signed",
      pattern: /Binary (?<file>\S*sign-file) not found, modules won't be signed/,
      example:
        "Binary /lib/modules/6.12.25+rpt-rpi-v8/build/scripts/sign-file not found, modules won't be signed",
      says: { en: "Matters with Secure Boot only.", zh: "只有启用安全启动时才有影响。" },
    },
    {
      id: "skip-btf",
      needle: "Skipping BTF generation for ",
      pattern: /Skipping BTF generation for (?<file>\S+)/,
      example: "Skipping BTF generation for /home/pi/vloop/vloop.ko due to unavailability of vmlinux",
      says: {
        en: "Headers have no vmlinux to make BTF from; a module without BTF loads.",
        zh: "头文件包中没有用来生成 BTF 的 vmlinux；没有 BTF 的模块照样能加载。",
      },
    },
    {
      id: "compiler-differs",
      needle: "the compiler differs from the one used",
      pattern: /the compiler differs from the one used to build the kernel/,
      example: "warning: the compiler differs from the one used to build the kernel",
      says: {
        en: "Another text of the compiler's version, which alone breaks nothing.",
        zh: "编译器的版本字符串不同，仅此一点不会造成问题。",
      },
    },
    {
      id: "compiler-texts",
      needle: "The kernel was built by: ",
      pattern: /The kernel was built by: /,
      example: "  The kernel was built by: gcc-12 (Debian 12.2.0-14) 12.2.0",
      says: { en: "Belongs to the line about the compiler.", zh: "属于关于编译器的那条提示。" },
    },
    {
      id: "no-description",
      needle: "missing MODULE_DESCRIPTION()",
      pattern: /missing MODULE_DESCRIPTION\(\) in (?<file>\S+)/,
      example: "WARNING: modpost: missing MODULE_DESCRIPTION() in /home/pi/vloop/vloop.o",
      says: {
        en: "A text for `modinfo` that the source does not have.",
        zh: "源代码没有提供供 `modinfo` 显示的说明。",
      },
    },
    {
      id: "no-prototype",
      needle: "warning: no previous ",
      pattern: /warning: no previous (?:prototype|declaration) for /,
      example:
        "/var/lib/dkms/vloop/1.0/build/vloop.c:88:5: warning: no previous prototype for 'vloop_init' [-Wmissing-prototypes]",
      says: { en: "A warning of style.", zh: "代码风格方面的警告。" },
    },
  ],
  next: [],
  explain: {
    en: () => ({
      what: "Nothing in the log failed: these lines stand in logs of modules that load.",
      why: "They are notes of the kernel, of DKMS and of the build about modules that do not come with the kernel.",
      fix: "Pass over them. If something does fail, give `kofit explain` the lines of that failure: `sudo dmesg | tail -n 50`, or the whole `make.log`.",
    }),
    zh: () => ({
      what: "日志中没有任何失败：能正常加载的模块也会留下这些行。",
      why: "它们是内核、DKMS 和编译过程对非内核自带模块的提示。",
      fix: "忽略即可。如果确实有问题，请把失败时的日志交给 `kofit explain`：`sudo dmesg | tail -n 50`，或整个 `make.log`。",
    }),
  },
});
