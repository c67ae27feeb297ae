import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "clang-kernel",
  title: {
    en: "The kernel was built by clang, and GCC compiles the module",
    zh: "内核由 clang 编译，而模块使用了 GCC",
  },
  strength: "defect",
  during: "build",
  explains: ["compiler-version", "conftest-misdiagnosis"],
  insteadOf: ["compiler-version", "compile-error"],
  signatures: [
    {
      id: "option-of-clang",
      needle: ["nrecognized command-line option ", "nrecognized command line option "],
      // options that only clang has
      pattern:
        /gcc[\w.-]*: error: (?:unrecognized command-line option |unrecognized command line option )[‘'"“]?(?<option>-mretpoline-external-thunk|-fsplit-lto-unit|-mllvm|-mstack-alignment=\d+|-Qunused-arguments|-mno-global-merge|-fexperimental-\S+?|-fdebug-info-for-profiling|-flto=thin|-fsanitize=kcfi|-fbasic-block-sections=\S+?|-enable-trivial-auto-var-init\S*?|-ftrivial-auto-var-init-max-size=\d+|-Wno-gnu|-mharden-sls-clang)[’'"”;]/,
      example: "gcc: error: unrecognized command-line option ‘-mretpoline-external-thunk’",
    },
    {
      id: "lto-object",
      needle: ": file not recognized",
      pattern: /ld: (?<file>\S+\.o): file not recognized/,
      example: "ld: /var/lib/dkms/vloop/1.0/build/vloop.o: file not recognized: file format not recognized",
    },
  ],
  next: ["preflight"],
  explain: {
    en: ({ first: { option } }) => ({
      what: option
        ? `GCC was given \`${option}\`, which only clang knows: the kernel was built by clang.`
        : "The linker met an object that clang wrote for LTO: the kernel was built by clang.",
      why: "Modules are compiled with the options of the kernel, and those belong to the compiler that built it (CachyOS, Android, kernels with LTO or kCFI).",
      fix: "Install `clang`, `lld` and `llvm` and build with `make LLVM=1`; with DKMS put `LLVM=1` into `MAKE[0]` of `dkms.conf`, or take DKMS 3.2, which adds it. Or take the kernel of your distribution that GCC built (CachyOS: `linux-cachyos-gcc`).",
    }),
    zh: ({ first: { option } }) => ({
      what: option
        ? `GCC 收到了只有 clang 认识的 \`${option}\`：内核是由 clang 编译的。`
        : "链接器遇到了 clang 为 LTO 生成的目标文件：内核是由 clang 编译的。",
      why: "模块使用内核的编译参数，而这些参数属于编译内核的编译器（CachyOS、Android、启用 LTO 或 kCFI 的内核）。",
      fix: "请安装 `clang`、`lld`、`llvm` 并用 `make LLVM=1` 编译；使用 DKMS 时请在 `dkms.conf` 的 `MAKE[0]` 中加入 `LLVM=1`，或使用会自动添加它的 DKMS 3.2。也可以改用发行版中由 GCC 编译的内核（CachyOS：`linux-cachyos-gcc`）。",
    }),
  },
});
