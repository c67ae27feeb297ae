import type { ModuleTree } from "../define-source.ts";

/** Several trees as one: distributions split the modules of one kernel over packages. */
export function joinModules(trees: readonly ModuleTree[]): ModuleTree | undefined {
  const [only, ...others] = trees;
  if (!only || others.length === 0) return only;
  return {
    name: trees.map(({ name }) => name).join(", "),
    paths: async () => (await Promise.all(trees.map(async (tree) => tree.paths()))).flat(),
    async each(visit) {
      let stopped = false;
      for (const tree of trees) {
        await tree.each(async (module) => {
          const answer = await visit(module);
          stopped ||= answer === "stop";
          return answer;
        });
        if (stopped) return;
      }
    },
  };
}
