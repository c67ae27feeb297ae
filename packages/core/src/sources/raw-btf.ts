import { looksLikeBtf, openBtf } from "../formats/btf/btf.ts";
import { readAll } from "../io/byte-source.ts";
import { head } from "./common/head.ts";
import { MAX_BTF } from "./common/limits.ts";
import type { Source } from "./define-source.ts";

/** BTF outside an ELF file, as `/sys/kernel/btf/vmlinux` is. */
export default {
  id: "raw-btf",
  async openFile(file) {
    if (!looksLikeBtf(await head(file, 4))) return undefined;
    // Damage is told now: of a file that is given by itself, nothing would be left.
    openBtf(await readAll(file, MAX_BTF), file.name);
    return { inputs: [file.name], btf: file };
  },
} satisfies Source;
