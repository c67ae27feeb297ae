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

/** Of these a part of the mutants is tried in every change; the first without, the second with the size check. */
export const slice: readonly string[] = [
  "apt:linux-image-cloud-arm64:arm64/bullseye",
  "apt:linux-image-cloud-arm64:arm64/bookworm-backports",
];
