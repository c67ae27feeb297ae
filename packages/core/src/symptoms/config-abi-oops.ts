import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "config-abi-oops",
  title: { en: "The kernel crashed in code that it had loaded", zh: "内核在已加载的代码中崩溃" },
  // A refusal in the same log says more.
  strength: "sign",
  during: "load",
  signatures: [
    {
      id: "paging-request",
      needle: ["nable to handle kernel ", "nable to handle page fault"],
      pattern:
        /[Uu]nable to handle kernel (?:paging request|NULL pointer dereference|access)|[Uu]nable to handle page fault for address/,
      example: "Unable to handle kernel paging request at virtual address 00040004",
    },
    {
      id: "null-pointer",
      needle: "BUG: kernel NULL pointer dereference",
      pattern: /BUG: kernel NULL pointer dereference/,
      example: "BUG: kernel NULL pointer dereference, address: 0000000000000008",
    },
    {
      id: "oops",
      needle: "Internal error: Oops",
      pattern: /Internal error: Oops/,
      example: "Internal error: Oops: 0000000096000004 [#1] SMP",
    },
  ],
  next: ["check", "preflight"],
  explain: {
    en: () => ({
      what: "The kernel took the module and then met an address that is none.",
      why: "A defect of the driver, or a difference that this kernel does not check: without modversions, and before 6.4, a module whose headers have another configuration is loaded and reads wrong members of the kernel's structs. The lines behind `Modules linked in:` and `Call trace:` tell whose code it was.",
      fix: "Run `kofit check` on the module that was loaded last: it compares layout and CRCs with the kernel, which the kernel did not. If both fit, it is a defect of the driver: report it with the whole trace.",
    }),
    zh: () => ({
      what: "内核接受了该模块，随后访问了无效地址。",
      why: "可能是驱动的缺陷，也可能是该内核不检查的差异：没有 modversions 且早于 6.4 的内核会加载头文件配置不同的模块，模块就会读到结构中错误的成员。`Modules linked in:` 和 `Call trace:` 之后的行说明是谁的代码。",
      fix: "请对最后加载的模块运行 `kofit check`：它会比较内核没有检查的布局和 CRC。如果两者都相符，则是驱动的缺陷，请附上完整的调用栈进行报告。",
    }),
  },
});
