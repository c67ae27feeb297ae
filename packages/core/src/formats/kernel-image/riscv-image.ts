import { readAll } from "../../io/byte-source.ts";
import { type Container, headerOf, MAX_KERNEL } from "./container.ts";
import { refuseCutOff } from "./pe-extent.ts";
import { isRiscv, rawArchitecture } from "./raw-image.ts";

/** `arch/riscv/boot/Image`: the kernel as it runs. https://docs.kernel.org/arch/riscv/boot-image-header.html */
export const riscvImage: Container = {
  id: "riscv-image",
  recognises: isRiscv,
  async unpack(image) {
    const architecture = rawArchitecture(await headerOf(image), image);
    await refuseCutOff(image);
    return { architecture, kernel: await readAll(image, MAX_KERNEL) };
  },
};
