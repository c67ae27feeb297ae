import { FormatError } from "../../io/format-error.ts";
import { architectures, type Architecture } from "../../model/architecture.ts";
import { type Config, configured } from "../../model/config.ts";
import type { ConfigDifference } from "../../model/config-difference.ts";
import type { CrcTable, ExportTable } from "../../model/exports.ts";
import { type Fact, known, type Origin, type Text, unknown } from "../../model/fact.ts";
import { type Generation, generations } from "../../model/generation.ts";
import { featureIds, featuresFitting, type LoaderFeature } from "../../model/loader-feature.ts";
import { type LoaderOption, loaderOptionIds, loaderOptionsOf } from "../../model/loader-option.ts";
import type {
  KernelFacts,
  ModuleSigning,
  NamespacePolicy,
  StructMember,
  StructModule,
} from "../../model/kernel.ts";
import { signingOf } from "../kernel/signing-of.ts";
import { certificate } from "./certificates.ts";
import { optionalContradictions, optionalDifferences, toolDifference } from "./differences.ts";
import { crcTable, exportTable } from "./columns.ts";
import { CRCS_OF_EXPORTS, SCHEMA } from "./schema.ts";
import { type RecordedBuiltin, recordedBuiltins, sysfsModules, sysfsModulesOf } from "./sysfs-modules.ts";
import type { OptionMembers } from "../../model/member-guard.ts";
import { boolean, listOf, mismatch, natural, object, oneOf, type Shape, string } from "./shape.ts";

/**
 * The facts that {@link writeFacts} wrote. Members that this version does not know are passed over.
 *
 * @throws {FormatError} if the text is not such a file, or a fact has not the shape that it must have.
 */
export function readFacts(bytes: Uint8Array, source: string): KernelFacts {
  const place = { source, path: "file" };
  const file = object(parse(bytes, source), place);
  const schema = file.required("schema", string);
  if (schema !== SCHEMA) {
    throw new FormatError(
      source,
      0,
      `schema ${JSON.stringify(SCHEMA)} expected, ${JSON.stringify(schema)} found`,
    );
  }
  const facts = file.required("facts", object);
  const exports = facts.required("exports", fact(exportTable));
  const generation = facts.required("generation", fact(oneOf(generations)));
  const release = facts.required("release", fact(string));
  const configuration = facts.required("config", fact(config));
  const builtins = facts.required("builtins", fact(recordedBuiltins));
  const { features = ofGeneration(generation, release) } = facts.optional("features", fact(featureSet));
  return {
    release,
    architecture: facts.required("architecture", fact(architecture)),
    generation,
    features,
    loaderOptions: facts.optional("loaderOptions", fact(optionSet)).loaderOptions ?? optionsIn(configuration),
    ...facts.optional("banner", fact(string)),
    vermagic: facts.required("vermagic", fact(string)),
    config: configuration,
    structModule: facts.required("structModule", fact(structModule)),
    exports,
    crcs: facts.required("crcs", fact(crcsBeside(exports))),
    builtins: builtins.known ? known(pathsOf(builtins.value), builtins.origin) : builtins,
    // Older files tell it with the built-in modules.
    sysfsModules:
      facts.optional("sysfsModules", fact(sysfsModules)).sysfsModules ?? sysfsModulesOf(builtins, release),
    ownModules: facts.required("ownModules", fact(listOf(string))),
    // Older files tell it in the configuration alone.
    moduleSigning: facts.optional("moduleSigning", fact(signing)).moduleSigning ?? signingIn(configuration),
    signaturePolicy: facts.required("signaturePolicy", fact(oneOf(["permissive", "enforced", "lockdown"]))),
    // Older files tell it in the configuration alone.
    namespacePolicy:
      facts.optional("namespacePolicy", fact(oneOf(["enforced", "warned"]))).namespacePolicy ??
      policyIn(configuration),
    symversDifferences:
      facts.optional("symversDifferences", fact(optionalDifferences)).symversDifferences ??
      known(undefined, { input: source }),
    headersContradictions:
      facts.optional("headersContradictions", fact(optionalContradictions)).headersContradictions ??
      known(undefined, { input: source }),
    ...facts.optional("headersDifferences", fact(listOf(configDifference))),
    ...facts.optional("structModuleOptions", fact(listOf(optionMembers))),
    toolDifferences:
      facts.optional("toolDifferences", fact(listOf(toolDifference))).toolDifferences ??
      known([], { input: source }),
    ...facts.optional("trustedCertificates", fact(listOf(certificate))),
    ...facts.optional("enrolledCertificates", fact(listOf(certificate))),
  };
}

function parse(bytes: Uint8Array, source: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    // SyntaxError of JSON.parse(), TypeError of the decoder
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
    throw new FormatError(source, 0, `JSON expected: ${error.message}`);
  }
}

const fact =
  <T>(value: Shape<T>): Shape<Fact<T>> =>
  (json, place) => {
    const members = object(json, place);
    return members.required("known", boolean)
      ? known(members.required("value", value), members.required("origin", origin))
      : unknown(members.required("why", text), members.required("remedy", text));
  };

const origin: Shape<Origin> = (json, place) => {
  const members = object(json, place);
  return { input: members.required("input", string), ...members.optional("part", string) };
};

const text: Shape<Text> = (json, place) => {
  const members = object(json, place);
  return { en: members.required("en", string), zh: members.required("zh", string) };
};

const architecture: Shape<Architecture> = (json, place) => {
  const found = architectures.find(({ name }) => name === json);
  return found ?? mismatch(place, "an architecture that kofit knows", json);
};

const featureSet: Shape<ReadonlySet<LoaderFeature>> = (json, place) => {
  // A later kofit may know more.
  const named = new Set(listOf(string)(json, place));
  return new Set(featureIds.filter((id) => named.has(id)));
};

const optionSet: Shape<ReadonlySet<LoaderOption>> = (json, place) => {
  const named = new Set(listOf(string)(json, place));
  return new Set(loaderOptionIds.filter((id) => named.has(id)));
};

/** Older files tell them in the configuration alone. */
const optionsIn = (found: Fact<Config>): Fact<ReadonlySet<LoaderOption>> =>
  found.known ? known(loaderOptionsOf(found.value), found.origin) : found;

/** Files of before features were recorded tell the generation. */
function ofGeneration(generation: Fact<Generation>, release: Fact<string>): Fact<ReadonlySet<LoaderFeature>> {
  if (!generation.known) return generation;
  const found = featuresFitting(generation.value, release.known ? release.value : "");
  return known(found, generation.origin);
}

const config: Shape<Config> = (json, place) => ({ text: string(json, place) });

const configDifference: Shape<ConfigDifference> = (json, place) => {
  const members = object(json, place);
  return {
    symbol: members.required("symbol", string),
    ...members.optional("kernel", string),
    ...members.optional("headers", string),
  };
};

const optionMembers: Shape<OptionMembers> = (json, place) => {
  const members = object(json, place);
  return { option: members.required("option", string), members: members.required("members", listOf(string)) };
};

const structMember: Shape<StructMember> = (json, place) => {
  const members = object(json, place);
  return {
    name: members.required("name", string),
    offset: members.required("offset", natural),
    ...members.optional("size", natural),
  };
};

const structModule: Shape<StructModule> = (json, place) => {
  const members = object(json, place);
  return {
    size: members.required("size", natural),
    ...members.optional("init", natural),
    ...members.optional("exit", natural),
    ...members.optional("members", listOf(structMember)),
  };
};

const signing: Shape<ModuleSigning> = (json, place) => {
  const members = object(json, place);
  return {
    verifies: members.required("verifies", boolean),
    enforces: members.required("enforces", boolean),
    lockdown: members.required("lockdown", oneOf(["none", "possible", "forced"])),
    ...members.optional("lockdownIsEarly", boolean),
    ...members.optional("securityModules", listOf(string)),
  };
};

const signingIn = (found: Fact<Config>): Fact<ModuleSigning> =>
  found.known ? known(signingOf(found.value), found.origin) : found;

const policyIn = (found: Fact<Config>): Fact<NamespacePolicy> =>
  found.known
    ? known(
        configured(found.value, "CONFIG_MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS") ? "warned" : "enforced",
        found.origin,
      )
    : found;

const crcsBeside =
  (exports: Fact<ExportTable>): Shape<CrcTable> =>
  (json, place) =>
    json === CRCS_OF_EXPORTS && exports.known
      ? { names: exports.value.names, crcs: exports.value.crcs }
      : crcTable(json, place);

const pathsOf = (builtins: ReadonlyMap<string, RecordedBuiltin>): ReadonlyMap<string, string> =>
  new Map([...builtins].map(([name, { path }]) => [name, path]));
