import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withArtifacts } from "../../node/open-artifacts.ts";
import { imageOf } from "../../src/facts/kernel/image.ts";
import { imageBtf } from "../../src/facts/kernel/kernel-btf.ts";
import { btfTypes } from "../../src/formats/btf/btf-types.ts";
import type { CTypes } from "../../src/model/c-type.ts";
import { corpus } from "./corpus.ts";

/** The types of a kernel; its unpacked image, an ELF file on x86, is written to `path`, for tools that read such. */
export async function unpackedImage(spec: string, path: string): Promise<CTypes> {
  const { root, release } = await corpus(spec);
  return withArtifacts(
    [join(root, "boot", `vmlinuz-${release}`)],
    () => {},
    async (artifacts) => {
      const image = await imageOf(artifacts);
      const found = await imageBtf(image);
      if (!image || !found) throw new Error(`${spec}: no image with BTF`);
      writeFileSync(path, image.kernel);
      return btfTypes(found.btf);
    },
  );
}
