import type { ByteSource } from "../../io/byte-source.ts";
import { relocationsOf } from "../../formats/elf/relocations.ts";
import { sectionsOfKsymtab } from "../../formats/ksymtab/ranges.ts";
import { known } from "../../model/fact.ts";
import type { ModuleFacts } from "../../model/module.ts";
import { noElfFile } from "./damage.ts";
import { elfShape, shapeless } from "./elf-shape.ts";
import { moduleExports } from "./exports.ts";
import { imports } from "./imports.ts";
import { modinfoFacts } from "./modinfo.ts";
import { EXTENDED_CRCS, EXTENDED_NAMES, modversions, VERSIONS } from "./modversions.ts";
import { type ModuleFile, openModule } from "./module-file.ts";
import { symbolSection } from "./symbol-section.ts";
import { THIS_MODULE, thisModule } from "./this-module.ts";

/**
 * Everything known of a module. Damage makes the facts that it hides unknown; nothing throws.
 *
 * @param source the module itself, not compressed
 */
export async function readModuleFacts(source: ByteSource): Promise<ModuleFacts> {
  const origin = { input: source.name };
  const file = await openModule(source);
  if (!file) return factsOfNoModule(source);
  await file.prefetch(wanted(file));
  return {
    elf: known(elfShape(file), origin),
    ...(await modinfoFacts(file)),
    thisModule: await thisModule(file),
    modversions: await modversions(file),
    imports: await imports(file),
    exports: await moduleExports(file),
    signature: known(file.signature, { ...origin, part: "signature" }),
  };
}

/** All sections that the facts are read from. */
function wanted(file: ModuleFile): Parameters<ModuleFile["prefetch"]>[0] {
  const named = [".modinfo", VERSIONS, EXTENDED_CRCS, EXTENDED_NAMES].map((name) => file.find(name));
  const thisModule = file.find(THIS_MODULE);
  const symbols = symbolSection(file);
  return [
    ...named,
    thisModule && relocationsOf(file.elf, thisModule),
    symbols,
    symbols && file.elf.sections[symbols.sh_link],
    ...sectionsOfKsymtab(file.elf),
  ];
}

function factsOfNoModule(source: ByteSource): ModuleFacts {
  const why = noElfFile(source.name);
  return {
    elf: known(shapeless(source.size), { input: source.name }),
    name: why,
    vermagic: why,
    license: why,
    importedNamespaces: why,
    modinfo: why,
    thisModule: why,
    modversions: why,
    imports: why,
    exports: why,
    signature: why,
  };
}
