import { defineCheck } from "../analyse/define-check.ts";
import { type Generation, hasCome } from "../model/generation.ts";
import type { ElfShape, SectionShape } from "../model/module.ts";
import { damaged } from "./shared/damaged.ts";
import { hasBytes, isAllocated } from "./shared/elf.ts";
import { pagesOf } from "./shared/relocations.ts";
import { named } from "./shared/sections.ts";

/** The section that this loader takes for `.modinfo`; section 0 where it finds none. */
function modinfoOf({ sections }: ElfShape, generation: Generation): SectionShape | undefined {
  // find_any_unique_sec(), elf_validity_cache_copy(), find_sec() in kernel/module/main.c
  const isFound = hasCome(generation, "6.13")
    ? () => true
    : hasCome(generation, "6.4")
      ? hasBytes
      : isAllocated;
  return sections.find((section) => section.name === ".modinfo" && isFound(section)) ?? sections[0];
}

export default defineCheck({
  id: "modinfo-far",
  title: { en: "`.modinfo` is outside of the file", zh: "`.modinfo` 位于文件之外" },
  effect: "unsafe",
  crashesHere: true,
  needs: { kernel: ["generation"], module: ["elf"] },
  // get_next_modinfo() in kernel/module/main.c reads it whatever type it has; no loader looks where a section lies that
  // has no bytes in the file.
  run: ({ kernel, module: { elf } }) => {
    const common = named(elf, ".modinfo");
    if (common?.count === 1 && common.allocated && hasBytes(common.first)) return [];
    const section = modinfoOf(elf, kernel.generation);
    if (!section || hasBytes(section)) return [];
    const { sh_offset: offset, sh_size } = section;
    // Some tags are in no module, so all of it is read, and of an empty one the first byte.
    return offset + Math.max(1, sh_size) > pagesOf(elf.size)
      ? [{ offset, end: offset + sh_size, size: elf.size }]
      : [];
  },

  example: { offset: 4096, end: 1_052_672, size: 8192 },
  explain: {
    en: ({ offset, end, size }) => ({
      what: `What the kernel reads as \`.modinfo\` is at ${offset} to ${end}, and the file has ${size} bytes: this kernel reads memory behind the file, and most often crashes while loading.`,
      ...damaged.en,
    }),
    zh: ({ offset, end, size }) => ({
      what: `内核当作 \`.modinfo\` 读取的内容位于 ${offset} 到 ${end} 字节处，而文件只有 ${size} 字节：该内核会读取文件之外的内存，多半在加载时崩溃。`,
      ...damaged.zh,
    }),
  },
});
