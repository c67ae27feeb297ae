import type { Fact } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import { crcColumns, exportColumns } from "./columns.ts";
import { certificateMembers } from "./certificates.ts";
import { CRCS_OF_EXPORTS, SCHEMA } from "./schema.ts";
import { sysfsModulesMembers } from "./sysfs-modules.ts";

/**
 * Everything that is known of a kernel, as JSON text: a target like any other, without the kernel. Every fact has its
 * origin, or why it is unknown and what would make it known.
 */
export function writeFacts(facts: KernelFacts): string {
  const crcsOfExports =
    facts.crcs.known && facts.exports.known && facts.crcs.value.crcs === facts.exports.value.crcs;
  const json = {
    release: facts.release,
    architecture: mapped(facts.architecture, ({ name }) => name),
    generation: facts.generation,
    features: mapped(facts.features, (features) => [...features]),
    loaderOptions: mapped(facts.loaderOptions, (options) => [...options]),
    ...(facts.banner && { banner: facts.banner }),
    vermagic: facts.vermagic,
    config: mapped(facts.config, ({ text }) => text),
    structModule: facts.structModule,
    exports: mapped(facts.exports, exportColumns),
    crcs: mapped(facts.crcs, (table) => (crcsOfExports ? CRCS_OF_EXPORTS : crcColumns(table))),
    builtins: mapped(facts.builtins, (builtins) =>
      Object.fromEntries([...builtins].map(([name, path]) => [name, { path }])),
    ),
    sysfsModules: mapped(facts.sysfsModules, sysfsModulesMembers),
    ownModules: facts.ownModules,
    moduleSigning: facts.moduleSigning,
    signaturePolicy: facts.signaturePolicy,
    namespacePolicy: facts.namespacePolicy,
    symversDifferences: mapped(facts.symversDifferences, (found) => found ?? null),
    headersContradictions: mapped(facts.headersContradictions, (found) => found ?? null),
    ...(facts.headersDifferences && { headersDifferences: facts.headersDifferences }),
    ...(facts.structModuleOptions && { structModuleOptions: facts.structModuleOptions }),
    toolDifferences: facts.toolDifferences,
    ...(facts.trustedCertificates && {
      trustedCertificates: mapped(facts.trustedCertificates, (found) => found.map(certificateMembers)),
    }),
    ...(facts.enrolledCertificates && {
      enrolledCertificates: mapped(facts.enrolledCertificates, (found) => found.map(certificateMembers)),
    }),
  } satisfies { [K in keyof KernelFacts]: Fact<unknown> };
  return JSON.stringify({ schema: SCHEMA, facts: json });
}

function mapped<T, R>(fact: Fact<T>, map: (value: T) => R): Fact<R> {
  return fact.known ? { ...fact, value: map(fact.value) } : fact;
}
