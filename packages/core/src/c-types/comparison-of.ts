import type { CTypes } from "../model/c-type.ts";
import { compareTypes, type TypesComparison } from "./compare-types.ts";

const kept = new WeakMap<CTypes, { readonly b: CTypes; readonly comparison: TypesComparison | undefined }>();

/** What {@link compareTypes} says of two programs, made once for as long as the first is compared with the same one. */
export function comparisonOf(a: CTypes, b: CTypes): TypesComparison | undefined {
  const before = kept.get(a);
  if (before?.b === b) return before.comparison;
  const comparison = compareTypes(a, b);
  kept.set(a, { b, comparison });
  return comparison;
}
