import { ET_DYN, ET_EXEC } from "../formats/elf/constants.ts";
import { elfType } from "./common/elf-type.ts";
import type { Source } from "./define-source.ts";

/** The kernel as an ELF file, complete or stripped to its `.BTF`. Position-independent kernels are ET_DYN. */
export default {
  id: "vmlinux",
  async openFile(file) {
    const type = await elfType(file);
    return type === ET_EXEC || type === ET_DYN ? { inputs: [file.name], vmlinux: file } : undefined;
  },
} satisfies Source;
