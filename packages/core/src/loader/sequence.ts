import type { CheckId } from "../analyse/verdict.ts";
import type { Generation } from "../model/generation.ts";
import { checksIn, type Sequence } from "./define-sequence.ts";
import {
  countedAfterLoop,
  fileHeader,
  found,
  oneBySubject,
  sectionsOf510,
  sectionsUpTo612,
  sectionsUpTo63,
} from "./elf-checks.ts";

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
  "signature-digest-module",
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
const taintsInModinfo: Sequence = [
  "taints-out-of-tree",
  "retpoline-missing",
  "taints-staging",
  "livepatch-unsupported",
  "taints-livepatch",
  "taints-proprietary",
  "taints-test",
];

// module_augment_kernel_taints() since 6.4
const taints: Sequence = [
  "taints-out-of-tree",
  "retpoline-missing",
  "taints-staging",
  "taints-livepatch",
  "taints-proprietary",
  "taints-test",
  "taints-unsigned",
  "license-taint-told",
];

// module_frob_arch_sections(), module_enforce_rwx_sections()
const layout: Sequence = [
  "architecture-section-missing",
  "relocated-section-missing",
  "section-writable-and-executable",
];

// add_unformed_module(); since 6.4 early_mod_check() before the layout
const unique: Sequence = ["name-in-use", "already-loaded"];

// percpu_modalloc(), find_module_sections()
const tables: Sequence = [
  "percpu-over-aligned",
  "percpu-too-large",
  "constructors-twice",
  "obsolete-parameters",
];

const exportTables: Sequence = ["exports-without-crc", "exports-without-crc-forced"];

// simplify_symbols(), and for what is undefined resolve_symbol(): lookup with GPL filter, CRC, namespace
const symbols: Sequence = [
  {
    eachSymbol: [
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
    ],
  },
];

// parse_args() visits all arguments, as simplify_symbols() does with symbols.
const parameters: Sequence = [{ eachSymbol: ["parameter-unknown", "parameter-invalid"] }];

// apply_relocations(), module_finalize(), complete_formation(), parse_args(), mod_sysfs_setup()
const linked: Sequence = [
  "livepatch-section-name",
  "relocation-symbol-outside",
  "relocation-outside-section",
  "relocation-format-unsupported",
  "relocation-type-unknown",
  "relocation-pair-missing",
  "relocation-overflow",
  "weak-symbol-too-far",
  "relocation-target-not-zero",
  "relocation-target-in-use",
  "ftrace-trampoline-missing",
  "unwind-tables-differ",
  "tracer-call-missing",
  "patch-site-misaligned",
  "duplicate-export",
  "duplicate-export-of-module",
  "this-module-read-only",
  "module-named-vmlinux",
  "trace-events-refused",
  "btf-damaged",
  "btf-damaged-ignored",
  ...parameters,
  "parameters-after-dashes",
  "builtin-same-name",
  "builtin-already",
  "module-name-empty",
  "parameter-nameless",
  "section-name-twice",
  "section-name-twice-overlooked",
];

const upTo63 = (sections: Sequence): Sequence => [
  ...call,
  ...signature,
  ...sections,
  ...found,
  ...identity,
  ...taintsInModinfo,
  "section-name-far",
  ...layout,
  ...unique,
  "taints-unsigned",
  ...tables,
  "license-taint-told",
  ...exportTables,
  "symbol-name-far",
  "symbol-section-missing-unchecked",
  ...symbols,
  "this-module-without-content",
  ...linked,
];

/**
 * What can be told of a file whose section names cannot be read: a module of which nothing else is found lacks nothing
 * that is worth a finding of its own.
 */
export const withoutNames: ReadonlySet<CheckId> = new Set<CheckId>([
  ...checksIn(call),
  ...checksIn(signature),
  ...checksIn(fileHeader),
  "elf-section-name-index",
  "elf-name-table-bounds",
  "elf-name-table-type",
  "elf-name-table-empty",
  "elf-name-table-at-start",
  "elf-name-table-unterminated",
  "elf-section-zero",
  "elf-section-bounds",
  "elf-section-name",
]);

/** Checks that a generation does not make are not in its sequence: such a defect is not refused there. */
export const sequences: Readonly<Record<Generation, Sequence>> = {
  "5.10": upTo63(sectionsOf510),
  "5.13": upTo63(sectionsUpTo63),
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
    ...symbols,
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
    // 6.12.117 has this order, and looks at no name of a symbol
    "symbol-name-far",
    "symbol-section-missing-unchecked",
    ...symbols,
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
    ...symbols,
    ...linked,
  ],
};

/** What no kernel looks for. */
const neverChecked: readonly CheckId[] = [
  "section-zero-name-far",
  "struct-module-layout",
  "used-types-differ",
  "relocation-symbol-outside-unchecked",
  "relocation-outside-section-unchecked",
  "relocation-twice",
  "relocation-against-nothing",
  "unloaded-section-used",
  "percpu-without-room",
  "percpu-data-misplaced",
  "weak-symbol-called",
  "absolute-symbol-called",
  "call-beside-function",
  "instruction-unrelocated",
  "address-half-missing",
  "return-sites-missing",
  "exception-table-missing",
  "module-symvers-differs",
  "headers-contradict-themselves",
  "headers-of-other-tools",
  "module-of-another-compiler",
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
