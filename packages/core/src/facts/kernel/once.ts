import type { Artifacts } from "../../sources/define-source.ts";

/**
 * Something that several facts are read from (the exports, the modules): read once for each kernel, when the first of
 * them asks.
 */
export function once<T>(read: (artifacts: Artifacts) => Promise<T>): (artifacts: Artifacts) => Promise<T> {
  const results = new WeakMap<Artifacts, Promise<T>>();
  return async (artifacts) => {
    const result = results.get(artifacts) ?? read(artifacts);
    results.set(artifacts, result);
    return result;
  };
}
