import type { Generation } from "./generation.ts";

/**
 * Something that some kernels' loaders do and others do not. Stable series and distributions take single ones of them
 * over, so a kernel has a set of them; in the image each shows by a message that only it prints.
 */
export type LoaderFeature = keyof typeof loaderFeatures;

interface Shown {
  /** The format string in the kernel that is there if, and only if, the feature is. */
  readonly says: string;
  /** Mainline release that first has it: major and minor. */
  readonly since: readonly [number, number];
  /** Older series that got it, with the lowest number that was seen to have it. */
  readonly backports?: Readonly<Record<string, number>>;
}

/** The features in the order in which they came. From the kernels' sources, and from the images of Debian. */
export const loaderFeatures = {
  /** Each ELF defect has its own line; before, one line is for all. elf_validity_check() */
  "elf-messages": { says: "Invalid ELF header len %lu", since: [5, 13] },
  /** The line of inherit_taint() names the symbol. */
  "taint-names-symbol": {
    says: "module using GPL-only symbols uses symbols %s from proprietary module %s",
    since: [5, 17],
  },
  /** A module that says `test=` taints the kernel (N). */
  "test-taint": { says: "%s: loading test module taints kernel.", since: [6, 0] },
  /** x86_64: the line about a relocation target that is not zero begins with "Invalid" and not with "Skipping invalid". */
  "relocation-target-invalid": {
    says: "x86/modules: Invalid relocation target, existing value ",
    since: [6, 3],
  },
  /** `.gnu.linkonce.this_module` is counted and measured, `.modinfo` counted; vermagic and CRC are judged before anything is allocated. */
  "this-module-checks": {
    says: ".gnu.linkonce.this_module section size must match the kernel's built struct module size at run time",
    since: [6, 4],
  },
  /** arm64: sections for PLTs are always wanted, and messages begin with "Modules: ". Linux kernel commit ea3752ba9608. */
  "arm64-plts-always": { says: "Modules: module %s: unsupported RELA relocation: %llu", since: [6, 5] },
  /** riscv: relocations of other kinds of linking are told by name, and types 33, 37 and 52 to 61 are applied. */
  "riscv-relocation-kinds": { says: "Dynamic linking not supported in kernel modules PC =", since: [6, 7] },
  /** x86_64: a return that was not replaced warns. __warn_thunk() */
  "return-thunk-warning": { says: "Unpatched return thunk in use. This should not happen!", since: [6, 9] },
  /** The ELF checks are one function for each subject, and run in another order. elf_validity_cache_copy() */
  "elf-checks-by-subject": {
    says: "Invalid ELF section name table type: %u",
    since: [6, 13],
    backports: { "6.12": 117 },
  },
  /** The table of symbol names is looked at, and all names must be in it. elf_validity_cache_strtab() */
  "symbol-names-checks": { says: "symbol string table missing leading NUL", since: [6, 13] },
  /** `__version_ext_crcs` and `__version_ext_names` are read. */
  "extended-versions": {
    says: "extended version crc+name presence does not match",
    since: [6, 14],
  },
  /** A namespace `module:…` admits the modules that it names, and nobody may import it. verify_module_namespace() */
  "module-namespaces": { says: "module tries to import module namespace: %s", since: [6, 16] },
  /** arm64 looks for `.init.text.ftrace_trampoline`. Absent in 6.12.33. */
  "init-ftrace-trampoline": {
    says: ".init.text.ftrace_trampoline",
    since: [6, 17],
    backports: { "6.12": 95 },
  },
  /** x86_64: the line about a relocation target that is not zero names section and index. */
  "relocation-target-section": { says: "existing value is nonzero for sec %u", since: [6, 19] },
  /** A symbol in a section that is not there is refused. simplify_symbols(). Absent in 6.12.33. */
  "section-index-checks": {
    says: "has an invalid section index %u",
    since: [7, 0],
    backports: { "6.1": 170, "6.12": 95 },
  },
  /** `__kflagstab` tells which exports are GPL-only; `__ksymtab_gpl` is not read any more. */
  "export-flags": { says: "no flags for exported symbols", since: [7, 1] },
} as const satisfies Readonly<Record<string, Shown>>;

const isFeature = (id: string): id is LoaderFeature => Object.hasOwn(loaderFeatures, id);
export const featureIds: readonly LoaderFeature[] = Object.keys(loaderFeatures).filter(isFeature);

/** The features of a mainline or stable release, for want of the kernel itself. */
export function featuresOf(major: number, minor: number, patch: number): ReadonlySet<LoaderFeature> {
  return new Set(
    featureIds.filter((id) => {
      const { since, backports }: Shown = loaderFeatures[id];
      const [a, b] = since;
      const from = backports?.[`${major}.${minor}`];
      return major > a || (major === a && minor >= b) || (from !== undefined && patch >= from);
    }),
  );
}

/** The order of checks and the words that go with a set of features. */
export function generationOf(features: ReadonlySet<LoaderFeature>): Generation {
  if (features.has("export-flags")) return "7.1";
  if (features.has("elf-checks-by-subject")) return "6.13";
  if (features.has("this-module-checks")) return "6.4";
  return features.has("elf-messages") ? "5.13" : "5.10";
}

/** The features of a release; `undefined` when it does not start with a version. */
export function featuresByRelease(release: string): ReadonlySet<LoaderFeature> | undefined {
  const [, major, minor, patch] = (/^(\d+)\.(\d+)(?:\.(\d+))?/.exec(release) ?? []).map(Number);
  return major === undefined || minor === undefined ? undefined : featuresOf(major, minor, patch || 0);
}

/** Where only the generation is known: the features of the release if it is of this generation, else those that began it. */
export function featuresFitting(generation: Generation, release: string): ReadonlySet<LoaderFeature> {
  const own = featuresByRelease(release);
  return own && generationOf(own) === generation ? own : (featuresByRelease(generation) ?? new Set());
}
