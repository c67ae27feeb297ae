import { parseModuleSymvers } from "../formats/module-symvers/module-symvers.ts";
import { readAll } from "../io/byte-source.ts";
import { head } from "./common/head.ts";
import { MAX_SYMVERS } from "./common/limits.ts";
import type { Source } from "./define-source.ts";

const latin1 = new TextDecoder("latin1");

/** `Module.symvers`. scripts/mod/modpost.c, write_dump(). */
export default {
  id: "symvers-file",
  async openFile(file) {
    const first = latin1.decode(await head(file, 1024));
    if (!/^0x[0-9a-f]{8}\t[^\t\n]+\t[^\t\n]+\t/.test(first)) return undefined;
    // Damage is told now: of a file that is given by itself, nothing would be left.
    parseModuleSymvers(await readAll(file, MAX_SYMVERS), file.name);
    return { inputs: [file.name], symvers: file };
  },
} satisfies Source;
