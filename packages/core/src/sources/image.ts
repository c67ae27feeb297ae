import { kernelContainer, openKernelImage } from "../formats/kernel-image/kernel-image.ts";
import { bannerIn } from "../formats/kernel-image/kernel-strings.ts";
import { readOnlyData } from "../formats/kernel-image/vmlinux.ts";
import { known } from "../model/fact.ts";
import type { Source } from "./define-source.ts";

/** A kernel as it is booted: `vmlinuz`, `Image`, `zImage`. */
export default {
  id: "image",
  async openFile(file) {
    if (!(await kernelContainer(file))) return undefined;
    // Damage is told now: of a file that is given by itself, nothing would be left. What was unpacked is used again.
    const image = await openKernelImage(file);
    const banner = image && bannerIn(await readOnlyData(image));
    return {
      inputs: [file.name],
      image: file,
      ...(banner && { release: known(banner.release, { input: file.name, part: "Linux version" }) }),
    };
  },
} satisfies Source;
