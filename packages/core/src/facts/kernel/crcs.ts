import type { CrcTable } from "../../model/exports.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import { nameColumn, nameTable } from "../../model/names.ts";
import { vermagicOf } from "../../model/vermagic.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { exports } from "./exports.ts";
import { once } from "./once.ts";
import { ownTables } from "./own-tables.ts";
import { giveHeaders } from "./remedies.ts";
import { vermagic } from "./vermagic.ts";

/** Those of the exports; else what the kernel's own modules say of each other and of the image. */
export const crcs: (artifacts: Artifacts) => Promise<Fact<CrcTable>> = once(async (artifacts) =>
  readFact(
    artifacts,
    [fromExports, withoutModversions, fromOwnModules],
    unknown(
      {
        en: "neither a complete Module.symvers nor the modules of this kernel are at hand",
        zh: "手头既没有完整的 Module.symvers，也没有该内核的模块",
      },
      giveHeaders,
    ),
  ),
);

async function fromExports(artifacts: Artifacts): Promise<Fact<CrcTable> | undefined> {
  const table = await exports(artifacts);
  if (!table.known) return undefined;
  const { names, crcs } = table.value;
  // Without CONFIG_MODVERSIONS modpost writes 0x00000000 everywhere.
  return known(crcs.some((crc) => crc !== 0) ? { names, crcs } : none, table.origin);
}

const none: CrcTable = { names: nameTable(nameColumn([])), crcs: new Uint32Array() };

async function withoutModversions(artifacts: Artifacts): Promise<Fact<CrcTable> | undefined> {
  const magic = await vermagic(artifacts);
  if (!magic.known || vermagicOf(magic.value).flags.includes("modversions")) return undefined;
  return known(none, magic.origin);
}

/** The union of the modules' versions and of the CRCs of what they export themselves. */
async function fromOwnModules(artifacts: Artifacts): Promise<Fact<CrcTable> | undefined> {
  const magic = await vermagic(artifacts);
  // Modules that are not this kernel's.
  if (!magic.known) return undefined;
  const own = await ownTables(artifacts);
  if (!own || own.crcs.size === 0) return undefined;
  const names = nameTable(nameColumn([...own.crcs.keys()]));
  return known({ names, crcs: Uint32Array.from(own.crcs.values()) }, { input: own.name, part: "__versions" });
}
