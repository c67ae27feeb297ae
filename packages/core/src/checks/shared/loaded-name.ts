import type { ThisModule } from "../../model/module.ts";

/**
 * The name that a module is loaded under: setup_load_info() in kernel/module/main.c takes that of `.modinfo`, which
 * modpost writes from the same source as `struct module.name`. `undefined` when it has none.
 */
export function loadedName(module: {
  readonly name: string | undefined;
  readonly thisModule: ThisModule | undefined;
}): string | undefined {
  return module.name ?? module.thisModule?.name;
}
