import { looksLikeConfig, parseConfig } from "../formats/kconfig/kconfig.ts";
import { readAll } from "../io/byte-source.ts";
import { head } from "./common/head.ts";
import { MAX_CONFIG } from "./common/limits.ts";

import type { Source } from "./define-source.ts";

/** A configuration: `/boot/config-*`, `/proc/config.gz`, `.config`. */
export default {
  id: "config-file",
  async openFile(file) {
    if (!looksLikeConfig(await head(file))) return undefined;
    // Damage is told now: of a file that is given by itself, nothing would be left.
    parseConfig(await readAll(file, MAX_CONFIG), file.name);
    return { inputs: [file.name], config: file };
  },
} satisfies Source;
