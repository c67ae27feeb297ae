import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openKernelImage } from "../packages/core/src/formats/kernel-image/kernel-image.ts";
import { imageElf } from "../packages/core/src/formats/kernel-image/vmlinux.ts";
import { bytesSource } from "../packages/core/src/io/byte-source.ts";
import type { Corpus } from "../packages/core/test/oracle/corpus.ts";

/** The types of an x86 kernel as `/sys/kernel/btf/vmlinux` has them, out of its image. */
export async function btfOf({ root, release }: Corpus): Promise<Uint8Array> {
  const path = join(root, "boot", `vmlinuz-${release}`);
  const image = await openKernelImage(bytesSource(path, readFileSync(path)));
  const elf = image && (await imageElf(image));
  const section = elf?.section(".BTF");
  if (!elf || !section) throw new Error(`${path} has no section .BTF`);
  return (await elf.read(section, section.sh_size)).bytes;
}
