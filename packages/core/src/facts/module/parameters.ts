import type { ByteSource } from "../../io/byte-source.ts";
import { openElf } from "../../formats/elf/elf.ts";
import { readKernelParams } from "../../formats/kernel-param/kernel-param.ts";
import type { HandedModule } from "../../model/module.ts";
import { readableLater } from "./damage.ts";

/**
 * The parameters that a module takes. Read apart from the other facts: they matter only where some are given, and then
 * much is read for them.
 *
 * @param source the module itself, not compressed
 */
export function readParameters(source: ByteSource): Promise<NonNullable<HandedModule["parameters"]>> {
  return readableLater({ input: source.name, part: "__param" }, async () =>
    readKernelParams(await openElf(source)),
  );
}
