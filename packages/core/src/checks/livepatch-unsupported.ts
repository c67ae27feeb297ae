import { defineCheck } from "../analyse/define-check.ts";
import { saysInModinfo } from "./shared/modinfo.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "livepatch-unsupported",
  title: { en: "A live patch for a kernel without live patching", zh: "内核不支持热补丁" },
  effect: "refused",
  needs: { kernel: ["loaderOptions"], module: ["modinfo"] },
  run: ({ kernel, module }) =>
    saysInModinfo(module, "livepatch") && !kernel.loaderOptions.has("livepatch")
      ? [{ option: "CONFIG_LIVEPATCH" }]
      : [],
  // check_modinfo_livepatch() in kernel/module/main.c; the kernel forgets the newline
  kernelSays: (_, { module }) =>
    noExec(`${module}: module is marked as livepatch module, but livepatch support is disabled`),

  example: { option: "CONFIG_LIVEPATCH" },
  explain: {
    en: ({ option }) => ({
      what: `The module is a live patch (\`livepatch=\` in \`.modinfo\`); the kernel was built without \`${option}\`.`,
      why: "Such a kernel has nothing that could apply a live patch.",
      fix: "Boot a kernel that has `CONFIG_LIVEPATCH=y`, or install the update itself and reboot.",
    }),
    zh: ({ option }) => ({
      what: `该模块是热补丁（\`.modinfo\` 中有 \`livepatch=\`），而内核编译时没有启用 \`${option}\`。`,
      why: "这样的内核无法应用热补丁。",
      fix: "请启动启用了 `CONFIG_LIVEPATCH=y` 的内核，或直接安装更新后的内核并重启。",
    }),
  },
});
