import type { ByteSource } from "../../io/byte-source.ts";
import type { ModuleTree } from "../define-source.ts";

/** Modules that are at hand as they are. */
export function fileModules(name: string, modules: readonly ByteSource[]): ModuleTree {
  return {
    name,
    paths: async () => [],
    async each(visit) {
      for (const module of modules) if ((await visit(module)) === "stop") return;
    },
  };
}
