import type { KernelSymbols } from "../kallsyms/kernel-symbols.ts";
import { type LinkedKernel, stringOf } from "../kernel-pointers/linked-kernel.ts";
import { findParamTable, type ParamTable } from "./find-table.ts";
import { readVersions } from "./versions.ts";

/** A parameter of something that is built into a kernel. */
export interface BuiltinParam {
  /** With the name of the module: `"printk.time"`; of core_param() without: `"panic"`. */
  readonly name: string;
  /** Permissions of its file in `/sys/module/<module>/parameters`; 0 where it has none. */
  readonly perm: number;
  /** Address of what it sets, as linked; 0 when it sets nothing. */
  readonly arg: bigint;
}

/** What a kernel holds of the modules that are built into it. */
export interface BuiltinParams {
  readonly params: readonly BuiltinParam[];
  /** Names of the modules that have a version, `__modver`. */
  readonly versions: readonly string[];
  /** The kernel, to follow {@link BuiltinParam.arg}. */
  readonly linked: LinkedKernel;
}

/**
 * `__param` and `__modver` of an unpacked kernel, which kernel/params.c goes through when it starts: found without symbols,
 * by a parameter that every kernel has. `undefined` when they are not found.
 */
export function readBuiltinParams(symbols: KernelSymbols): BuiltinParams | undefined {
  const table = findParamTable(symbols);
  if (!table) return undefined;
  return { params: paramsOf(table), versions: readVersions(table.linked, table.end), linked: table.linked };
}

function paramsOf({ linked, layout, start, end }: ParamTable): BuiltinParam[] {
  const { at, size, numbers } = layout;
  return Array.from({ length: (end - start) / size }, (_, row) => {
    const offset = start + row * size;
    return {
      name: stringOf(linked, offset + at.name) ?? "",
      perm: numbers(offset).perm,
      arg: linked.pointerAt(offset + at.arg),
    };
  });
}
