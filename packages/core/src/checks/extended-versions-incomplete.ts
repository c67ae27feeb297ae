import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { noExec } from "./shared/says.ts";
import { hasSection } from "./shared/sections.ts";

export default defineCheck({
  id: "extended-versions-incomplete",
  title: { en: "One of the two extended version sections is missing", zh: "缺少两个扩展版本节之一" },
  effect: "refused",
  needs: { kernel: ["features"], module: ["elf"] },
  run: ({ kernel, module: { elf } }) => {
    const crcs = hasSection(elf, "__version_ext_crcs");
    const names = hasSection(elf, "__version_ext_names");
    if (crcs === names || !kernel.features.has("extended-versions")) return [];
    return [{ present: crcs ? "__version_ext_crcs" : "__version_ext_names" }];
  },
  // elf_validity_cache_index_versions() in kernel/module/main.c
  kernelSays: () => noExec("extended version crc+name presence does not match"),

  example: { present: "__version_ext_crcs" },
  explain: {
    en: ({ present }) => ({
      what: `Of \`__version_ext_crcs\` and \`__version_ext_names\` the module has only \`${present}\`.`,
      ...damaged.en,
    }),
    zh: ({ present }) => ({
      what: `\`__version_ext_crcs\` 和 \`__version_ext_names\` 中，模块只有 \`${present}\`。`,
      ...damaged.zh,
    }),
  },
});
