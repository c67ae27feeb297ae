import type { CheckId } from "../analyse/verdict.ts";
import type { Generation } from "../model/generation.ts";

/**
 * What load_module() checks, in its order. A list inside the list is simplify_symbols(): it visits all symbols in the
 * order of `.symtab`, prints one failure for each, the first of the inner list that applies, and fails with the errno
 * of the last.
 */
export type Sequence = readonly (CheckId | readonly CheckId[])[];

const flat = (sequence: Sequence): readonly CheckId[] => sequence.flat();

// may_init_module(), finit_module(), init_module(), module_decompress()
const call: Sequence = [
  "modules-unsupported",
  "module-loading-disabled",
  "compressed-flag-unknown",
  "file-empty",
  "image-too-short",
  "decompression-unsupported",
  "compression-unexpected",
  "xz-check-unsupported",
  "xz-filter-unsupported",
  "compressed-file-damaged",
];

// module_sig_check(), before any look at the ELF file
const signature: Sequence = [
  "signature-malformed",
  "module-unsigned",
  "signature-not-pkcs7",
  "signature-not-pkcs7-ignored",
  "signature-message-damaged",
  "signature-with-content",
  "signature-of-attributes",
  "signature-unsupported-crypto",
  "signature-unsupported-crypto-ignored",
  "signature-altered",
  "signer-untrusted",
  "signer-untrusted-ignored",
  "signature-unverified",
];

// elf_header_check(), elf_validity_ehdr(): the file header
const fileHeader: Sequence = [
  "elf-too-short",
  "elf-bad-magic",
  "elf-wrong-byte-order",
  "elf-not-relocatable",
  "elf-wrong-architecture",
  "elf-wrong-class",
  "elf-section-header-size",
  "elf-section-table-bounds",
];

// elf_validity_check() up to 6.3, elf_validity_cache_copy() up to 6.12: one loop over the sections. Since 6.4 it reads
// each name before it looks whether it is in the name table.
const oneLoop = (names: Sequence): Sequence => [
  ...fileHeader,
  "elf-section-name-index",
  "elf-name-table-bounds",
  "elf-name-table-empty",
  "elf-name-table-unterminated",
  "elf-section-zero",
  "symtab-link",
  "elf-section-bounds",
  ...names,
];
const sectionsUpTo63 = oneLoop(["elf-section-name"]);
const sectionsUpTo612 = oneLoop(["section-name-far", "elf-section-name"]);

// setup_load_info() up to 6.3
const found: Sequence = ["symtab-missing", "this-module-missing", "this-module-not-allocated"];

// the end of elf_validity_cache_copy() from 6.4 to 6.12
const countedAfterLoop: Sequence = [
  "modinfo-twice",
  "symtab-missing",
  "symtab-twice",
  "this-module-missing",
  "this-module-twice",
  "this-module-nobits",
  "this-module-not-allocated",
  "this-module-size",
];

// elf_validity_cache_copy() since 6.13 and in late 6.12.y: one function for each subject
const oneBySubject: Sequence = [
  ...fileHeader,
  "elf-section-zero",
  "elf-section-bounds",
  "elf-section-name-index",
  "elf-name-table-type",
  "elf-name-table-empty",
  "elf-name-table-unterminated",
  "elf-section-name",
  "modinfo-twice",
  "this-module-missing",
  "this-module-twice",
  "this-module-nobits",
  "this-module-not-allocated",
  "this-module-size",
  "symtab-missing",
  "symtab-twice",
  "symtab-link",
  "symbol-names-type",
  "extended-versions-incomplete",
  "symbol-names-damaged",
];

// blacklisted(), check_modstruct_version(), then check_modinfo()
const identity: Sequence = [
  "module-blacklisted",
  "module-layout-crc-mismatch",
  "module-layout-without-crc",
  "versions-missing",
  "versions-missing-forced",
  "forced-modversion-refused",
  "forced-modversion",
  "vermagic-missing",
  "vermagic-missing-forced",
  "forced-vermagic-refused",
  "forced-vermagic",
  "vermagic-mismatch",
];

// the end of check_modinfo() up to 6.3, where it also taints
const taintsInModinfo: Sequence = ["taints-out-of-tree", "livepatch-unsupported", "taints-proprietary"];

// module_augment_kernel_taints() since 6.4
const taints: Sequence = ["taints-out-of-tree", "taints-proprietary", "taints-unsigned"];

// module_frob_arch_sections(), module_enforce_rwx_sections()
const layout: Sequence = [
  "architecture-section-missing",
  "relocated-section-missing",
  "section-writable-and-executable",
];

// add_unformed_module(); since 6.4 early_mod_check() before the layout
const unique: Sequence = ["name-in-use", "already-loaded"];

// percpu_modalloc(), find_module_sections()
const tables: Sequence = ["percpu-too-large", "constructors-twice"];

const exportTables: Sequence = ["exports-without-crc", "exports-without-crc-forced"];

// simplify_symbols(), and for what is undefined resolve_symbol(): lookup with GPL filter, CRC, namespace
const symbols = [
  "symbol-section-missing",
  "symbol-common",
  "unknown-symbol",
  "symbol-of-unloaded-module",
  "symbol-from-companion",
  "gpl-only-symbol",
  "proprietary-owner",
  "taint-inherited",
  "symbol-crc-mismatch",
  "symbol-without-crc",
  "symbol-without-crc-accepted",
  "namespace-not-imported",
  "namespace-not-imported-allowed",
] as const;

// parse_args() visits all arguments, as simplify_symbols() does with symbols.
const parameters = ["parameter-unknown", "parameter-invalid"] as const;

// apply_relocations(), module_finalize(), complete_formation(), parse_args(), mod_sysfs_setup()
const linked: Sequence = [
  "livepatch-section-name",
  "relocation-symbol-outside",
  "relocation-outside-section",
  "relocation-format-unsupported",
  "relocation-type-unknown",
  "relocation-overflow",
  "weak-symbol-too-far",
  "relocation-target-not-zero",
  "relocation-target-in-use",
  "ftrace-trampoline-missing",
  "patch-site-misaligned",
  "duplicate-export",
  "duplicate-export-of-module",
  "this-module-read-only",
  "module-named-vmlinux",
  "btf-damaged",
  "btf-damaged-ignored",
  parameters,
  "parameters-after-dashes",
  "builtin-same-name",
  "builtin-already",
  "module-name-empty",
  "section-name-twice",
  "section-name-twice-overlooked",
];

const upTo63: Sequence = [
  ...call,
  ...signature,
  ...sectionsUpTo63,
  ...found,
  ...identity,
  ...taintsInModinfo,
  "section-name-far",
  ...layout,
  ...unique,
  "taints-unsigned",
  ...tables,
  ...exportTables,
  "symbol-name-far",
  "symbol-section-missing-unchecked",
  symbols,
  "this-module-without-content",
  ...linked,
];

/**
 * What can be told of a file whose section names cannot be read: a module of which nothing else is found lacks nothing
 * that is worth a finding of its own.
 */
export const withoutNames: ReadonlySet<CheckId> = new Set<CheckId>([
  ...flat(call),
  ...flat(signature),
  ...flat(fileHeader),
  "elf-section-name-index",
  "elf-name-table-bounds",
  "elf-name-table-type",
  "elf-name-table-empty",
  "elf-name-table-unterminated",
  "elf-section-zero",
  "elf-section-bounds",
]);

/** Checks that a generation does not make are not in its sequence: such a defect is not refused there. */
export const sequences: Readonly<Record<Generation, Sequence>> = {
  "5.10": upTo63,
  "5.13": upTo63,
  "6.4": [
    ...call,
    ...signature,
    ...sectionsUpTo612,
    ...countedAfterLoop,
    ...identity,
    "livepatch-unsupported",
    ...unique,
    ...layout,
    ...taints,
    ...tables,
    ...exportTables,
    "symbol-name-far",
    "symbol-section-missing-unchecked",
    symbols,
    ...linked,
  ],
  "6.13": [
    ...call,
    ...signature,
    ...oneBySubject,
    ...identity,
    "livepatch-unsupported",
    ...unique,
    ...layout,
    ...taints,
    ...tables,
    ...exportTables,
    "module-namespace-imported",
    "symbol-section-missing-unchecked",
    symbols,
    ...linked,
  ],
  "7.1": [
    ...call,
    ...signature,
    ...oneBySubject,
    ...identity,
    "livepatch-unsupported",
    ...unique,
    ...layout,
    ...taints,
    ...tables,
    "gpl-exports-ignored",
    "exports-without-flags",
    ...exportTables,
    "module-namespace-imported",
    "symbol-section-missing-unchecked",
    symbols,
    ...linked,
  ],
};

/** What no kernel looks for. */
const neverChecked: readonly CheckId[] = [
  "struct-module-layout",
  "relocation-symbol-outside-unchecked",
  "relocation-outside-section-unchecked",
  "relocation-twice",
  "relocation-against-nothing",
  "weak-symbol-called",
  "module-symvers-differs",
  "entry-point-unlinked",
  "module-name-unterminated",
];

/** Defects that the kernels of a generation do not look for and that hurt all the same. They follow the sequence. */
export const unchecked: Readonly<Record<Generation, readonly CheckId[]>> = {
  "5.10": ["this-module-size-unchecked", ...neverChecked],
  "5.13": ["this-module-size-unchecked", ...neverChecked],
  "6.4": neverChecked,
  "6.13": neverChecked,
  "7.1": neverChecked,
};
