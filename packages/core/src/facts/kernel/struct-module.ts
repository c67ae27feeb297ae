import { btfTypes } from "../../formats/btf/btf-types.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import type { StructModule } from "../../model/kernel.ts";
import type { ThisModule } from "../../model/module.ts";
import { vermagicOf } from "../../model/vermagic.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { structModuleOf } from "./btf-struct-module.ts";
import { givenImage, imageOf } from "./image.ts";
import { imageBtf, type KernelBtf, rawBtf, vmlinuxBtf } from "./kernel-btf.ts";
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
  return inBtf(artifacts, await rawBtf(artifacts));
}

async function fromVmlinux(artifacts: Artifacts): Promise<Fact<StructModule> | undefined> {
  const fact = await inBtf(artifacts, await vmlinuxBtf(artifacts));
  // A vmlinux that somebody built anew beside the headers. The modules came with the kernel.
  const own = fact && (await sizeOfModules(artifacts));
  return fact?.known && own && own.value !== fact.value.size && own.having.length > 1 ? undefined : fact;
}

async function fromGivenImage(artifacts: Artifacts): Promise<Fact<StructModule> | undefined> {
  return inBtf(artifacts, await imageBtf(await givenImage(artifacts)));
}

async function fromImage(artifacts: Artifacts): Promise<Fact<StructModule> | undefined> {
  return inBtf(artifacts, await imageBtf(await imageOf(artifacts)));
}

async function inBtf(
  artifacts: Artifacts,
  types: KernelBtf | undefined,
): Promise<Fact<StructModule> | undefined> {
  const found = types && structModuleOf(btfTypes(types.btf));
  if (!found) return undefined;
  const { origin } = types;
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
