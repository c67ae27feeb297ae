import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "repo-kernel-hash",
  title: {
    en: "The repository's modules are of another build of the kernel",
    zh: "软件源中的模块属于内核的另一次构建",
  },
  strength: "defect",
  during: "upkeep",
  signatures: [
    {
      id: "opkg",
      needle: "kernel (= ",
      // OpenWrt puts a hash of the configuration into the version of its package `kernel`
      pattern: /kernel \(= (?<wanted>[0-9.]+[-~]\S*[0-9a-f]{32}\S*?)\)(?: for (?<module>kmod-\S+))?/,
      example:
        " * pkg_hash_check_unresolved: cannot find dependency kernel (= 5.10.110-1-ecdf38a0bcca08e02a6b27f1f92cf94b) for kmod-tun",
    },
    {
      id: "apk",
      needle: "required by: kmod-",
      pattern: /required by: kmod-(?<file>[\w.-]+)\[kernel=(?<wanted>[^\]]+)\]/,
      example: "    required by: kmod-tun-6.6.86-r1[kernel=6.6.86~af351158cfb5febf5155a3aa53785982-r1]",
    },
    {
      id: "architectures",
      needle: " found, but incompatible with the architectures",
      pattern: /Packages for (?<module>kmod-\S+) found, but incompatible with the architectures/,
      example: "Packages for kmod-nf-conncount found, but incompatible with the architectures configured",
    },
  ],
  next: [],
  explain: {
    en: ({ first: { module, wanted } }) => ({
      what: `${module ? `\`${module}\`` : "The package"} is for ${wanted ? `kernel \`${wanted}\`` : "another build of the kernel"}, which is not the one in this image.`,
      why: "OpenWrt ties packages of modules to the configuration of the kernel by a hash. The snapshot has moved on, or the image was built by somebody else (a fork, a vendor, yourself); the line about architectures means the same.",
      fix: "Use the packages of exactly this release or snapshot, upgrade the image first, or put the module into the image with the Image Builder (`make image PACKAGES=kmod-…`). Do not force it: the module would not load.",
    }),
    zh: ({ first: { module, wanted } }) => ({
      what: `${module ? `\`${module}\`` : "该软件包"} 属于${wanted ? `内核 \`${wanted}\`` : "内核的另一次构建"}，与此映像中的内核不同。`,
      why: "OpenWrt 用哈希值把模块软件包与内核配置绑定。快照版已更新，或映像由他人构建（分支、厂商或您自己）；关于架构的那一行也是同样的意思。",
      fix: "请使用与该发布版或快照完全对应的软件包，先升级映像，或用 Image Builder 把模块放进映像（`make image PACKAGES=kmod-…`）。不要强制安装：那样的模块无法加载。",
    }),
  },
});
