import { defineCheck } from "../analyse/define-check.ts";
import { hasReached } from "../model/release.ts";
import { btfFault, btfLines, notValid } from "./shared/btf.ts";

export default defineCheck({
  id: "btf-damaged-ignored",
  title: {
    en: "The module's types (BTF) are damaged, and the kernel goes on without them",
    zh: "模块的类型信息（BTF）已损坏，内核会忽略它",
  },
  effect: "note",
  needs: { kernel: ["config"], module: ["btf"] },
  run: ({ kernel, module: { btf } }) => {
    const fault = btf?.fault && btfFault(btf, kernel, true);
    return fault ? [fault] : [];
  },
  // Since 6.3 the last line is another one, and printed once only.
  kernelSays: (fault, { module, release = "" }) => ({
    errno: null,
    log: [
      ...(fault.ofType ? [] : btfLines(fault)),
      ...(hasReached(release, 6, 3) ? [] : [notValid(module, fault)]),
    ],
  }),

  example: { says: ["btf_header not found"], errno: "EINVAL" },
  explain: {
    en: ({ says }) => ({
      what: `The section \`.BTF\`, which describes the module's types, cannot be read (\`${says[0] ?? ""}\`); this kernel loads the module without it (\`CONFIG_MODULE_ALLOW_BTF_MISMATCH\`).`,
      why: "It was written by a `pahole` that is newer than this kernel, or damaged after the module was built; BPF programs will not see the module's types.",
      fix: "Nothing has to be done; to have the types, build the module again with the `pahole` that the kernel was built with.",
    }),
    zh: ({ says }) => ({
      what: `描述模块类型的 \`.BTF\` 节无法读取（\`${says[0] ?? ""}\`）；该内核会在没有它的情况下加载模块（\`CONFIG_MODULE_ALLOW_BTF_MISMATCH\`）。`,
      why: "它由比该内核更新的 `pahole` 写入，或在模块编译之后损坏；BPF 程序将看不到该模块的类型。",
      fix: "无需处理；如果需要类型信息，请用编译该内核时所用的 `pahole` 重新编译模块。",
    }),
  },
});
