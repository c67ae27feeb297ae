import {
  builtinModules,
  parseBuiltinModinfo,
  parseModulesBuiltin,
} from "../../formats/modules-files/modules-builtin.ts";
import { type ByteSource, readAll } from "../../io/byte-source.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import type { Builtin } from "../../model/kernel.ts";
import { MAX_INDEX } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { giveModulesDirectory } from "./remedies.ts";

/** From `modules.builtin`, which kbuild writes and packages carry. */
export async function builtins(artifacts: Artifacts): Promise<Fact<ReadonlyMap<string, Builtin>>> {
  return readFact(
    artifacts,
    [
      async ({ indexes }) => {
        const paths = indexes?.["modules.builtin"];
        return paths && read(paths, indexes?.["modules.builtin.modinfo"]);
      },
    ],
    unknown(
      {
        en: "modules.builtin, which lists what is built into this kernel, was not found",
        zh: "没有找到列出内核内建模块的 modules.builtin",
      },
      giveModulesDirectory,
    ),
  );
}

async function read(
  paths: ByteSource,
  modinfo: ByteSource | undefined,
): Promise<Fact<ReadonlyMap<string, Builtin>>> {
  const found = parseModulesBuiltin(await readAll(paths, MAX_INDEX), paths.name);
  const entries = modinfo && parseBuiltinModinfo(await readAll(modinfo, MAX_INDEX), modinfo.name);
  return known(builtinModules(found, entries), { input: paths.name });
}
