import { type CTypes, type Fact, FormatError, InputError, unknown } from "@kofit/core";
import type { Context } from "../frame/define-command.ts";
import { type KernelOptions, typesOf } from "../frame/kernel.ts";
import type { Apart } from "./look-deeper.ts";

/** What is read of a kernel only when a module wants it; once. */
export function apartOf(targets: readonly string[], options: KernelOptions, context: Context): Apart {
  let types: Promise<Fact<CTypes>> | undefined;
  return {
    kernelTypes: () => (types ??= kernelTypes(targets, options, context)),
  };
}

/** The kernel itself has been read: what cannot be read of it now leaves its types unknown, and the verdict as it is. */
async function kernelTypes(
  targets: readonly string[],
  options: KernelOptions,
  context: Context,
): Promise<Fact<CTypes>> {
  try {
    return (await typesOf(targets, options, context)).types;
  } catch (error) {
    if (!(error instanceof InputError || error instanceof FormatError)) throw error;
    const why = error instanceof InputError ? error.text : { en: error.message, zh: error.message };
    return unknown(why, { en: "give the kernel's image", zh: "请给出内核映像" });
  }
}
