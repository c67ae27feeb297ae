import type { Reason } from "../../src/agreement.ts";

/** Why kofit and a kernel still differ. A difference that is not here is a bug. */
export const reasons: readonly Reason[] = [
  {
    id: "damaged-code",
    why: "Code, or a table that code uses, was changed by hand in a way that no loader looks for: a relocation left out, applied elsewhere, or with another addend. What comes of it only running it tells; no compiler writes such a file.",
    modules: [
      "import-absolute",
      "reloc-addend-*",
      "reloc-data-nonzero",
      "reloc-data-removed",
      "reloc-offset-partly",
      "reloc-removed",
      "reloc-symbol-0",
      "reloc-target-nonzero",
      "reloc-this-nonzero",
      "reloc-twice",
      "reloc-type-gotpcrelx",
      "reloc-type-none",
      "missing-return-sites",
      "percpu-empty",
      "percpu-renamed",
      "percpu-unloaded",
      "special-ex-table",
      "special-orc-odd",
      "this-first-unloaded",
    ],
  },
];
