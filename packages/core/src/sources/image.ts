import { kernelContainer } from "../formats/kernel-image/kernel-image.ts";
import type { Source } from "./define-source.ts";

/** A kernel as it is booted: `vmlinuz`, `Image`, `zImage`. It is unpacked when facts are read from it. */
export default {
  id: "image",
  openFile: async (file) =>
    (await kernelContainer(file)) ? { inputs: [file.name], image: file } : undefined,
} satisfies Source;
