const suites = ["bullseye", "bookworm", "bookworm-backports", "trixie", "sid"] as const;
const flavours = ["cloud-amd64:amd64", "cloud-arm64:arm64", "armmp:armhf"] as const;

/** Four generations and the newest, for each architecture that Debian ships; cloud flavours boot fastest. */
export const kernels: readonly string[] = [
  ...suites.flatMap((suite) => flavours.map((flavour) => `apt:linux-image-${flavour}/${suite}`)),
  "apt:linux-image-riscv64:riscv64/trixie",
  "apt:linux-image-riscv64:riscv64/sid",
  // The newest that does without CONFIG_MODVERSIONS.
  "apt:linux-image-cloud-arm64:arm64/trixie-backports",
];

/** A kernel that is booted with words of its own, and asked about a part of the mutants. */
export interface Booted {
  readonly spec: string;
  readonly commandLine: string;
  /** Ids; a `*` stands for any letters. */
  readonly wanted: readonly string[];
}

const signatures = [
  "trailer-*",
  "signed-*",
  "intree-*",
  "force-*",
  "seed-p*",
  "packed-*",
  "elf-*",
  "by-init*",
];
const names = ["seed-p*", "name-*", "modinfo-name*", "again*", "magic-*", "crc-l*"];

/** What a command line changes, shown on a kernel without and one with the size check. */
export const booted: readonly Booted[] = [
  "apt:linux-image-cloud-amd64:amd64/bookworm",
  "apt:linux-image-cloud-arm64:arm64/bookworm-backports",
].flatMap((spec) => [
  { spec, commandLine: "module.sig_enforce=1", wanted: signatures },
  { spec, commandLine: "lockdown=integrity", wanted: signatures },
  { spec, commandLine: "module_blacklist=plain,kofit_other", wanted: names },
]);

/** Of these a part of the mutants is tried in every change; the first without, the second with the size check. */
export const slice: readonly string[] = [
  "apt:linux-image-cloud-arm64:arm64/bullseye",
  "apt:linux-image-cloud-arm64:arm64/bookworm-backports",
];
