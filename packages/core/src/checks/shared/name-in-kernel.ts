import type { ThisModule } from "../../model/module.ts";

/** The name by which the kernel knows a loaded module: `struct module.name`, whatever `.modinfo` says. */
export const nameInKernel = (module: {
  readonly thisModule: ThisModule | undefined;
  readonly name: string | undefined;
}): string | undefined => module.thisModule?.name || module.name;
