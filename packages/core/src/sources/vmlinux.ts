import { ET_DYN, ET_EXEC } from "../formats/elf/constants.ts";
import { openElf } from "../formats/elf/elf.ts";
import { elfType } from "./common/elf-type.ts";
import type { Source } from "./define-source.ts";

/** Sections that a kernel has and a program has not: its types, its exports, its parameters. */
const marks = [".BTF", "__ksymtab", "__ksymtab_gpl", "__param"];

/** The kernel as an ELF file, complete or stripped to its `.BTF`. Position-independent kernels are ET_DYN. */
export default {
  id: "vmlinux",
  async openFile(file) {
    const type = await elfType(file);
    if (type !== ET_EXEC && type !== ET_DYN) return undefined;
    const elf = await openElf(file);
    const isKernel = marks.some((name) => elf.section(name));
    return isKernel ? { inputs: [file.name], vmlinux: file } : undefined;
  },
} satisfies Source;
