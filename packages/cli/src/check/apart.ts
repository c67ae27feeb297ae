import {
  type BuiltTypes,
  type CTypes,
  type Fact,
  FormatError,
  InputError,
  type OptionChain,
  unknown,
} from "@kofit/core";
import { openTypesBeside } from "@kofit/core/node";
import { release } from "node:os";
import type { Context } from "../frame/define-command.ts";
import { type KernelOptions, openAllTypes, typesOf } from "../frame/kernel.ts";
import { headersAmong, optionChains } from "./option-chains.ts";

/** What is read apart, and only for a module that wants it. */
export interface Apart {
  /** All types of the kernel, and of what modules were built for; asked for once. */
  types(): Promise<Types>;
  /** Whether it was told which kernel modules were built for. */
  readonly tellsBuilt: boolean;
  /** Why the headers lack these options; empty where there are no headers, or no Kconfig files. */
  chains(options: readonly string[]): Promise<readonly OptionChain[]>;
}

/** What was told beside the kernel. */
export interface ToldApart {
  /** The kernel that modules were built for; empty when it was not told. */
  readonly builtFor: readonly string[];
  /** The kernel's source, for its Kconfig files. */
  readonly source: string | undefined;
}

/** Types of both sides. */
export interface Types {
  readonly kernel: Fact<CTypes>;
  /** Absent where they are not at hand. */
  readonly built?: BuiltTypes;
}

/** What is read of a kernel only when a module wants it; once. */
export function apartOf(
  targets: readonly string[],
  { builtFor, source }: ToldApart,
  options: KernelOptions,
  context: Context,
): Apart {
  let types: Promise<Types> | undefined;
  const headers = headersAmong(targets.length > 0 ? targets : [`/lib/modules/${release()}`]);
  return {
    chains: async (wanted) => (headers === undefined ? [] : optionChains(wanted, headers, source)),
    types: () => (types ??= bothTypes(targets, builtFor, options, context)),
    tellsBuilt: builtFor.length > 0,
  };
}

async function bothTypes(
  targets: readonly string[],
  builtFor: readonly string[],
  options: KernelOptions,
  context: Context,
): Promise<Types> {
  const { kernel, headers } = await typesOf(openTypesBeside, targets, options, context).catch(notThere);
  if (builtFor.length > 0) {
    const { types, inputs, release } = await typesOf(openAllTypes, builtFor, options, context);
    const source = release.known ? release.value : inputs.join(" ");
    return {
      kernel,
      ...(types.known && { built: { types: types.value, from: "kernel that it was built for", source } }),
    };
  }
  if (!headers) return { kernel };
  return { kernel, built: { types: headers.value, from: "headers", source: headers.origin.input } };
}

/** The kernel itself has been read: what cannot be read of it now leaves its types unknown, and the verdict as it is. */
function notThere(error: unknown): { kernel: Fact<CTypes>; headers?: undefined } {
  if (!(error instanceof InputError || error instanceof FormatError)) throw error;
  const why = error instanceof InputError ? error.text : { en: error.message, zh: error.message };
  return { kernel: unknown(why, { en: "give the kernel's image", zh: "请给出内核映像" }) };
}
