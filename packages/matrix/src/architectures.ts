/** Debian's name of an architecture whose kernels can be booted. */
export type ArchitectureId = "amd64" | "arm64" | "armhf" | "riscv64";

/** How a kernel of one architecture is booted in QEMU. */
export interface Architecture {
  readonly id: ArchitectureId;
  /** The emulator, and the Debian package that has it. */
  readonly program: string;
  readonly programPackage: string;
  readonly machine: string;
  /** Emulated; a guest that runs by KVM has the processor of the host. */
  readonly cpu: string;
  /** The kernel's name of the first serial port. */
  readonly console: string;
  /** What this architecture wants on the kernel's command line. */
  readonly cmdline: string;
  /** GNU name of the machine: compilers for it start with that. */
  readonly triplet: string;
  /** Debian packages of the compiler and the C library, where they are for another machine than this one. */
  readonly compilerPackages: readonly string[];
  /** As `process.arch` names it. */
  readonly node: string;
}

/** Machines that stock Debian kernels boot on, each with a serial port that the kernel has built in. */
export const architectures: Readonly<Record<ArchitectureId, Architecture>> = {
  amd64: {
    id: "amd64",
    program: "qemu-system-x86_64",
    programPackage: "qemu-system-x86",
    machine: "q35",
    cpu: "Nehalem",
    console: "ttyS0",
    // The machine is left by a triple fault: the other ways look for firmware first.
    cmdline: "reboot=t nokaslr",
    triplet: "x86_64-linux-gnu",
    compilerPackages: ["gcc-x86-64-linux-gnu", "libc6-dev-amd64-cross"],
    node: "x64",
  },
  arm64: {
    id: "arm64",
    program: "qemu-system-aarch64",
    programPackage: "qemu-system-arm",
    machine: "virt",
    cpu: "cortex-a57",
    console: "ttyAMA0",
    cmdline: "",
    triplet: "aarch64-linux-gnu",
    compilerPackages: ["gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross"],
    node: "arm64",
  },
  armhf: {
    id: "armhf",
    program: "qemu-system-arm",
    programPackage: "qemu-system-arm",
    machine: "virt",
    cpu: "cortex-a15",
    console: "ttyAMA0",
    cmdline: "",
    triplet: "arm-linux-gnueabihf",
    compilerPackages: ["gcc-arm-linux-gnueabihf", "libc6-dev-armhf-cross"],
    node: "arm",
  },
  riscv64: {
    id: "riscv64",
    program: "qemu-system-riscv64",
    programPackage: "qemu-system-misc",
    machine: "virt",
    cpu: "rv64",
    console: "ttyS0",
    cmdline: "",
    triplet: "riscv64-linux-gnu",
    compilerPackages: ["gcc-riscv64-linux-gnu", "libc6-dev-riscv64-cross"],
    node: "riscv64",
  },
};
