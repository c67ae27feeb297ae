import { looksLikeBtf } from "../formats/btf/btf.ts";
import { head } from "./common/head.ts";
import type { Source } from "./define-source.ts";

/** BTF outside an ELF file, as `/sys/kernel/btf/vmlinux` is. */
export default {
  id: "raw-btf",
  async openFile(file) {
    return looksLikeBtf(await head(file, 4)) ? { inputs: [file.name], btf: file } : undefined;
  },
} satisfies Source;
