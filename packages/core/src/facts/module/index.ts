import type { ByteSource } from "../../io/byte-source.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { stringSection, symbolSection } from "../../formats/elf/symbols.ts";
import { sectionsOfKsymtab } from "../../formats/ksymtab/sections.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { ElfShape, ModuleFacts } from "../../model/module.ts";
import { btfStart, moduleBtf } from "./btf.ts";
import { codeOddities, codeToRead } from "./code.ts";
import { noElfFile } from "./damage.ts";
import { elfShape, shapeless } from "./elf-shape.ts";
import { moduleExports } from "./exports.ts";
import { imports } from "./imports.ts";
import { modinfoFacts, modinfoSections } from "./modinfo.ts";
import { versionFacts, versionSections } from "./modversions.ts";
import { MAX_TABLE, type ModuleFile, openModule, readTrailer } from "./module-file.ts";
import { patchSiteRelocations, patchSites } from "./patch-sites.ts";
import { smallRelocationSections } from "./relocation-tables.ts";
import { relocations } from "./relocations.ts";
import { moduleSymbols } from "./symbols.ts";
import { thisModule, thisModuleSections } from "./this-module.ts";
import { isWholeWithout, type SignatureHandling, sizeUnknown, visibleSize } from "./visible-size.ts";

/**
 * Everything known of a module. Damage makes the facts that it hides unknown.
 *
 * @param source the module itself, not compressed
 * @param handling what the kernel does with an appended signature
 * @throws {FormatError} only if `source` itself cannot be read.
 */
export async function readModuleFacts(
  source: ByteSource,
  handling: SignatureHandling = "takenOff",
): Promise<ModuleFacts> {
  const origin = { input: source.name };
  const file = await openModule(source, handling);
  if (!file) return factsOfNoModule(source, handling);
  await file.prefetch(() => wanted(file));
  const symbols = moduleSymbols(file);
  const modinfo = await modinfoFacts(file);
  const imported = await imports(file, symbols);
  return {
    elf: shapeOf(file, symbols, handling),
    ...modinfo,
    thisModule: thisModule(file, symbols),
    ...versionFacts(file),
    imports: imported,
    relocations: await relocations(file, symbols),
    patchSites: patchSites(file, symbols),
    code: await codeOddities(file, symbols, imported),
    btf: moduleBtf(file),
    exports: await moduleExports(file),
    signature: known(file.signature, { ...origin, part: "signature" }),
  };
}

function shapeOf(
  file: ModuleFile,
  symbols: ReturnType<typeof moduleSymbols>,
  handling: SignatureHandling,
): Fact<ElfShape> {
  if (handling === "unknown" && file.signature && !isWholeWithout(file.elf)) return sizeUnknown;
  return known(elfShape(file, symbols), { input: file.name });
}

/** All sections that the facts are read from, but tables so large that nobody will read them. */
function wanted(file: ModuleFile): ElfSection[] {
  const symbols = symbolSection(file.elf);
  const strings = symbols && stringSection(file.elf, symbols);
  const { basic, crcs, names } = versionSections(file);
  const { section: struct, relocations: entries } = thisModuleSections(file);
  const tables = [
    ...modinfoSections(file),
    basic,
    crcs,
    names,
    struct,
    entries,
    btfStart(file),
    patchSiteRelocations(file),
    ...smallRelocationSections(file),
    ...codeToRead(file),
    ...sectionsOfKsymtab(file.elf),
  ];
  const wanted: ElfSection[] = [];
  for (const table of tables) if (table && table.sh_size <= MAX_TABLE) wanted.push(table);
  if (symbols) wanted.push(symbols);
  if (strings) wanted.push(strings);
  return wanted;
}

async function factsOfNoModule(source: ByteSource, handling: SignatureHandling): Promise<ModuleFacts> {
  const why = noElfFile(source.name);
  const origin = { input: source.name };
  // The kernel looks at the signature before it looks for an ELF header.
  const signature = await readTrailer(source);
  return {
    elf: known(shapeless(visibleSize(source.size, signature, handling)), origin),
    name: why,
    vermagic: why,
    license: why,
    importedNamespaces: why,
    modinfo: why,
    thisModule: why,
    modversions: why,
    imports: why,
    relocations: why,
    patchSites: why,
    code: why,
    btf: why,
    exports: why,
    signature: known(signature, { ...origin, part: "signature" }),
  };
}
export { readSigners } from "./signer.ts";
