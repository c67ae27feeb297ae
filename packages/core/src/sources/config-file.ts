import { looksLikeConfig } from "../formats/kconfig/kconfig.ts";
import { head } from "./common/head.ts";

import type { Source } from "./define-source.ts";

/** A configuration: `/boot/config-*`, `/proc/config.gz`, `.config`. */
export default {
  id: "config-file",
  async openFile(file) {
    if (!looksLikeConfig(await head(file))) return undefined;
    return { inputs: [file.name], config: file };
  },
} satisfies Source;
