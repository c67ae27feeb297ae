import { defineCheck } from "../analyse/define-check.ts";
import { summaryOf } from "./shared/sections.ts";

/** `.klp.rela.OBJECT.SECTION`, as sscanf() of klp_write_section_relocs() in kernel/livepatch/core.c reads it. */
const FORMAT = /^\.klp\.rela\.[^.]/;

export default defineCheck({
  id: "livepatch-section-name",
  title: { en: "Relocations for livepatch have no livepatch name", zh: "热补丁重定位节的名字格式不正确" },
  effect: "refused",
  needs: { kernel: ["loaderOptions"], module: ["elf"] },
  run: ({ kernel, module: { elf } }) => {
    const { livepatchRelocations } = summaryOf(elf);
    if (livepatchRelocations.length === 0) return [];
    const wrong = livepatchRelocations
      .map((index) => elf.sections[index]?.name ?? "")
      .find((name) => !FORMAT.test(name));
    return wrong !== undefined && kernel.loaderOptions.has("livepatch") ? [{ section: wrong }] : [];
  },
  kernelSays: ({ section }) => ({
    errno: "EINVAL",
    log: [`livepatch: section ${section} has an incorrectly formatted name`],
  }),

  example: { section: ".rela.data" },
  explain: {
    en: ({ section }) => ({
      what: `The section \`${section}\` is marked as relocations for livepatch (\`SHF_RELA_LIVEPATCH\`), and its name is not of the form \`.klp.rela.OBJECT.SECTION\`.`,
      why: "The tool that made this live patch wrote something that this kernel does not know, or the file was changed after it was built.",
      fix: "Build the patch again with a livepatch tool that supports this kernel release (`kpatch-build`, or `klp-build` of the kernel).",
    }),
    zh: ({ section }) => ({
      what: `\`${section}\` 节被标记为热补丁重定位（\`SHF_RELA_LIVEPATCH\`），但名字不符合 \`.klp.rela.对象.节\` 的格式。`,
      why: "制作该热补丁的工具写入了该内核不认识的内容，或者文件在编译之后被改动过。",
      fix: "请用支持该内核版本的热补丁工具（`kpatch-build`，或内核自带的 `klp-build`）重新制作补丁。",
    }),
  },
});
