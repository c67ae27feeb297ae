import { defineCheck } from "../analyse/define-check.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "vermagic-missing",
  title: { en: "The module has no vermagic", zh: "模块没有 vermagic" },
  effect: "refused",
  needs: { kernel: ["loaderOptions", "vermagic"], module: ["vermagic"], state: ["loading"] },
  run: ({ kernel, module, state }) =>
    module.vermagic === undefined && !state.loading.forceVermagic && !kernel.loaderOptions.has("force-load")
      ? [{ kernelVermagic: kernel.vermagic }]
      : [],
  // check_modinfo() asks try_to_force_load() in kernel/module/main.c, which says nothing.
  kernelSays: () => noExec(),

  example: { kernelVermagic: "6.12.95-test SMP preempt mod_unload modversions " },
  explain: {
    en: ({ kernelVermagic }) => ({
      what: `The module's \`.modinfo\` has no \`vermagic=\`; the kernel's is \`${kernelVermagic}\`.`,
      why: "modpost writes it into every module; this file was linked by hand or edited, and the kernel refuses it without a word in its log.",
      ...linkedByHand.en,
    }),
    zh: ({ kernelVermagic }) => ({
      what: `模块的 \`.modinfo\` 中没有 \`vermagic=\`；内核的是 \`${kernelVermagic}\`。`,
      why: "modpost 会把它写入每个模块；该文件是手工链接或被编辑过的，内核拒绝它时不会在日志中留下任何信息。",
      ...linkedByHand.zh,
    }),
  },
});
