import { defineCheck } from "../analyse/define-check.ts";
import { btfFault, btfRefused } from "./shared/btf.ts";

export default defineCheck({
  id: "btf-damaged",
  title: { en: "The module's types (BTF) are damaged", zh: "模块的类型信息（BTF）已损坏" },
  effect: "refused",
  needs: { kernel: ["config"], module: ["btf"] },
  run: ({ kernel, module: { btf } }) => {
    const fault = btf?.fault && btfFault(btf, kernel, false);
    return fault ? [fault] : [];
  },
  kernelSays: (fault, { module }) => btfRefused(module, fault),

  example: { says: ["btf_header not found"], errno: "EINVAL" },
  explain: {
    en: ({ says }) => ({
      what: `The section \`.BTF\`, which describes the module's types, cannot be read (\`${says[0] ?? ""}\`), and this kernel refuses such a module.`,
      why: "It was written by a `pahole` that is newer than this kernel, or damaged after the module was built.",
      fix: "Build the module again with the `pahole` that the kernel was built with, or take the types away, which nothing needs for loading: `objcopy --remove-section .BTF FILE`.",
    }),
    zh: ({ says }) => ({
      what: `描述模块类型的 \`.BTF\` 节无法读取（\`${says[0] ?? ""}\`），而该内核会拒绝这样的模块。`,
      why: "它由比该内核更新的 `pahole` 写入，或在模块编译之后损坏。",
      fix: "请用编译该内核时所用的 `pahole` 重新编译模块；加载并不需要类型信息，也可以去掉它：`objcopy --remove-section .BTF FILE`。",
    }),
  },
});
