import type { Reason } from "../../src/agreement.ts";

/** Why kofit and a kernel still differ. A difference that is not here is a bug. */
export const reasons: readonly Reason[] = [
  {
    id: "init-fails",
    why: "The init function fails, and the module is refused with its errno: only running it tells.",
    modules: ["seed-fails"],
  },
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
  {
    id: "behind-the-table",
    why: "The kernel reads what happens to lie in memory behind the symbol table, the name table, or the file. kofit says that this is unsafe; whether it crashes, or finds a number there and refuses it, is an accident.",
    modules: [
      "reloc-symbol-count",
      "reloc-symbol-past*",
      "section-name-comment-far",
      "section-name-far",
      "section0-name",
      "symbol-name-end",
      "symbol-name-past",
      "symtab-empty",
    ],
  },
  {
    id: "outside-its-section",
    why: "A relocation is applied outside its section. kofit says that this is unsafe; what lies there may also be in use (x86), or too far away, and then the kernel refuses it.",
    kofit: "unsafe",
    modules: ["ksymtab-empty", "reloc-offset-*", "special-jump-empty"],
  },
  {
    id: "displaced-pointer",
    why: "A pointer of this_module is written where the kernel keeps something else. kofit says that this is unsafe; what was written over may make the kernel refuse the module a moment later.",
    kofit: "unsafe",
    modules: ["exit-minus-*", "exit-plus-*", "init-minus-*", "init-plus-*"],
  },
  {
    id: "empty-modinfo",
    why: "get_next_modinfo() looks at what stands where an empty .modinfo begins, and takes it for its first entry; kofit says that there is none. Here it is the licence, and only a taint line differs.",
    modules: ["modinfo-empty"],
  },
  {
    id: "behind-the-stream",
    why: "A byte stands behind the xz stream: the kernel never looks there, the tools that unpack modules call it damage, and so does kofit.",
    kofit: "refused",
    modules: ["packed-xz-longer"],
  },
  {
    id: "parameter-without-file",
    why: "The parameter of this built-in module has permission 0, so that /sys/module has no directory of that name; modules.builtin.modinfo lists parameters without their permissions.",
    kofit: "refused",
    modules: ["name-builtin", "seed-encrypted_keys"],
  },
  {
    id: "name-of-kernel",
    why: "The name is that of a part of the kernel that has parameters and is no module; modules.builtin.modinfo does not list these (since 5.19, kernel/module/main.c calls itself `module` there and `main` here).",
    modules: ["name-of-kernel"],
  },
  {
    id: "names-elsewhere",
    why: "The names of symbols are looked for in another section, so the kernel prints bytes that are no names, some of which it has written itself.",
    kofit: "refused",
    modules: ["symtab-link-*"],
  },
];
