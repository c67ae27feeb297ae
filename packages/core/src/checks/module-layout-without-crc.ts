import { defineCheck } from "../analyse/define-check.ts";
import { failsClosed } from "./shared/debian.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "module-layout-without-crc",
  title: {
    en: "The module has versions, and none for `module_layout`",
    zh: "模块有 CRC 表，但其中没有 `module_layout`",
  },
  effect: "refused",
  needs: { kernel: ["release", "config"], module: ["modversions"], pair: ["moduleLayout"] },
  run: ({ kernel, module, pair }) => {
    const { modversions } = module;
    if (modversions?.layout !== "basic" || pair.moduleLayout?.moduleCrc !== undefined) return [];
    return pair.moduleLayout && failsClosed(kernel) ? [{ rows: modversions.names.count }] : [];
  },
  // check_version() in kernel/module/version.c as Debian patches it; mainline only warns
  kernelSays: (_, { moduleInModinfo }) => noExec(`${moduleInModinfo}: no symbol version for module_layout`),

  example: { rows: 3 },
  explain: {
    en: ({ rows }) => ({
      what: `The module's \`__versions\` has ${rows} rows and none for \`module_layout\`, which this kernel demands.`,
      why: "modpost did not find `module_layout` in `Module.symvers` when the module was built: the file was missing or empty.",
      fix: "Check that `/lib/modules/$(uname -r)/build/Module.symvers` exists and is not empty, then build the module again.",
    }),
    zh: ({ rows }) => ({
      what: `模块的 \`__versions\` 有 ${rows} 行，但没有该内核要求的 \`module_layout\`。`,
      why: "编译模块时 modpost 没有在 `Module.symvers` 中找到 `module_layout`：该文件缺失或为空。",
      fix: "请确认 `/lib/modules/$(uname -r)/build/Module.symvers` 存在且不为空，然后重新编译模块。",
    }),
  },
});
