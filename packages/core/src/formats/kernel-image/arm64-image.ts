import { readAll } from "../../io/byte-source.ts";
import { type Container, headerOf, MAX_KERNEL } from "./container.ts";
import { refuseCutOff } from "./pe-extent.ts";
import { isArm64, rawArchitecture } from "./raw-image.ts";

/** `arch/arm64/boot/Image`: the kernel as it runs. https://docs.kernel.org/arch/arm64/booting.html */
export const arm64Image: Container = {
  id: "arm64-image",
  recognises: isArm64,
  async unpack(image) {
    const architecture = rawArchitecture(await headerOf(image), image);
    await refuseCutOff(image);
    return { architecture, kernel: await readAll(image, MAX_KERNEL) };
  },
};
