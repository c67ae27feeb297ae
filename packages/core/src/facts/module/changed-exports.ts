import { comparePlaces } from "../../c-types/compare-places.ts";
import type { ChangedPart } from "../../c-types/compare-types.ts";
import { comparisonOf } from "../../c-types/comparison-of.ts";
import { type ReachedDifference, type Root, type Walker, walker } from "../../c-types/compare-reached.ts";
import { functionsOf } from "../../c-types/functions-of.ts";
import { recordNamed } from "../../c-types/record-named.ts";
import { behind, isRecord } from "../../c-types/record-behind.ts";
import type { CTypes, TypeId } from "../../model/c-type.ts";
import type { ChangedExport } from "../../model/changed-export.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import type { ModuleFacts } from "../../model/module.ts";
import { findString, nameOf } from "../../model/names.ts";

/** Symbols of which the module has another CRC than the kernel; empty where one side has none. */
export function symbolsOfOtherCrc({ modversions }: ModuleFacts, { crcs }: KernelFacts): readonly string[] {
  if (!modversions.known || !modversions.value || !crcs.known) return [];
  const { names, crcs: own } = modversions.value;
  const found: string[] = [];
  for (let row = 0; row < names.count; row += 1) {
    const symbol = nameOf(names, row);
    const at = findString(crcs.value.names, symbol);
    if (at >= 0 && crcs.value.crcs[at] !== own[row]) found.push(symbol);
  }
  return found;
}

/**
 * For each function the nearest type that differs of all that code can get at from its parameters and results, by pointers too:
 * genksyms takes these into the CRC, as far as the headers define them that were read. Functions without one are left out, and so
 * are data and what the kernel's types do not tell.
 *
 * @param built types of the kernel that a module was built for, or those that the module has itself
 * @throws {FormatError} if types are damaged.
 */
export function changedExports(
  built: CTypes,
  kernel: CTypes,
  symbols: readonly string[],
): readonly ChangedExport[] {
  const whole = built.table && kernel.table ? comparisonOf(built, kernel) : undefined;
  if (!whole) return bySide(built, kernel, symbols);
  return Array.from(whole.reached(symbols), ([symbol, part]) => ofPart(symbol, part, built, kernel));
}

function ofPart(symbol: string, part: ChangedPart, built: CTypes, kernel: CTypes): ChangedExport {
  const { kind, name, path, sizes } = part;
  const isStruct = kind === "struct" || kind === "union";
  const [a, b] = isStruct ? [recordNamed(built, name, kind), recordNamed(kernel, name, kind)] : [];
  const places = a && b && comparePlaces({ types: built, record: a }, { types: kernel, record: b });
  return {
    symbol,
    kind,
    name,
    path,
    ...(sizes && { sizes }),
    onlyWhereBuilt: places?.onlyInA ?? [],
    onlyInKernel: places?.onlyInB ?? [],
  };
}

/** A module knows no prototypes of what it imports: the kernel's lead to the types, and both sides are walked from there. */
function bySide(built: CTypes, kernel: CTypes, symbols: readonly string[]): readonly ChangedExport[] {
  const walk = walker(built, kernel);
  const all = functionsOf(kernel);
  const found = new Map<string, ChangedExport>();
  for (const symbol of symbols) {
    const id = all.get(symbol);
    if (id === undefined) continue;
    const nearest = nearestOf(walk, parametersOf(walk, kernel, id));
    if (nearest) found.set(symbol, ofDifference(symbol, nearest));
  }
  return [...found.values()];
}

/** The first that differs by itself: the others only contain it. */
function nearestOf(walk: Walker, roots: readonly Root[]): ReachedDifference | undefined {
  for (const difference of walk.differences(roots)) if (difference.isOwn) return difference;
  return undefined;
}

function parametersOf(walk: Walker, kernel: CTypes, id: TypeId): readonly Root[] {
  const type = kernel.type(id);
  if (type.kind !== "function") return [];
  return [...type.parameters, { name: "", type: type.returns }].flatMap(({ name, type: part }) => {
    const record = behind(kernel, part).type;
    const root = isRecord(record) && record.name !== "" ? walk.named(record.kind, record.name) : undefined;
    return root ? [{ ...root, name }] : [];
  });
}

const ofDifference = (symbol: string, found: ReachedDifference): ChangedExport => ({
  symbol,
  kind: found.kind,
  name: found.name,
  path: found.path,
  sizes: found.sizes,
  onlyWhereBuilt: found.onlyInA,
  onlyInKernel: found.onlyInB,
});
