import type { Resolution } from "../../model/pair.ts";
import type { LoaderFeature } from "../../model/loader-feature.ts";

type NotImported = Resolution["namespaceNotImported"][number];

const PREFIX = "module:";

/**
 * The symbols whose namespace this module may not use without importing it. Since 6.16 a namespace
 * `module:a,b*` admits the modules that it names: verify_module_namespace() in kernel/module/main.c
 */
export function notAdmitted(
  found: readonly NotImported[],
  module: string | undefined,
  kernel: { readonly features: ReadonlySet<LoaderFeature> },
): readonly NotImported[] {
  return found.filter(
    ({ namespace }) =>
      !namespace.startsWith(PREFIX) ||
      !kernel.features.has("module-namespaces") ||
      module === undefined ||
      !admits(namespace.slice(PREFIX.length), module),
  );
}

function admits(list: string, module: string): boolean {
  const plain = module.replaceAll("-", "_");
  return list
    .split(",")
    .map((pattern) => pattern.replaceAll("-", "_"))
    .some((pattern) => (pattern.endsWith("*") ? plain.startsWith(pattern.slice(0, -1)) : plain === pattern));
}

/** verify_namespace_is_imported() in kernel/module/main.c */
export const namespaceLine = (module: string, { symbol, namespace }: NotImported): string =>
  `${module}: module uses symbol (${symbol}) from namespace ${namespace}, but does not import it.`;
