import { imageElf } from "../../formats/kernel-image/vmlinux.ts";
import { type Btf, openBtf } from "../../formats/btf/btf.ts";
import { findBtf } from "../../formats/btf/find-btf.ts";
import { openElf } from "../../formats/elf/elf.ts";
import type { KernelImage } from "../../formats/kernel-image/kernel-image.ts";
import { readAll } from "../../io/byte-source.ts";
import type { Origin } from "../../model/fact.ts";
import { MAX_BTF } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";

/** A kernel's own types, and where they were read. */
export interface KernelBtf {
  readonly btf: Btf;
  readonly origin: Origin;
}

/** Raw BTF, as `/sys/kernel/btf/vmlinux`; `undefined` when none was given. @throws {FormatError} if it is damaged. */
export async function rawBtf({ btf }: Artifacts): Promise<KernelBtf | undefined> {
  return btf && { btf: openBtf(await readAll(btf, MAX_BTF), btf.name), origin: { input: btf.name } };
}

/** `.BTF` of a vmlinux; `undefined` when there is no such file or section. @throws {FormatError} if it is damaged. */
export async function vmlinuxBtf({ vmlinux }: Artifacts): Promise<KernelBtf | undefined> {
  if (!vmlinux) return undefined;
  const elf = await openElf(vmlinux);
  const section = elf.section(".BTF");
  if (!section) return undefined;
  const { bytes } = await elf.read(section, MAX_BTF);
  return { btf: openBtf(bytes, `${vmlinux.name}!.BTF`), origin: { input: vmlinux.name, part: ".BTF" } };
}

/**
 * The types in an unpacked image: by its section; in a raw binary they have to be looked for. `undefined` when there are
 * none (built without CONFIG_DEBUG_INFO_BTF).
 */
export async function imageBtf(image: KernelImage | undefined): Promise<KernelBtf | undefined> {
  const btf = image && (await btfIn(image));
  return btf && { btf, origin: { input: image.name, part: ".BTF" } };
}

async function btfIn(image: KernelImage): Promise<Btf | undefined> {
  const elf = await imageElf(image);
  if (!elf) return findBtf(image.kernel, image.name, image.littleEndian)?.btf;
  const section = elf.section(".BTF");
  return section && openBtf((await elf.read(section, MAX_BTF)).bytes, `${image.name}!.BTF`);
}
