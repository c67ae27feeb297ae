/** Names of ARCH that share a directory below `arch/`: `SRCARCH` in the kernel's top Makefile, up to 5.10 more of them. */
const shared: Readonly<Record<string, string>> = {
  i386: "x86",
  x86_64: "x86",
  sparc32: "sparc",
  sparc64: "sparc",
  parisc64: "parisc",
  sh64: "sh",
};

/** The directory below `arch/` for an ARCH as it is given to make. */
export const sourceArch = (arch: string): string => shared[arch] ?? arch;
