import { type Fact, known, type Unknown } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import { isProprietary } from "../../model/license.ts";
import type { HandedModule, ModuleFacts } from "../../model/module.ts";
import type { PairFacts } from "../../model/pair.ts";
import type { Companion } from "./companions.ts";
import { absent } from "./absent.ts";
import { compilerDifferences } from "./compiler-differences.ts";
import { crcMismatches } from "./crc-mismatches.ts";
import { duplicateExports } from "./duplicate-exports.ts";
import { kernelHasModversions } from "./kernel-modversions.ts";
import { lookUp, type Lookups } from "./lookups.ts";
import { moduleLayout } from "./module-layout.ts";
import { resolution } from "./resolution.ts";
import { sysfsName } from "./sysfs-name.ts";

/**
 * What follows from a kernel and a module together. Each fact is worked out when it is first asked for.
 * `companions` are the modules that are judged together with this one.
 */
export function pairFacts(
  kernel: KernelFacts,
  module: HandedModule,
  companions: readonly Companion[] = [],
): PairFacts {
  return new Pair(kernel, module, companions);
}

// A class for its getters: one object for each of 4,000 modules.
class Pair implements PairFacts {
  readonly #kernel: KernelFacts;
  readonly #module: HandedModule;
  readonly #companions: readonly Companion[];
  #lookups: Fact<Lookups> | undefined;
  #resolution: PairFacts["resolution"] | undefined;
  #crcMismatches: PairFacts["crcMismatches"] | undefined;
  #moduleLayout: PairFacts["moduleLayout"] | undefined;
  #duplicateExports: PairFacts["duplicateExports"] | undefined;
  #kernelHasModversions: PairFacts["kernelHasModversions"] | undefined;

  constructor(kernel: KernelFacts, module: HandedModule, companions: readonly Companion[]) {
    this.#kernel = kernel;
    this.#module = module;
    this.#companions = companions;
  }

  readonly #lookUps = (): Fact<Lookups> => (this.#lookups ??= lookUpsOf(this.#kernel, this.#module));

  get resolution(): PairFacts["resolution"] {
    return (this.#resolution ??= resolutionOf(this.#kernel, this.#module, this.#companions, this.#lookUps));
  }

  get unknownSymbols(): PairFacts["unknownSymbols"] {
    return absent(this.#kernel, this.resolution, "unknown");
  }

  get absentWeak(): PairFacts["absentWeak"] {
    return absent(this.#kernel, this.resolution, "weakAbsent");
  }

  get crcMismatches(): PairFacts["crcMismatches"] {
    return (this.#crcMismatches ??= crcMismatchesOf(
      this.#kernel,
      this.#module,
      this.#companions,
      this.#lookUps,
    ));
  }

  get moduleLayout(): PairFacts["moduleLayout"] {
    return (this.#moduleLayout ??= moduleLayoutOf(this.#kernel, this.#module));
  }

  get duplicateExports(): PairFacts["duplicateExports"] {
    return (this.#duplicateExports ??= duplicateExportsOf(this.#kernel, this.#module));
  }

  get kernelHasModversions(): PairFacts["kernelHasModversions"] {
    return (this.#kernelHasModversions ??= kernelHasModversions(this.#kernel));
  }

  get sysfsName(): PairFacts["sysfsName"] {
    return sysfsName(this.#kernel, this.#module);
  }

  #hasOtherCrcs(): boolean {
    const { moduleLayout: layout, crcMismatches: others } = this;
    const isOther =
      layout.known && layout.value !== undefined && layout.value.moduleCrc !== layout.value.kernelCrc;
    return isOther || (others.known && others.value.length > 0);
  }

  get signature(): PairFacts["signature"] {
    const { signatureTrust } = this.#module;
    return signatureTrust?.known ? signatureTrust : UNVERIFIED;
  }

  get compilerDifferences(): PairFacts["compilerDifferences"] {
    return compilerDifferences(this.#kernel, this.#module);
  }

  get usedTypes(): PairFacts["usedTypes"] {
    const { typeDifferences } = this.#module;
    return typeDifferences?.known && !this.#hasOtherCrcs() ? typeDifferences : NOT_COMPARED;
  }
}

const UNVERIFIED: PairFacts["signature"] = known("unverified", { input: "signature" });
const NOT_COMPARED: PairFacts["usedTypes"] = known(undefined, { input: "types" });

type LookupsOf = () => Fact<Lookups>;

function lookUpsOf({ exports, crcs }: KernelFacts, { imports, modversions }: ModuleFacts): Fact<Lookups> {
  const versions = modversions.known ? modversions.value : undefined;
  const kernelExports = exports.known ? exports.value : undefined;
  return imports.known
    ? known(
        lookUp(imports.value, versions, kernelExports, crcs.known ? crcs.value : kernelExports),
        imports.origin,
      )
    : imports;
}

function resolutionOf(
  { exports }: KernelFacts,
  { imports, modversions, license, importedNamespaces, thisModule }: ModuleFacts,
  companions: readonly Companion[],
  lookups: LookupsOf,
): PairFacts["resolution"] {
  if (!imports.known) return imports;
  if (!modversions.known) return modversions;
  if (!license.known) return license;
  if (!importedNamespaces.known) return importedNamespaces;
  if (!exports.known) return exports;
  return mapFact(lookups(), (rows) => {
    const importer = {
      imports: imports.value,
      versions: modversions.value,
      // A name that cannot be read is none of the two.
      proprietary: isProprietary(license.value, thisModule.known ? thisModule.value?.name : undefined),
      namespaces: importedNamespaces.value,
      companions,
    };
    return resolution(rows, importer, exports.value);
  });
}

function crcMismatchesOf(
  { exports, crcs }: KernelFacts,
  { imports, modversions }: ModuleFacts,
  companions: readonly Companion[],
  lookups: LookupsOf,
): PairFacts["crcMismatches"] {
  if (!modversions.known) return modversions;
  const versions = modversions.value;
  // Nothing is compared then, whatever the kernel has.
  if (!versions) return known([], modversions.origin);
  if (!imports.known) return imports;
  if (!crcs.known) return crcs;
  return mapFact(lookups(), (rows) =>
    crcMismatches(
      rows,
      imports.value,
      versions,
      crcs.value,
      exports.known ? exports.value : undefined,
      companions,
    ),
  );
}

function moduleLayoutOf({ crcs }: KernelFacts, { modversions }: ModuleFacts): PairFacts["moduleLayout"] {
  if (!modversions.known) return modversions;
  if (!modversions.value) return known(undefined, modversions.origin);
  return crcs.known ? known(moduleLayout(modversions.value, crcs.value), crcs.origin) : crcs;
}

function duplicateExportsOf(kernel: KernelFacts, module: ModuleFacts): PairFacts["duplicateExports"] {
  const { exports: own, name } = module;
  if (!own.known) return own;
  if (own.value.length === 0) return known([], own.origin);
  if (!name.known) return name;
  if (!kernel.exports.known) return kernel.exports;
  return known(duplicateExports(own.value, name.value, kernel.exports.value), own.origin);
}

function mapFact<A, B>(fact: Fact<A>, map: (value: A) => B): Fact<B> {
  return fact.known ? known(map(fact.value), fact.origin) : (fact satisfies Unknown);
}
