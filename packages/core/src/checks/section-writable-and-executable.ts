import { defineCheck } from "../analyse/define-check.ts";
import type { ElfShape } from "../model/module.ts";
import { archSections } from "./shared/arch-sections.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { isWritableAndExecutable, summaryOf } from "./shared/sections.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "section-writable-and-executable",
  title: { en: "A section is both writable and executable", zh: "某个节既可写又可执行" },
  effect: "refused",
  needs: { kernel: ["loaderOptions", "architecture", "features"], module: ["elf"] },
  run: ({ kernel, module: { elf } }) => {
    if (summaryOf(elf).writableAndExecutable < 0) return [];
    if (!kernel.loaderOptions.has("strict-rwx")) return [];
    // What old binutils wrote for `.plt` of arm and arm64 is writable and executable in every module.
    return firstBut(archSections(kernel.architecture.name, kernel)?.rewritten ?? [], elf);
  },
  // module_enforce_rwx_sections() in kernel/module/strict_rwx.c
  kernelSays: ({ index, section }, { module }) =>
    noExec(`${module}: section ${section} (index ${index}) has invalid WRITE|EXEC flags`),

  example: { index: 8, section: ".text.patch" },
  explain: {
    en: ({ section }) => ({
      what: `Section \`${section}\` is both writable and executable, which this kernel (\`CONFIG_STRICT_MODULE_RWX\`) does not allow.`,
      why: "Assembly code declared it so, or a tool changed the flags.",
      ...linkedByHand.en,
    }),
    zh: ({ section }) => ({
      what: `\`${section}\` 节既可写又可执行，该内核（\`CONFIG_STRICT_MODULE_RWX\`）不允许这样的节。`,
      why: "汇编代码这样声明了该节，或者某个工具改动了标志。",
      ...linkedByHand.zh,
    }),
  },
});

/** The first such section, but those that the loader has rewritten by then. */
function firstBut(
  rewritten: readonly string[],
  { sections }: ElfShape,
): { index: number; section: string }[] {
  const index = sections.findIndex(
    (section) => isWritableAndExecutable(section) && !rewritten.includes(section.name ?? ""),
  );
  return index < 0 ? [] : [{ index, section: sections[index]?.name ?? "" }];
}
