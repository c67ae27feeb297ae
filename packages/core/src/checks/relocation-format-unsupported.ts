import { defineCheck } from "../analyse/define-check.ts";
import { linkedByHand } from "./shared/damaged.ts";
import { relocates, takesRel, takesRela } from "./shared/relocations.ts";
import { noExec } from "./shared/says.ts";
import { summaryOf } from "./shared/sections.ts";

export default defineCheck({
  id: "relocation-format-unsupported",
  title: { en: "Relocations have the other architecture's format", zh: "重定位的格式不适用于该架构" },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["elf"] },
  run: ({ kernel, module: { elf } }) => {
    const { firstRel, firstRela } = summaryOf(elf);
    const { name: architecture } = kernel.architecture;
    if (!relocates(architecture)) return [];
    const index = takesRel(architecture) ? -1 : firstRel;
    const found = index >= 0 || takesRela(architecture) ? index : firstRela;
    return found < 0 ? [] : [{ architecture, section: elf.sections[found]?.name ?? `[${found}]` }];
  },
  // include/linux/moduleloader.h says REL in both cases.
  kernelSays: (_, { module }) => noExec(`module ${module}: REL relocation unsupported`),

  example: { architecture: "x86_64", section: ".rel.text" },
  explain: {
    en: ({ architecture, section }) => ({
      what: `The relocations in \`${section}\` are of ${section.startsWith(".rela") ? "the kind with addends (`SHT_RELA`)" : "the kind without addends (`SHT_REL`)"}, which the loader of ${architecture} kernels does not read.`,
      why: "The compiler for this architecture writes the other kind; the file was converted, or changed after it was built.",
      fix: linkedByHand.en.fix,
    }),
    zh: ({ architecture, section }) => ({
      what: `\`${section}\` 中的重定位${section.startsWith(".rela") ? "带有加数（`SHT_RELA`）" : "不带加数（`SHT_REL`）"}，${architecture} 内核的加载器不读取这种格式。`,
      why: "该架构的编译器使用另一种格式；文件可能被转换过，或在编译之后被改动过。",
      fix: linkedByHand.zh.fix,
    }),
  },
});
