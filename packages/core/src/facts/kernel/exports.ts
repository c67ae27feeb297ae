import { parseModulesDep } from "../../formats/modules-files/modules-dep.ts";
import { parseModuleSymvers } from "../../formats/module-symvers/module-symvers.ts";
import { readAll } from "../../io/byte-source.ts";
import type { ExportTable } from "../../model/exports.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import { moduleNameOf } from "../../model/module-name.ts";
import { MAX_INDEX, MAX_SYMVERS } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { once } from "./once.ts";
import { giveHeaders } from "./remedies.ts";

/** From `Module.symvers`, if it is complete: a symbol that is not in it is then exported by nothing. */
export const exports: (artifacts: Artifacts) => Promise<Fact<ExportTable>> = once(async (artifacts) =>
  readFact(artifacts, [fromSymvers], withoutSymvers(artifacts)),
);

async function fromSymvers(artifacts: Artifacts): Promise<Fact<ExportTable> | undefined> {
  const { symvers } = artifacts;
  if (!symvers) return undefined;
  const table = parseModuleSymvers(await readAll(symvers, MAX_SYMVERS), symvers.name);
  if (!table.owners.includes("vmlinux")) return incomplete(symvers.name, "vmlinux");
  const lacking = await lackingOwner(artifacts, table);
  return lacking === undefined ? known(table, { input: symvers.name }) : incomplete(symvers.name, lacking);
}

/**
 * A module of this kernel that exports something, and nothing of it is in the table. `modules.dep` names those that
 * others depend on. Building the image alone, or somebody else's modules, leaves such a `Module.symvers` behind.
 */
async function lackingOwner({ indexes }: Artifacts, table: ExportTable): Promise<string | undefined> {
  const dep = indexes?.["modules.dep"];
  if (!dep) return undefined;
  const owners = new Set(table.owners.map(moduleNameOf));
  for (const [path, needed] of parseModulesDep(await readAll(dep, MAX_INDEX), dep.name)) {
    if (!path.startsWith("kernel/")) continue;
    const lacking = needed.find((other) => other.startsWith("kernel/") && !owners.has(moduleNameOf(other)));
    if (lacking !== undefined) return lacking;
  }
  return undefined;
}

const incomplete = (symvers: string, owner: string): Fact<ExportTable> =>
  unknown(
    {
      en: `${symvers} is not complete: it lists no export of ${owner}`,
      zh: `${symvers} 不完整：其中没有 ${owner} 导出的任何符号`,
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
