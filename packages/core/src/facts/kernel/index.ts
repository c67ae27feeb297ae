import { readAll } from "../../io/byte-source.ts";
import type { Fact } from "../../model/fact.ts";
import { InputError } from "../../model/input-error.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFacts } from "../saved/read.ts";
import { architecture } from "./architecture.ts";
import { bannerFact } from "./banner.ts";
import { builtins } from "./builtins.ts";
import { config } from "./config.ts";
import { crcs } from "./crcs.ts";
import { exports } from "./exports.ts";
import { features } from "./features.ts";
import { generation } from "./generation.ts";
import { headersContradictions } from "./headers-contradictions.ts";
import { headersDifferences } from "./headers-differences.ts";
import { loaderOptionsFact } from "./loader-options.ts";
import { moduleSigning } from "./module-signing.ts";
import { namespacePolicy } from "./namespace-policy.ts";
import { ownModules } from "./own-modules.ts";
import { release } from "./release.ts";
import { signaturePolicy } from "./signature-policy.ts";
import { structModule } from "./struct-module.ts";
import { structModuleOptions } from "./struct-module-options.ts";
import { symversDifferences } from "./symvers-differences.ts";
import { sysfsModules } from "./sysfs-modules.ts";
import { toolDifferences } from "./tool-differences.ts";
import { trustedCertificates } from "./trusted-certificates.ts";
import { vermagic } from "./vermagic.ts";

/** Many times what `kofit facts --save` writes: 3 MB. */
const MAX_SAVED = 128 << 20;

/**
 * Everything that the artifacts tell of their kernel. What is missing or damaged makes facts unknown.
 *
 * @throws {FormatError} if recorded facts are damaged: they were given as a whole kernel.
 * @throws {InputError} if recorded facts are of another kernel than the rest.
 */
export async function readKernelFacts(artifacts: Artifacts): Promise<KernelFacts> {
  const facts: KernelFacts = {
    release: await release(artifacts),
    architecture: await architecture(artifacts),
    generation: await generation(artifacts),
    features: await features(artifacts),
    loaderOptions: await loaderOptionsFact(artifacts),
    ...(await bannerFact(artifacts)),
    vermagic: await vermagic(artifacts),
    config: await config(artifacts),
    structModule: await structModule(artifacts),
    exports: await exports(artifacts),
    crcs: await crcs(artifacts),
    builtins: await builtins(artifacts),
    sysfsModules: await sysfsModules(artifacts),
    ownModules: await ownModules(artifacts),
    moduleSigning: await moduleSigning(artifacts),
    signaturePolicy: await signaturePolicy(artifacts),
    namespacePolicy: await namespacePolicy(artifacts),
    symversDifferences: await symversDifferences(artifacts),
    headersContradictions: await headersContradictions(artifacts),
    ...(await headersDifferencesFact(artifacts)),
    ...(await structModuleOptionsFact(artifacts)),
    toolDifferences: await toolDifferences(artifacts),
    trustedCertificates: await trustedCertificates(artifacts),
  };
  const { saved } = artifacts;
  if (!saved) return facts;
  return completed(facts, readFacts(await readAll(saved, MAX_SAVED), saved.name), saved.name);
}

async function headersDifferencesFact(
  artifacts: Artifacts,
): Promise<Pick<KernelFacts, "headersDifferences">> {
  const found = await headersDifferences(artifacts);
  return found ? { headersDifferences: found } : {};
}

async function structModuleOptionsFact(
  artifacts: Artifacts,
): Promise<Pick<KernelFacts, "structModuleOptions">> {
  const found = await structModuleOptions(artifacts);
  return found ? { structModuleOptions: found } : {};
}

const either = <T>(fact: Fact<T>, recorded: Fact<T>): Fact<T> => (fact.known ? fact : recorded);

/** What is known to be there; of "there is none" the recorded facts may know more. */
const told = <T>(fact: Fact<T | undefined>): Fact<T | undefined> | undefined =>
  fact.known && fact.value === undefined ? undefined : fact;

function eitherCertificates(
  { trustedCertificates: ours }: KernelFacts,
  { trustedCertificates: recorded }: KernelFacts,
): Pick<KernelFacts, "trustedCertificates"> {
  const found = ours?.known ? ours : (recorded ?? ours);
  return found ? { trustedCertificates: found } : {};
}

/** What the other inputs do not tell is taken from the recorded facts. */
function completed(facts: KernelFacts, saved: KernelFacts, name: string): KernelFacts {
  if (facts.release.known && saved.release.known && facts.release.value !== saved.release.value) {
    const [ours, theirs] = [facts.release, saved.release.value];
    throw new InputError({
      en: `these are two kernels: ${ours.origin.input} is of ${ours.value}, ${name} of ${theirs}`,
      zh: `这是两个不同的内核：${ours.origin.input} 属于 ${ours.value}，${name} 属于 ${theirs}`,
    });
  }
  const banner = facts.banner ?? saved.banner;
  const headersDifferences = facts.headersDifferences ?? saved.headersDifferences;
  const structModuleOptions = facts.structModuleOptions ?? saved.structModuleOptions;
  return {
    release: either(facts.release, saved.release),
    architecture: either(facts.architecture, saved.architecture),
    generation: either(facts.generation, saved.generation),
    features: either(facts.features, saved.features),
    loaderOptions: either(facts.loaderOptions, saved.loaderOptions),
    ...(banner && { banner }),
    vermagic: either(facts.vermagic, saved.vermagic),
    config: either(facts.config, saved.config),
    structModule: either(facts.structModule, saved.structModule),
    exports: either(facts.exports, saved.exports),
    crcs: either(facts.crcs, saved.crcs),
    builtins: either(facts.builtins, saved.builtins),
    sysfsModules: either(facts.sysfsModules, saved.sysfsModules),
    ownModules: either(facts.ownModules, saved.ownModules),
    moduleSigning: either(facts.moduleSigning, saved.moduleSigning),
    signaturePolicy: either(facts.signaturePolicy, saved.signaturePolicy),
    namespacePolicy: either(facts.namespacePolicy, saved.namespacePolicy),
    symversDifferences: facts.symversDifferences,
    headersContradictions: told(facts.headersContradictions) ?? saved.headersContradictions,
    ...(headersDifferences && { headersDifferences }),
    ...(structModuleOptions && { structModuleOptions }),
    toolDifferences:
      facts.toolDifferences.known && facts.toolDifferences.value.length === 0
        ? saved.toolDifferences
        : facts.toolDifferences,
    ...eitherCertificates(facts, saved),
    ...(saved.enrolledCertificates && { enrolledCertificates: saved.enrolledCertificates }),
  };
}
