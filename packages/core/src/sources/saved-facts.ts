import { head } from "./common/head.ts";
import type { Source } from "./define-source.ts";

/** What `kofit facts --save` wrote. */
export default {
  id: "saved-facts",
  async openFile(file) {
    const text = new TextDecoder("latin1").decode(await head(file, 256));
    const recognised = /^\s*\{\s*"schema"\s*:\s*"kofit-facts\//.test(text);
    return recognised ? { inputs: [file.name], saved: file } : undefined;
  },
} satisfies Source;
