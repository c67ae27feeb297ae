/** Facts for tests: a kernel and a module that fit, and the same with one thing changed. */
import type { Architecture, ArchitectureName } from "../../src/model/architecture.ts";
import { architectures } from "../../src/model/architecture.ts";
import { signingOf } from "../../src/facts/kernel/signing-of.ts";
import type { CodeOddities } from "../../src/model/code.ts";
import { type Config, configOf } from "../../src/model/config.ts";
import type { CrcTable, ExportTable } from "../../src/model/exports.ts";
import { type Fact, known, type Unknown, type ValueOf } from "../../src/model/fact.ts";
import type { Generation } from "../../src/model/generation.ts";
import { featuresByRelease, featuresFitting, type LoaderFeature } from "../../src/model/loader-feature.ts";
import type {
  KernelFacts,
  ModuleSigning,
  NamespacePolicy,
  SignaturePolicy,
  StructModule,
} from "../../src/model/kernel.ts";
import type {
  ElfShape,
  Imports,
  ModuleBtf,
  PatchSites,
  ModuleExport,
  HandedModule,
  Modversions,
  SectionShape,
  SignatureTrailer,
  ThisModule,
} from "../../src/model/module.ts";
import { type LoaderOption, loaderOptionsOf } from "../../src/model/loader-option.ts";
import type { Relocations } from "../../src/model/relocations.ts";
import type { SysfsModules } from "../../src/model/sysfs-modules.ts";
import type { HeadersContradictions } from "../../src/model/headers-contradictions.ts";
import type { ToolDifference } from "../../src/model/tool-difference.ts";
import type { SymversDifferences } from "../../src/model/symvers-differences.ts";
import { nameColumn, nameTable } from "../../src/model/names.ts";

const origin = { input: "test" };

/** A fact that is not known. */
export const unknownFact: Unknown = {
  known: false,
  why: { en: "not given", zh: "未提供" },
  remedy: { en: "Give it.", zh: "请提供。" },
};

type Values<Facts> = { readonly [K in keyof Facts]?: ValueOf<Facts[K]> | Unknown };

const isUnknown = (value: unknown): value is Unknown =>
  typeof value === "object" && value !== null && "known" in value && value.known === false;

const fact = <T>(value: T | Unknown): Fact<T> => (isUnknown(value) ? value : known(value, origin));

export function architecture(name: ArchitectureName): Architecture {
  const found = architectures.find((a) => a.name === name);
  if (!found) throw new TypeError(`no architecture ${name}`);
  return found;
}

/** One export as tests write it. */
export interface ExportRow {
  readonly symbol: string;
  readonly crc?: number;
  readonly gplOnly?: boolean;
  readonly namespace?: string;
  readonly owner?: string;
}

export function exportTable(rows: readonly ExportRow[]): ExportTable {
  const namespaces = [...new Set(["", ...rows.map((row) => row.namespace ?? "")])];
  const owners = [...new Set(["vmlinux", ...rows.map((row) => row.owner ?? "vmlinux")])];
  return {
    names: nameTable(nameColumn(rows.map((row) => row.symbol))),
    crcs: Uint32Array.from(rows, (row) => row.crc ?? 0),
    gplOnly: Uint8Array.from(rows, (row) => (row.gplOnly === true ? 1 : 0)),
    namespaceIndex: Uint16Array.from(rows, (row) => namespaces.indexOf(row.namespace ?? "")),
    ownerIndex: Uint16Array.from(rows, (row) => owners.indexOf(row.owner ?? "vmlinux")),
    namespaces,
    owners,
  };
}

export const crcTable = (crcs: Readonly<Record<string, number>>): CrcTable => ({
  names: nameTable(nameColumn(Object.keys(crcs))),
  crcs: Uint32Array.from(Object.values(crcs)),
});

/** Imports in the order of `.symtab`, from index 10 on; a trailing `?` makes one weak. */
export function imports(...names: readonly string[]): Imports {
  return {
    names: nameColumn(names.map((name) => name.replace(/\?$/, ""))),
    symbolIndex: Uint32Array.from(names, (_, row) => row + 10),
    weak: Uint8Array.from(names, (name) => (name.endsWith("?") ? 1 : 0)),
  };
}

export function modversions(
  crcs: Readonly<Record<string, number>>,
  layout: Modversions["layout"] = "basic",
): Modversions {
  return {
    layout,
    hasBasic: layout === "basic",
    names: nameColumn(Object.keys(crcs)),
    crcs: Uint32Array.from(Object.values(crcs)),
  };
}

const CLEAN_EXPORTS: readonly ExportRow[] = [
  { symbol: "module_layout", crc: 0x11 },
  { symbol: "_printk", crc: 0x22 },
  { symbol: "kmalloc_trace", crc: 0x33, gplOnly: true },
  { symbol: "usb_deregister", crc: 0x44, gplOnly: true, owner: "drivers/usb/core/usbcore" },
  { symbol: "dma_buf_put", crc: 0x55, gplOnly: true, namespace: "DMA_BUF" },
];

const RELEASE = "6.12.95-test";
export const VERMAGIC = "6.12.95-test SMP preempt mod_unload modversions ";

/** Those of the release, where the test names one; else those that a kernel of the generation has. */
function featuresOf(
  { features, release }: Values<KernelFacts>,
  generation: Generation | Unknown,
): ReadonlySet<LoaderFeature> | Unknown {
  if (features) return features;
  const named = typeof release === "string" ? featuresByRelease(release) : undefined;
  return named ?? featuresFitting(isUnknown(generation) ? "6.13" : generation, RELEASE);
}

/** A Debian-like x86_64 kernel with CONFIG_MODVERSIONS whose loader is of generation 6.4, with changes. */
export function kernelFacts(changes: Values<KernelFacts> = {}): KernelFacts {
  const exports = exportTable(CLEAN_EXPORTS);
  const v = {
    release: RELEASE,
    architecture: architecture("x86_64"),
    generation: "6.4" as const,
    vermagic: VERMAGIC,
    config: configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_SIG=y\nCONFIG_STRICT_MODULE_RWX=y"),
    structModule: { size: 0x500, init: 0x138, exit: 0x4a8 },
    exports,
    crcs: { names: exports.names, crcs: exports.crcs },
    builtins: new Map([["loop", "kernel/drivers/block/loop.ko"]]),
    sysfsModules: { made: new Map([["loop", "parameter" as const]]), drivers: new Set<string>() },
    ownModules: ["kernel/drivers/usb/core/usbcore.ko"],
    signaturePolicy: "permissive" as const,
    namespacePolicy: "enforced" as const,
    symversDifferences: undefined,
    headersContradictions: undefined,
    toolDifferences: [],
    ...changes,
  };
  return {
    release: fact(v.release),
    architecture: fact<Architecture>(v.architecture),
    generation: fact<Generation>(v.generation),
    features: fact<ReadonlySet<LoaderFeature>>(featuresOf(changes, v.generation)),
    loaderOptions: changes.loaderOptions ? fact(changes.loaderOptions) : options(v.config),
    vermagic: fact(v.vermagic),
    config: fact(v.config),
    structModule: fact<StructModule>(v.structModule),
    exports: fact(v.exports),
    crcs: fact(v.crcs),
    builtins: fact<ReadonlyMap<string, string>>(v.builtins),
    sysfsModules: fact<SysfsModules>(v.sysfsModules),
    ownModules: fact<readonly string[]>(v.ownModules),
    moduleSigning: changes.moduleSigning ? fact(changes.moduleSigning) : signing(v.config),
    signaturePolicy: fact<SignaturePolicy>(v.signaturePolicy),
    namespacePolicy: fact<NamespacePolicy>(v.namespacePolicy),
    symversDifferences: fact<SymversDifferences | undefined>(v.symversDifferences),
    headersContradictions: fact<HeadersContradictions | undefined>(v.headersContradictions),
    toolDifferences: fact<readonly ToolDifference[]>(v.toolDifferences),
    ...(changes.banner && { banner: fact(changes.banner) }),
    ...(changes.trustedCertificates && { trustedCertificates: fact(changes.trustedCertificates) }),
    ...(changes.enrolledCertificates && { enrolledCertificates: fact(changes.enrolledCertificates) }),
  };
}

/** What the configuration says. */
const options = (config: Config | Unknown): Fact<ReadonlySet<LoaderOption>> =>
  isUnknown(config) ? config : fact(loaderOptionsOf(config));

/** What the configuration says. */
const signing = (config: Config | Unknown): Fact<ModuleSigning> =>
  isUnknown(config) ? config : fact(signingOf(config));

const SHT_PROGBITS = 1;

/** A section header; `sh_offset` and `sh_size` are inside a file of the usual size. */
export const section = (name: string, changes: Partial<SectionShape> = {}): SectionShape => ({
  name,
  sh_type: SHT_PROGBITS,
  sh_flags: 2,
  sh_addr: 0n,
  sh_offset: 64,
  sh_size: 64,
  sh_link: 0,
  sh_info: 0,
  sh_addralign: 1,
  ...changes,
});

const SECTIONS: readonly SectionShape[] = [
  section("", { sh_type: 0, sh_flags: 0, sh_offset: 0, sh_size: 0 }),
  section(".text", { sh_flags: 6 }),
  section(".modinfo"),
  section("__versions"),
  section(".gnu.linkonce.this_module", { sh_flags: 3, sh_size: 0x500 }),
  section(".symtab", { sh_type: 2, sh_flags: 0, sh_link: 6 }),
  section(".strtab", { sh_type: 3, sh_flags: 0 }),
  section(".shstrtab", { sh_type: 3, sh_flags: 0 }),
];

/** The shape of a sound x86_64 module, with changes. `more` adds sections at the end. */
export function elfShape(changes: Partial<ElfShape> = {}, more: readonly SectionShape[] = []): ElfShape {
  const sections = [...(changes.sections ?? SECTIONS), ...more];
  return {
    size: 8192,
    hasHeader: true,
    bits: 64,
    littleEndian: true,
    e_type: 1,
    e_machine: 62,
    e_flags: 0,
    e_entry: 0n,
    e_shentsize: 64,
    e_shoff: 4096,
    e_shnum: sections.length,
    e_shstrndx: 7,
    nameTableTerminated: true,
    symbolNames: { startsWithNul: true, terminated: true, inBounds: true },
    ...changes,
    sections,
  };
}

/** The sections of {@link elfShape}, one of them changed, or left out where `change` is `undefined`. */
export const sectionsWith = (
  name: string,
  change: Partial<SectionShape> | undefined,
): readonly SectionShape[] =>
  SECTIONS.flatMap((one) => (one.name !== name ? [one] : change ? [{ ...one, ...change }] : []));

/** A module that fits {@link kernelFacts}, with changes. */
export function moduleFacts(changes: Values<HandedModule> = {}): HandedModule {
  const v = {
    elf: elfShape(),
    name: "hello",
    vermagic: VERMAGIC,
    license: "GPL",
    importedNamespaces: new Set<string>(),
    modinfo: [],
    thisModule: {
      size: 0x500,
      init: 0x138,
      exit: 0x4a8,
      name: typeof changes.name === "string" ? changes.name : "hello",
    },
    modversions: modversions({
      module_layout: 0x11,
      _printk: 0x22,
      kmalloc_trace: 0x33,
      usb_deregister: 0x44,
    }),
    imports: imports("_printk", "kmalloc_trace", "usb_deregister"),
    relocations: { unusual: [] },
    patchSites: {},
    code: {},
    btf: undefined,
    exports: [],
    signature: undefined,
    ...changes,
  };
  return {
    elf: fact(v.elf),
    name: fact(v.name),
    vermagic: fact(v.vermagic),
    license: fact(v.license),
    importedNamespaces: fact<ReadonlySet<string>>(v.importedNamespaces),
    modinfo: fact<readonly (readonly [string, string])[]>(v.modinfo),
    thisModule: fact<ThisModule | undefined>(v.thisModule),
    modversions: fact(v.modversions),
    imports: fact(v.imports),
    relocations: fact<Relocations>(v.relocations),
    patchSites: fact<PatchSites>(v.patchSites),
    code: fact<CodeOddities>(v.code),
    btf: fact<ModuleBtf | undefined>(v.btf),
    exports: fact<readonly ModuleExport[]>(v.exports),
    signature: fact<SignatureTrailer | undefined>(v.signature),
    ...(changes.signatureTrust && { signatureTrust: fact(changes.signatureTrust) }),
    ...(changes.compilers && { compilers: fact(changes.compilers) }),
    ...(changes.changedExports && { changedExports: fact(changes.changedExports) }),
    ...(changes.typeDifferences && { typeDifferences: fact(changes.typeDifferences) }),
  };
}
