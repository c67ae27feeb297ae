/** A kernel of Debian's archive, whatever version it has today. */
export interface DebianKernel {
  readonly spec: string;
  /** Modules that it has at least: a package that was not unpacked whole is no proof. */
  readonly atLeast: number;
}

/** One of each kind, for every run of the tests: modules packed and not, 32 and 64 bits. */
const some: readonly DebianKernel[] = [
  { spec: "apt:linux-image-amd64/bookworm", atLeast: 3500 },
  { spec: "apt:linux-image-arm64:arm64/trixie", atLeast: 3500 },
  { spec: "apt:linux-image-armmp:armhf/bookworm", atLeast: 2500 },
];

/** Every generation and architecture that the archive has: half an hour and some gigabytes. */
const all: readonly DebianKernel[] = [
  ...some,
  { spec: "apt:linux-image-amd64/bullseye", atLeast: 3500 },
  { spec: "apt:linux-image-arm64:arm64/bullseye", atLeast: 3000 },
  { spec: "apt:linux-image-armmp:armhf/bullseye", atLeast: 2500 },
  { spec: "apt:linux-image-arm64:arm64/bookworm", atLeast: 3000 },
  { spec: "apt:linux-image-amd64/trixie", atLeast: 3500 },
  { spec: "apt:linux-image-armmp:armhf/trixie", atLeast: 2500 },
  { spec: "apt:linux-image-riscv64:riscv64/trixie", atLeast: 2500 },
  { spec: "apt:linux-image-amd64/sid", atLeast: 3500 },
  { spec: "apt:linux-image-arm64:arm64/sid", atLeast: 3500 },
  { spec: "apt:linux-image-armmp:armhf/sid", atLeast: 2500 },
  { spec: "apt:linux-image-riscv64:riscv64/sid", atLeast: 2500 },
];

/** The kernels whose modules this run judges: `npm run oracle:trees` sets `KOFIT_ORACLE=all`. */
export const kernelsOfThisRun = process.env["KOFIT_ORACLE"] === "all" ? all : some;
