import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";
import { damaged } from "./shared/damaged.ts";
import { neverFits } from "./shared/reach.ts";
import { placeOf } from "./shared/relocations.ts";

export default defineCheck({
  id: "unloaded-section-used",
  title: {
    en: "The module uses a section of its own that is not loaded",
    zh: "模块使用了自身不会被加载的节",
  },
  effect: "unsafe",
  strayAccess: true,
  needs: { kernel: ["architecture", "config"], module: ["relocations", "elf"] },
  // rewrite_section_headers() in kernel/module/main.c points every section into the copy of the file, and move_module() only
  // those with SHF_ALLOC elsewhere; simplify_symbols() takes what it finds, and the copy is freed when all is done.
  run: ({ kernel, module }) => {
    const { unloaded } = module.relocations;
    if (!unloaded || unloaded.some((one) => neverFits(kernel, "unloaded", one))) return [];
    return unloaded.slice(0, 1).map((one) => placeOf(module.elf, one));
  },

  example: { section: ".init.text", offset: 0x12, type: 2, symbolIndex: 31 },
  explain: {
    en: ({ section, offset }) => ({
      what: `The relocation at ${hex(offset)} of \`${section}\` is against a symbol in a section that is not loaded (it lacks \`SHF_ALLOC\`): the kernel enters an address in its copy of the file, which it frees when the module is loaded.`,
      ...damaged.en,
    }),
    zh: ({ section, offset }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的重定位指向一个不会被加载的节（缺少 \`SHF_ALLOC\`）中的符号：内核会填入文件副本中的地址，而该副本在模块加载完成后就会被释放。`,
      ...damaged.zh,
    }),
  },
});
