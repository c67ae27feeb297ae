/** Debian's names of the architectures that Node runs on. https://wiki.debian.org/SupportedArchitectures */
const NAMES: Readonly<Record<string, string>> = {
  x64: "amd64",
  arm64: "arm64",
  arm: "armhf",
  ia32: "i386",
  ppc64: "ppc64el",
  riscv64: "riscv64",
  s390x: "s390x",
  loong64: "loong64",
  mipsel: "mipsel",
};

/** What Debian calls the architecture that Node calls `architecture` (`process.arch`); its own name where unknown. */
export const debianArchitecture = (architecture: string): string => NAMES[architecture] ?? architecture;
