import type { Language } from "../model/fact.ts";
import { defineCause } from "./define-cause.ts";
import { compareVersions } from "./shared/versions-compared.ts";

export interface Evidence {
  /** Which of the module's CRCs differ: all, those of what some modules export, or others. */
  readonly which: "all" | "of modules" | "some";
  readonly compared: number;
  readonly differing: number;
  /** Who exports what differs, see `ExportTable.owners`. */
  readonly owners: readonly string[];
}

/** Fewer symbols than that tell no pattern. */
const ENOUGH = 3;

/** How many of the module's CRCs differ, and whose, tells which `Module.symvers` it was built with. */
export default defineCause<Evidence>({
  id: "crcs-of-another-build",
  explains: ["module-layout-crc-mismatch", "symbol-crc-mismatch"],
  find({ kernel, module }) {
    const found = compareVersions(kernel, module);
    if (!found || found.differing === 0 || found.compared < ENOUGH) return [];
    const { compared, differing, owners, ownersWhole } = found;
    const ofModules = ownersWhole && !owners.includes("vmlinux");
    const which = differing === compared ? "all" : ofModules ? "of modules" : "some";
    const certainty = which === "some" ? "possible" : "likely";
    return [{ certainty, evidence: { which, compared, differing, owners } }];
  },
  links: {
    en: ({ evidence }) => linksIn.en(evidence),
    zh: ({ evidence }) => linksIn.zh(evidence),
  },
});

const code = (names: readonly string[], comma: string): string =>
  names.map((name) => `\`${name}\``).join(comma);

type LinksOf = (evidence: Evidence) => readonly string[];

const linksIn: Readonly<Record<Language, LinksOf>> = {
  en: ({ which, compared, differing, owners }) => {
    const counted = `Of the module's ${compared} CRCs that the kernel has, ${differing} ${differing === 1 ? "differs" : "differ"}.`;
    if (which === "all") {
      return [
        counted,
        "So it was built with the `Module.symvers` of another build of the kernel altogether.",
      ];
    }
    if (which === "of modules") {
      return [
        `${counted} They are exported by ${code(owners, ", ")}; all that the kernel itself exports agree.`,
        "So the kernel is the right one, and the module was built against another build of these modules: build it with their `Module.symvers` (`KBUILD_EXTRA_SYMBOLS`).",
      ];
    }
    return [
      counted,
      "So the source is much the same, and types are not: a patch, or an option of the configuration, changed what these symbols reach.",
    ];
  },
  zh: ({ which, compared, differing, owners }) => {
    const counted = `模块的 CRC 中有 ${compared} 个内核也有，其中 ${differing} 个不同。`;
    if (which === "all") return [counted, "因此模块所用的 `Module.symvers` 完全来自该内核的另一次编译。"];
    if (which === "of modules") {
      return [
        `${counted}它们由 ${code(owners, "、")} 导出；内核自身导出的则全部一致。`,
        "因此内核没有弄错，模块是针对这些模块的另一次编译结果编译的：请用它们的 `Module.symvers` 编译（`KBUILD_EXTRA_SYMBOLS`）。",
      ];
    }
    return [counted, "因此源代码大体相同而类型不同：某个补丁或配置选项改变了这些符号所涉及的类型。"];
  },
};
