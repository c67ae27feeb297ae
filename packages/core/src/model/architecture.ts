/** An instruction set as the kernel's loader tells it apart: `e_machine`, class and byte order of a module. */
export interface Architecture {
  /** The name in reports: the kernel's `ARCH` with its width and byte order where that name alone leaves them open. */
  readonly name: ArchitectureName;
  /** `EM_*` of `<elf.h>`, in `e_machine`. */
  readonly machine: number;
  /** ELF class. */
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
}

export type ArchitectureName = (typeof architectures)[number]["name"];

/** Every architecture whose modules kofit reads. */
export const architectures = [
  { name: "x86_64", machine: 62, bits: 64, littleEndian: true },
  { name: "i386", machine: 3, bits: 32, littleEndian: true },
  { name: "arm64", machine: 183, bits: 64, littleEndian: true },
  { name: "arm", machine: 40, bits: 32, littleEndian: true },
  { name: "armeb", machine: 40, bits: 32, littleEndian: false },
  { name: "riscv64", machine: 243, bits: 64, littleEndian: true },
  { name: "riscv32", machine: 243, bits: 32, littleEndian: true },
  { name: "ppc64le", machine: 21, bits: 64, littleEndian: true },
  { name: "ppc64", machine: 21, bits: 64, littleEndian: false },
  { name: "ppc", machine: 20, bits: 32, littleEndian: false },
  { name: "s390x", machine: 22, bits: 64, littleEndian: false },
  { name: "mips64el", machine: 8, bits: 64, littleEndian: true },
  { name: "mips64", machine: 8, bits: 64, littleEndian: false },
  { name: "mipsel", machine: 8, bits: 32, littleEndian: true },
  { name: "mips", machine: 8, bits: 32, littleEndian: false },
  { name: "loongarch64", machine: 258, bits: 64, littleEndian: true },
] as const satisfies readonly { name: string; machine: number; bits: 32 | 64; littleEndian: boolean }[];

/** The architecture of an ELF header; `undefined` when kofit knows none such. */
export function architectureOf(
  machine: number,
  bits: number,
  littleEndian: boolean,
): Architecture | undefined {
  return architectures.find(
    (a) => a.machine === machine && a.bits === bits && a.littleEndian === littleEndian,
  );
}

/** The architecture of that name. */
export function architectureNamed(name: ArchitectureName): Architecture {
  const found = architectures.find((one) => one.name === name);
  if (!found) throw new TypeError(`unreachable: ${name} is a name of the list`);
  return found;
}

/** What to call a machine: the architecture that has the number, else `EM_…` and the number. */
export function machineName(machine: number): string {
  const names = architectures.filter((a) => a.machine === machine).map((a) => a.name);
  return names.length > 0 ? names.join("/") : `EM_${machine}`;
}
