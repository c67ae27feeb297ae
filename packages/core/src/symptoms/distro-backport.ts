import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "distro-backport",
  title: { en: "The source defines what this kernel has already", zh: "源代码定义了该内核已有的内容" },
  strength: "defect",
  during: "build",
  insteadOf: ["compile-error"],
  signatures: [
    {
      id: "redefinition",
      needle: ["error: redefinition of ", "error: conflicting types for ", "error: static declaration of "],
      pattern:
        /(?:error: redefinition of |error: conflicting types for |error: static declaration of )[‘'"]?(?:struct |enum |union )?(?<symbol>\w+)/,
      example: "/var/lib/dkms/rtw89/6.1/build/compat.h:88:19: error: redefinition of ‘timer_delete’",
    },
  ],
  next: ["preflight"],
  explain: {
    en: ({ first: { symbol } }) => ({
      what: `The source brings its own \`${symbol ?? "definition"}\`, and this kernel has one, too.`,
      why: "It asks for the release (`LINUX_VERSION_CODE`), and distributions (RHEL, Ubuntu, Debian, SUSE) take interfaces of newer kernels into older ones.",
      fix: "Take the version of the module that is made for this distribution, or a newer one; whoever keeps the source asks for the thing itself, not for the release.",
    }),
    zh: ({ first: { symbol } }) => ({
      what: `源代码自带了 \`${symbol ?? "某个定义"}\`，而该内核也有。`,
      why: "源代码按版本号（`LINUX_VERSION_CODE`）判断，但发行版（RHEL、Ubuntu、Debian、SUSE）会把新内核的接口移植到旧内核。",
      fix: "请使用针对该发行版的模块版本或较新的版本；源代码的维护者应探测接口本身，而不是判断版本号。",
    }),
  },
});
