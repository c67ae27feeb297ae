import type { Architecture } from "../../model/architecture.ts";
import type { KernelSymbols } from "../kallsyms/kernel-symbols.ts";
import type { LinkedKernel } from "../kernel-pointers/linked-kernel.ts";
import { printableAt } from "../kernel-pointers/strings-at.ts";
import { type Code, type CodePart, codeOf } from "./code.ts";
import { type Functions, functionsOf } from "./functions.ts";
import { type Instructions, instructions, type Loaded } from "./instructions.ts";

/** A longer function registers no driver; some tables in assembler code look like one. */
const MAX_FUNCTION = 1 << 16;

/**
 * The names that drivers built into a kernel may register with, KBUILD_MODNAME of their files: words that stand in the
 * functions which call one that registers a driver. Some others are among them. `undefined` when they cannot be read: the
 * instructions are none that kofit knows, or there are no symbols of functions.
 */
export function builtinDrivers(
  symbols: KernelSymbols,
  linked: LinkedKernel,
  { name }: Architecture,
): ReadonlySet<string> | undefined {
  const reads = instructions[name];
  const code = codeOf(linked, symbols.elf);
  const functions = reads && functionsOf(symbols, linked, code);
  if (!functions) return undefined;
  const { kernel } = linked.kernel;
  const view = new DataView(kernel.buffer, kernel.byteOffset, kernel.byteLength);
  const callers = callersIn(view, code, functions, reads);
  // Every kernel registers drivers: Thumb code, for one, reads as nothing.
  if (callers.size === 0) return undefined;
  const names = new Set<string>();
  for (const [start, { end, part }] of callers) {
    for (const loaded of reads.loads(view, start, end)) {
      const word = wordAt(linked, code, part, loaded);
      if (word !== undefined) names.add(word);
    }
  }
  return names;
}

interface Caller {
  readonly end: number;
  readonly part: CodePart;
}

/** The functions that call one that registers drivers, by where they start. */
function callersIn(
  view: DataView,
  code: Code,
  { starts, registering }: Functions,
  reads: Instructions,
): ReadonlyMap<number, Caller> {
  const callers = new Map<number, Caller>();
  for (const part of code.parts) {
    const calls = (from: number, to: number): boolean => {
      for (let at = from; at < to && at + 8 <= part.end; at += reads.step) {
        const distance = reads.call(view, at);
        if (distance === undefined) continue;
        const target = code.offsetOf(part.shift + at + distance);
        if (target !== undefined && registering.has(target)) return true;
      }
      return false;
    };
    for (const [row, start] of starts.entries()) {
      if (start < part.start || start >= part.end) continue;
      const end = Math.min(starts[row + 1] ?? part.end, part.end, start + MAX_FUNCTION);
      if (calls(start, end)) callers.set(start, { end, part });
    }
  }
  return callers;
}

/** The word that something loaded points to; `undefined` when it points to none. */
function wordAt(
  linked: LinkedKernel,
  code: Code,
  { shift }: CodePart,
  { at, target }: Loaded,
): string | undefined {
  const address = "address" in target ? target.address : code.first + BigInt(shift + at + target.distance);
  const offset = linked.offsetOf(address);
  const text = offset === undefined ? undefined : printableAt(linked.kernel.kernel, offset);
  return text !== undefined && /^\w+$/.test(text) ? text : undefined;
}
