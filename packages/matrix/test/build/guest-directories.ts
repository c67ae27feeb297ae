import type { BootImage } from "../../src/boot-image.ts";
import { ask } from "../../src/guest.ts";
import { prepare } from "../../src/prepare.ts";
import { startQemu } from "../../src/qemu.ts";
import { withWorkspace } from "../../src/workspace.ts";

/** Seconds: emulated kernels take up to twenty on a busy machine. */
const BOOT_LIMIT = 120;
/** QEMU emulating x86 on a busy machine kills a kernel now and then before it is up. */
const ATTEMPTS = 3;

/** The directories that are in `path` of a kernel that was just booted and has loaded no module, sorted. */
export async function guestDirectories(image: BootImage, path: string): Promise<readonly string[]> {
  return withWorkspace(async (directory) => {
    const machine = await prepare(directory, image, [], "");
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const qemu = startQemu(machine);
      try {
        const greeted = await ask(qemu, undefined, BOOT_LIMIT);
        if (greeted.answer?.answer !== "ready") continue;
        const { answer } = await ask(qemu, `list ${path}`, BOOT_LIMIT);
        if (answer?.answer === "listed") return [...answer.names].sort();
      } finally {
        await qemu.stop();
      }
    }
    throw new Error(`${image.name} did not boot`);
  });
}
