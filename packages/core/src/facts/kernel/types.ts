import { btfTypes } from "../../formats/btf/btf-types.ts";
import type { CTypes } from "../../model/c-type.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { imageOf } from "./image.ts";
import { imageBtf, type KernelBtf, rawBtf, vmlinuxBtf } from "./kernel-btf.ts";
import { giveTypes } from "./remedies.ts";

/**
 * All C types of a kernel, from its BTF. Read apart from the other facts: they are no plain data, and few commands want
 * them.
 */
export async function readKernelTypes(artifacts: Artifacts): Promise<Fact<CTypes>> {
  return readFact(
    artifacts,
    [
      async () => fact(await rawBtf(artifacts)),
      async () => fact(await vmlinuxBtf(artifacts)),
      async () => fact(await imageBtf(await imageOf(artifacts))),
    ],
    unknown(
      {
        en: "the kernel's types (BTF) are not at hand; a kernel built without CONFIG_DEBUG_INFO_BTF has none",
        zh: "手头没有内核的类型信息（BTF）；未启用 CONFIG_DEBUG_INFO_BTF 构建的内核不含这些信息",
      },
      giveTypes,
    ),
  );
}

const fact = (found: KernelBtf | undefined): Fact<CTypes> | undefined =>
  found && known(btfTypes(found.btf), found.origin);
