import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "gcc-plugin",
  title: {
    en: "The kernel's compiler plugins do not fit this compiler",
    zh: "内核的编译器插件与当前编译器不符",
  },
  strength: "defect",
  during: "build",
  insteadOf: ["api-change", "compile-error"],
  signatures: [
    {
      id: "versions",
      needle: "incompatible gcc/plugin versions",
      pattern: /incompatible gcc\/plugin versions/,
      example: "cc1: error: incompatible gcc/plugin versions",
    },
    {
      id: "load",
      needle: ["cannot load plugin ", "fail to initialize plugin ", "failed to initialize plugin "],
      pattern: /(?:cannot load plugin |fail to initialize plugin |failed to initialize plugin )(?<file>\S+)/,
      example: "cc1: error: cannot load plugin ./scripts/gcc-plugins/randomize_layout_plugin.so",
    },
    {
      id: "latent-entropy",
      needle: "latent_entropy",
      pattern: /use of undeclared identifier 'latent_entropy'|[‘']latent_entropy[’'] undeclared/,
      example: "include/linux/random.h:24:22: error: use of undeclared identifier 'latent_entropy'",
    },
  ],
  next: ["preflight"],
  explain: {
    en: ({ first: { file } }) => ({
      what: `The kernel was built with plugins of GCC, and this compiler cannot use them${file ? ` (\`${file}\`)` : ""}.`,
      why: "A plugin fits exactly the build of GCC that it was compiled with, not only its version. The distribution upgraded GCC and not the headers, or the other way round; or clang compiles with a configuration made for GCC.",
      fix: "Bring compiler and headers to the same state: upgrade everything (Arch, Void: a full upgrade and a reboot), or install the GCC package that the kernel was built with. Headers without the plugins need a rebuild by their makers.",
    }),
    zh: ({ first: { file } }) => ({
      what: `内核编译时使用了 GCC 插件，而当前编译器无法使用它们${file ? `（\`${file}\`）` : ""}。`,
      why: "插件只能用于编译它的那一个 GCC 构建，仅版本号相同还不够。发行版升级了 GCC 而没有升级头文件（或相反），或者用 clang 编译却使用了为 GCC 生成的配置。",
      fix: "请使编译器与头文件保持同步：升级整个系统（Arch、Void：完整升级并重启），或安装编译内核时使用的 GCC 软件包。缺少插件的头文件包需要由其制作者重新生成。",
    }),
  },
});
