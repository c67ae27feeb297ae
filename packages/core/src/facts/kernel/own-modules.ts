import { type Fact, known, unknown } from "../../model/fact.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { giveModulesDirectory } from "./remedies.ts";

/** From what lists them: `modules.dep`, `modules.order`, or the tree itself. */
export async function ownModules(artifacts: Artifacts): Promise<Fact<readonly string[]>> {
  return readFact(
    artifacts,
    [
      async ({ modules }) => {
        const paths = (await modules?.paths()) ?? [];
        return modules && paths.length > 0 ? known(paths, { input: modules.name }) : undefined;
      },
    ],
    unknown(
      {
        en: "no list of the modules that came with this kernel is at hand",
        zh: "手头没有该内核自带模块的列表",
      },
      giveModulesDirectory,
    ),
  );
}
