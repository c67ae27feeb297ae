import { openElf } from "../../formats/elf/elf.ts";
import { readKsymtab } from "../../formats/ksymtab/ksymtab.ts";
import { exportTables } from "../../formats/ksymtab/tables.ts";
import { type ExportTable, exportAt } from "../../model/exports.ts";
import { type Fact, known, type Origin, unknown } from "../../model/fact.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { attempt, readFact } from "../read-fact.ts";
import { type ExportRow, exportTableOf, type Owned } from "./export-rows.ts";
import { imageExports } from "./image-symbols.ts";
import { once } from "./once.ts";
import { ownTables } from "./own-tables.ts";
import { release } from "./release.ts";
import { giveHeaders } from "./remedies.ts";
import { symversOf } from "./symvers.ts";

const IMAGE = "vmlinux";

/**
 * The image has the last word on what it exports, where it was given; of the modules it says nothing. `Module.symvers`
 * lists all, if it is complete: a symbol that is not in it is then exported by nothing. An image that only stands beside
 * what was given is unpacked where there is nothing else.
 */
export const exports: (artifacts: Artifacts) => Promise<Fact<ExportTable>> = once(async (artifacts) =>
  readFact(artifacts, [fromGivenImage, fromSymvers, fromVmlinux, fromImageBeside], withoutSymvers(artifacts)),
);

async function fromGivenImage(artifacts: Artifacts): Promise<Fact<ExportTable> | undefined> {
  return artifacts.imageIsBeside ? undefined : fromImage(artifacts);
}

async function fromImageBeside(artifacts: Artifacts): Promise<Fact<ExportTable> | undefined> {
  return artifacts.imageIsBeside ? fromImage(artifacts) : undefined;
}

async function fromImage(artifacts: Artifacts): Promise<Fact<ExportTable> | undefined> {
  const found = await imageExports(artifacts);
  return found?.known ? withModules(artifacts, found.value, found.origin) : found;
}

async function fromSymvers(artifacts: Artifacts): Promise<Fact<ExportTable> | undefined> {
  const symvers = await symversOf(artifacts);
  if (!symvers) return undefined;
  const { name, table, lacking } = symvers;
  if (!table.owners.includes(IMAGE)) return incomplete(name, IMAGE);
  return lacking === undefined ? known(table, { input: name }) : incomplete(name, lacking);
}

/** A vmlinux of the headers package of Debian has types alone. */
async function fromVmlinux(artifacts: Artifacts): Promise<Fact<ExportTable> | undefined> {
  const { vmlinux } = artifacts;
  if (!vmlinux) return undefined;
  const elf = await openElf(vmlinux);
  const has = exportTables.some(({ symbols }) => elf.allocSection(symbols));
  const origin = { input: vmlinux.name, part: "__ksymtab" };
  return has ? withModules(artifacts, await readKsymtab(elf), origin) : undefined;
}

/** The image's exports, and those of the kernel's modules as far as something tells them. */
async function withModules(
  artifacts: Artifacts,
  image: readonly ExportRow[],
  origin: Origin,
): Promise<Fact<ExportTable>> {
  const modules = (await modulesInSymvers(artifacts)) ?? (await modulesOnHand(artifacts));
  const table = exportTableOf([{ owner: IMAGE, exports: image }, ...(modules?.owned ?? [])]);
  if (!table) return tooMany(origin.input);
  if (!modules) return known({ ...table, modulesUnknown: true }, origin);
  const part = `${origin.part ?? "exports"}; those of modules: ${modules.name}`;
  return known(table, { ...origin, part });
}

interface Modules {
  readonly name: string;
  readonly owned: readonly Owned[];
}

async function modulesInSymvers(artifacts: Artifacts): Promise<Modules | undefined> {
  // A damaged one tells nothing, and the image does not need it.
  const found = await attempt(
    symversOf(artifacts).then((symvers) => symvers && known(symvers, { input: symvers.name })),
    giveHeaders,
  );
  const symvers = found?.known ? found.value : undefined;
  if (!symvers || symvers.lacking !== undefined) return undefined;
  const { table, name } = symvers;
  // Of the image alone: what modules export is told elsewhere.
  if (table.owners.every((owner) => owner === IMAGE)) return undefined;
  const byOwner = new Map<string, ExportRow[]>();
  for (let row = 0; row < table.names.count; row += 1) {
    const one = exportAt(table, row);
    if (one.owner === IMAGE) continue;
    const rows = byOwner.get(one.owner) ?? [];
    if (rows.length === 0) byOwner.set(one.owner, rows);
    rows.push(one);
  }
  return { name, owned: Array.from(byOwner, ([owner, exports]) => ({ owner, exports })) };
}

async function modulesOnHand(artifacts: Artifacts): Promise<Modules | undefined> {
  const own = await ownTables(artifacts);
  if (!own?.complete) return undefined;
  const named = await release(artifacts);
  const isOthers = named.known && own.release !== undefined && own.release !== named.value;
  return isOthers ? undefined : { name: own.name, owned: own.exports };
}

const incomplete = (symvers: string, owner: string): Fact<ExportTable> =>
  unknown(
    {
      en: `${symvers} is not complete: it lists no export of ${owner}`,
      zh: `${symvers} 不完整：其中没有 ${owner} 导出的任何符号`,
    },
    giveHeaders,
  );

const tooMany = (input: string): Fact<ExportTable> =>
  unknown(
    {
      en: `${input} has more namespaces than any kernel`,
      zh: `${input} 中的命名空间比任何内核都多`,
    },
    giveHeaders,
  );

function withoutSymvers({ setAside = [] }: Artifacts): ReturnType<typeof unknown> {
  const also = (language: "en" | "zh"): string => setAside.map((text) => `; ${text[language]}`).join("");
  return unknown(
    {
      en: `no Module.symvers of this kernel was found, which lists what the kernel exports${also("en")}`,
      zh: `没有找到该内核的 Module.symvers（其中列出内核导出的符号）${also("zh")}`,
    },
    giveHeaders,
  );
}
