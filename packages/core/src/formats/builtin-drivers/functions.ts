import { nameOf } from "../../model/names.ts";
import { rowsHolding } from "../kallsyms/kallsyms.ts";
import type { KernelSymbols } from "../kallsyms/kernel-symbols.ts";
import type { LinkedKernel } from "../kernel-pointers/linked-kernel.ts";
import { wordReader } from "../kernel-pointers/word-reader.ts";
import type { Code } from "./code.ts";

/** The functions of a kernel, by offset. */
export interface Functions {
  /** Where they start, sorted. */
  readonly starts: Float64Array;
  /** Starts of those that register drivers. */
  readonly registering: ReadonlySet<number>;
}

/** Letters of `nm` for code: global, local, weak. */
const CODE: ReadonlySet<number> = new Set(["T", "t", "W", "w"].map((letter) => letter.charCodeAt(0)));
/**
 * Functions that are handed KBUILD_MODNAME by the macro for a driver of one bus: `__pci_register_driver`,
 * `__platform_driver_probe`, `__xenbus_register_frontend`, `__ntb_register_client` … include/linux and include/xen. Others
 * whose names are like that do no harm.
 */
const REGISTERS =
  /regist(?=.*(?:driver|frontend|backend|client|function_handler))|driver(?=.*regist)|platform_(?:driver_probe|create_bundle)|coresight_init_driver/;
const UNREGISTERS = /unregist/;
/** One of these stands in all of them. */
const PARTS = ["regist", "platform_driver_probe", "platform_create_bundle", "coresight_init_driver"];

/** `undefined` without kallsyms. */
export function functionsOf(symbols: KernelSymbols, linked: LinkedKernel, code: Code): Functions | undefined {
  const { kallsyms } = symbols;
  if (!kallsyms) return undefined;
  const first = firstPlace(symbols, linked, code);
  const codeAt = (row: number): number | undefined =>
    CODE.has(kallsyms.types[row] ?? 0) ? code.offsetOf(Number(kallsyms.addressOf(row) - first)) : undefined;
  const starts: number[] = [];
  for (let row = 0; row < kallsyms.count; row += 1) {
    const offset = codeAt(row);
    if (offset !== undefined) starts.push(offset);
  }
  const registering = new Set<number>();
  for (const row of PARTS.flatMap((part) => [...rowsHolding(kallsyms, part)])) {
    const name = nameOf(kallsyms.names, row);
    const offset = REGISTERS.test(name) && !UNREGISTERS.test(name) ? codeAt(row) : undefined;
    if (offset !== undefined) registering.add(offset);
  }
  return { starts: Float64Array.from(starts).sort(), registering };
}

/**
 * The address of the place 0 as kallsyms has it. Its base may be empty in the file; relocations tell what is written there.
 */
function firstPlace({ kernel, elf, kallsyms }: KernelSymbols, linked: LinkedKernel, { first }: Code): bigint {
  if (elf) return first;
  if (kallsyms?.fromFirstByte) return 0n;
  const { baseAt } = kallsyms ?? {};
  return baseAt === undefined ? first : first - linked.pointerAt(baseAt) + wordReader(kernel)(baseAt);
}
