import { compareTypes, type CTypes, type TypesComparison } from "@kofit/core";

const kept = new WeakMap<CTypes, { readonly b: CTypes; readonly comparison: TypesComparison | undefined }>();

/** The comparison of all types of two kernels, made once: several sections ask for it. */
export function comparisonOf(a: CTypes, b: CTypes): TypesComparison | undefined {
  const before = kept.get(a);
  if (before?.b === b) return before.comparison;
  const comparison = compareTypes(a, b);
  kept.set(a, { b, comparison });
  return comparison;
}
