import { imageElf } from "../../formats/kernel-image/vmlinux.ts";
import { type Btf, openBtf } from "../../formats/btf/btf.ts";
import { btfTypes } from "../../formats/btf/btf-types.ts";
import { findBtf } from "../../formats/btf/find-btf.ts";
import { openElf } from "../../formats/elf/elf.ts";
import type { KernelImage } from "../../formats/kernel-image/kernel-image.ts";
import { readAll } from "../../io/byte-source.ts";
import { type Fact, known, type Origin, unknown } from "../../model/fact.ts";
import type { StructModule } from "../../model/kernel.ts";
import type { ThisModule } from "../../model/module.ts";
import { vermagicOf } from "../../model/vermagic.ts";
import { MAX_BTF } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { structModuleOf } from "./btf-struct-module.ts";
import { givenImage, imageOf } from "./image.ts";
import { once } from "./once.ts";
import { giveTypes } from "./remedies.ts";
import { majority, type Sample, samplesOf } from "./samples.ts";
import { ofAnotherKernel } from "./vermagic.ts";

/**
 * From the kernel's own types, else as its modules have it. Never from the configuration or the headers: they are what
 * a wrong module was built with.
 */
export const structModule: (artifacts: Artifacts) => Promise<Fact<StructModule>> = once(async (artifacts) =>
  readFact(
    artifacts,
    [fromBtf, fromVmlinux, fromGivenImage, fromModules, fromImage],
    unknown(
      {
        en: "neither the kernel's types (BTF) nor a module that came with it are at hand, and only these tell its struct module",
        zh: "手头既没有内核的类型信息（BTF），也没有内核自带的模块，而 struct module 只能从这些得知",
      },
      giveTypes,
    ),
  ),
);

async function fromBtf(artifacts: Artifacts): Promise<Fact<StructModule> | undefined> {
  const { btf } = artifacts;
  if (!btf) return undefined;
  return inBtf(artifacts, openBtf(await readAll(btf, MAX_BTF), btf.name), { input: btf.name });
}

async function fromVmlinux(artifacts: Artifacts): Promise<Fact<StructModule> | undefined> {
  const { vmlinux } = artifacts;
  if (!vmlinux) return undefined;
  const elf = await openElf(vmlinux);
  const section = elf.section(".BTF");
  if (!section) return undefined;
  const { bytes } = await elf.read(section, MAX_BTF);
  const origin = { input: vmlinux.name, part: ".BTF" };
  const fact = await inBtf(artifacts, openBtf(bytes, `${vmlinux.name}!.BTF`), origin);
  // A vmlinux that somebody built anew beside the headers. The modules came with the kernel.
  const own = await sizeOfModules(artifacts);
  return fact?.known && own && own.value !== fact.value.size && own.having.length > 1 ? undefined : fact;
}

async function fromGivenImage(artifacts: Artifacts): Promise<Fact<StructModule> | undefined> {
  return inImage(artifacts, await givenImage(artifacts));
}

async function fromImage(artifacts: Artifacts): Promise<Fact<StructModule> | undefined> {
  return inImage(artifacts, await imageOf(artifacts));
}

async function inImage(
  artifacts: Artifacts,
  image: KernelImage | undefined,
): Promise<Fact<StructModule> | undefined> {
  const btf = image && (await btfIn(image));
  return btf && inBtf(artifacts, btf, { input: image.name, part: ".BTF" });
}

/** By its section; in a raw binary it has to be looked for. */
async function btfIn(image: KernelImage): Promise<Btf | undefined> {
  const elf = await imageElf(image);
  if (!elf) return findBtf(image.kernel, image.name, image.littleEndian)?.btf;
  const section = elf.section(".BTF");
  return section && openBtf((await elf.read(section, MAX_BTF)).bytes, `${image.name}!.BTF`);
}

async function inBtf(
  artifacts: Artifacts,
  btf: Btf,
  origin: Origin,
): Promise<Fact<StructModule> | undefined> {
  const found = structModuleOf(btfTypes(btf));
  if (!found) return undefined;
  const own = await sizeOfModules(artifacts);
  if (!own || own.value === found.size) return known(found, origin);
  const note = `struct module; ${own.having[0]?.name} has ${own.value} bytes, not ${found.size}`;
  return known(found, { ...origin, part: origin.part === undefined ? note : `${origin.part}, ${note}` });
}

const sizeOfModules = async (artifacts: Artifacts): Promise<ReturnType<typeof bySize>> =>
  bySize(await samplesOf(artifacts));

const bySize = (samples: readonly Sample[]): ReturnType<typeof majority<number>> =>
  majority(samples, ({ thisModule }) => thisModule?.size, String);

/** Several together: one without an exit function does not tell where `exit` is. */
async function fromModules(artifacts: Artifacts): Promise<Fact<StructModule> | undefined> {
  const found = await sizeOfModules(artifacts);
  const first = found?.having[0];
  if (!found || !first) return undefined;
  const own = vermagicOf(first.vermagic).release;
  const { release } = artifacts;
  if (release && release.value !== own) return ofAnotherKernel(first.name, own, release.value);
  const offset = (name: "init" | "exit"): Pick<ThisModule, "init" | "exit"> => {
    const agreed = majority(found.having, ({ thisModule }) => thisModule?.[name], String);
    return agreed ? { [name]: agreed.value } : {};
  };
  const { length } = found.having;
  const differing = found.differing.map(({ name, thisModule }) => `; ${name} has ${thisModule?.size} bytes`);
  return known(
    { size: found.value, ...offset("init"), ...offset("exit") },
    { input: first.name, part: `.gnu.linkonce.this_module, alike in ${length} modules${differing.join("")}` },
  );
}
