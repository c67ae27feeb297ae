import { parseModulesBuiltin } from "../../formats/modules-files/modules-builtin.ts";
import { readAll } from "../../io/byte-source.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import { MAX_INDEX } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { giveModulesDirectory } from "./remedies.ts";

/** From `modules.builtin`, which kbuild writes and packages carry. */
export async function builtins(artifacts: Artifacts): Promise<Fact<ReadonlyMap<string, string>>> {
  return readFact(
    artifacts,
    [
      async ({ indexes }) => {
        const paths = indexes?.["modules.builtin"];
        if (!paths) return undefined;
        const found = parseModulesBuiltin(await readAll(paths, MAX_INDEX), paths.name);
        return known(found, { input: paths.name });
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
